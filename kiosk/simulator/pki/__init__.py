"""A TEST public-key infrastructure for simulated cards."""
