"""The PIN of today, used: to change it, to try it, to open the situations."""
