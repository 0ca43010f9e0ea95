"""``guichet-cps lists``: fetch."""
