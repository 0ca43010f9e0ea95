"""The lane of staff: their code, its back-off, the closing mark, figures and events."""
