"""``guichet-cps bundle``: a diagnostic folder without anything personal."""
