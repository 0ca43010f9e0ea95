"""Puts a ``Layout`` on the panel, and changes only what is another than before."""
