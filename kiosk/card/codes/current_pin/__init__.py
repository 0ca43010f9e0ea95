"""Using the current PIN: to change it, to try it, to open the situations."""
