"""Performs the effects of the flow: one lane each for card, paper and records; deadlines; the vault."""
