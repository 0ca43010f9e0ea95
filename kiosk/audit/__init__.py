"""Is this card valid? Pure rules over what was read."""
