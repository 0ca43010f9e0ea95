"""While a code is at the card, and afterwards: the end of an operation, the truth after a lost contact."""
