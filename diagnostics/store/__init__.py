"""The store: a service begins, a service ends, and is counted exactly once."""
