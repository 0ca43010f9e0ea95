"""Drawings of ours, in lines and shapes: cards, letters, things, icons."""
