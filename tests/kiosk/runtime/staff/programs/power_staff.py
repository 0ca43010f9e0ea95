"""Wrong staff codes, a right one, and a kiosk closed and opened, for ``lab.power``. Argument: a folder.

Says a letter in lower case before, and in upper case after: f(ailed), s(ucceeded), c(losed), o(pened).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.flow.model.staff_desk import Lasting
from kiosk.flow.model.staff_messages import Closing
from kiosk.runtime.staff.back_off import BackOff, Uptime
from kiosk.runtime.staff.closed_mark import ClosedMark
from lab.power import SAID


def main(folder: Path) -> None:
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT)
    back_off = BackOff(folder / "back-off.json", Uptime("first", lambda: 1000.0))
    mark = ClosedMark(folder / "closed")
    closed = next(closing for closing in Closing if closing is not Closing.OPEN)
    for letter in "fffffsfffcococ":
        os.write(said, letter.encode())
        match letter:
            case "f":
                back_off.failed()
            case "s":
                back_off.succeeded()
            case _:
                assert mark.set(closed if letter == "c" else Closing.OPEN) is Lasting.LASTS
        os.write(said, letter.upper().encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
