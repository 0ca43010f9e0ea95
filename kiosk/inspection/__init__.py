"""One card read from the command line."""
