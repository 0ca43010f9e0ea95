"""The chip: its files, codes and counters, and what each command does to them."""
