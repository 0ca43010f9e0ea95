"""Closed weeks from the kiosk to the central database, and a month published from it."""
