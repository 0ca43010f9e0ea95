"""Technical events: one line each on the original stderr, and the last of them kept for staff."""
