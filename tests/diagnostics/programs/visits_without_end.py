"""Visit after visit until killed. Argument: the database's path.

Prints one letter for each service: "b" before it begins, "B" after.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from itertools import cycle
from pathlib import Path

from diagnostics.outcomes.codes import CardGeneration, Code, Service
from diagnostics.outcomes.visit import DurationBucket, VisitMargins
from diagnostics.store.store import OutcomeStore

STDOUT = 1
VISITS = cycle(
    [
        (Service.READING, CardGeneration.CPS3, Code.READ_BLOCKED),
        (Service.UNBLOCK, CardGeneration.CPS3, Code.UNBLOCKED),
        (Service.UNBLOCK, CardGeneration.CPS4, Code.WRONG_PUK),
        (Service.REFERRAL, CardGeneration.NONE, Code.REFERRAL_WITHOUT_CARD),
    ]
)

if __name__ == "__main__":
    store = OutcomeStore.open(Path(sys.argv[1]), "Brest", lambda: date(2026, 11, 18))
    store.recover()
    for service, generation, code in VISITS:
        os.write(STDOUT, b"b")
        pending = store.begin(service, generation)
        os.write(STDOUT, b"B")
        store.finish(pending, code)
        store.end_visit(VisitMargins(DurationBucket.UNDER_1_MIN, "fr", printed=False, assisted=False))
