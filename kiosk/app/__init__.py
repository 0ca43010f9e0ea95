"""The composition root: which doors, which lanes, which window; and the demonstration."""
