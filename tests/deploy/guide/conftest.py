"""The file of the figures, and a central database: what two pages of the guide are held against."""

from fixtures.figures import calendar, database, held, opened, program, rows
from fixtures.fleet import fleet, kiosk, kiosk_at, postgres, settled
from fixtures.memory import tmp_path
