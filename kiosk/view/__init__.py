"""Pure: a visit's state becomes what is shown and said. No Kivy here."""
