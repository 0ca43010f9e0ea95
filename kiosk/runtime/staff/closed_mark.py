"""Did staff close the kiosk? A file stands while it is closed; it is empty and says nothing else."""

from __future__ import annotations

from pathlib import Path

from diagnostics.files.durable import PRIVATE, make_names_durable
from kiosk.flow.model.staff_desk import Lasting
from kiosk.flow.model.staff_messages import Closing


class ClosedMark:
    """``mark`` is the file's path, beside the database."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def stands(self) -> bool:
        """Whether staff closed the kiosk. False too where the folder cannot be read."""
        try:
            return self._mark.exists()
        except OSError:
            return False

    def set(self, closing: Closing) -> Lasting:
        """Put the mark or take it away, durably; UNTIL_RESTART if the folder cannot be written."""
        try:
            if closing is Closing.OPEN:
                self._mark.unlink(missing_ok=True)
            else:
                self._mark.touch(mode=PRIVATE)
            make_names_durable(self._mark.parent)
        except OSError:
            return Lasting.UNTIL_RESTART
        return Lasting.LASTS
