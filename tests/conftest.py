"""Hypothesis judges what is true, not how long it took: no deadline, on any machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")
