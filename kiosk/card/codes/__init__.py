"""Sending a code: where it comes from, who may send it, and one transaction from the second reading to the proof."""
