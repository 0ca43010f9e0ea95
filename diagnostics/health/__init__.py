"""Checks of the machine, run beside each other; metrics."""
