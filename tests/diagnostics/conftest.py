"""The file of the figures, and what holds or spoils it."""

from fixtures.figures import calendar, database, held, opened, program, rows
from fixtures.memory import tmp_path
