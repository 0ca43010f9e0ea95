"""The first meeting with a real card: read it, say which assumptions hold, and record what may be unblocked here."""
