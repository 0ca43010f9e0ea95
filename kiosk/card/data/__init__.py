"""Bytes of a card as values: EF.SN, counters, card number, business data, situations."""
