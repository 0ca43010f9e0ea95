"""``guichet-cps fleet``: push, status, publish."""
