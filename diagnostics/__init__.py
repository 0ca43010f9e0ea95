"""What we keep, count and watch; never a card."""
