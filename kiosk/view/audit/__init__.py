"""The screens of the check of a card."""
