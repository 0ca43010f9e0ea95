"""Sizes in millimetres, zones, colours, and how a line is broken."""
