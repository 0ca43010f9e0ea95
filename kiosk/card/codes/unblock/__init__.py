"""Unblocking: RESET RETRY COUNTER with the PUK and a new PIN, and its proof."""
