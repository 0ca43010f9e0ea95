"""A machine with a file of figures, and its date."""

from fixtures.machine import as_nobody, counting, database, days, folder, now
