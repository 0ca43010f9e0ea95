"""A paper on its way: CUPS, the printer asked, the deadline."""
