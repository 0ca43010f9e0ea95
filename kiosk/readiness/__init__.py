"""Is this machine fit to serve? One module for each group of checks."""
