"""Readers in process that behave as PC/SC does."""
