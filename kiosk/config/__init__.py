"""The settings file: its model, and what is wrong with one in French."""
