"""The display, the keyboard and the environment that Kivy reads when it is imported."""
