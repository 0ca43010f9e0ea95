"""Kiosks of a fleet and their central database."""

from fixtures.fleet import fleet, kiosk, kiosk_at, postgres, settled
from fixtures.memory import tmp_path
