"""What a printer says of itself, in words that no honest printer says: each has an answer."""

from __future__ import annotations

import pytest

from reports.printing import cups
from reports.printing.cups import IppAnswer, Queue
from reports.printing.printer import NotReady, PrinterState, Ready, printer_state
from reports.printing.trouble import Trouble

WELL = {"printer-is-accepting-jobs": True, "printer-state": 3}
NO_PAPER = {"printer-state-reasons": "media-empty"}


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ({"device-uri": "ipp://[printer"}, Ready(itself=False)),
        (NO_PAPER | {"printer-input-tray": b"level=" + b"9" * 5000}, NotReady(Trouble.NO_PAPER)),
        (NO_PAPER | {"printer-input-tray": b"level=0;level=" + b"9" * 5000}, NotReady(Trouble.NO_PAPER)),
        (NO_PAPER | {"printer-input-tray": b"type=sheet;level=12;status=0"}, Ready(itself=False)),
        (NO_PAPER | {"printer-input-tray": b"type=sheet;level=-3"}, Ready(itself=False)),
        (NO_PAPER | {"printer-input-tray": b"level=0;status=0"}, NotReady(Trouble.NO_PAPER)),
    ],
    ids=["address", "endless number", "two levels", "sheets", "at least one", "none"],
)
def test_whatever_a_printer_says_is_answered(
    monkeypatch: pytest.MonkeyPatch, says: dict[str, object], state: PrinterState
) -> None:
    monkeypatch.setattr(cups, "ask_printer", lambda uri, within_s: IppAnswer("successful-ok", (WELL | says,)))
    assert printer_state(Queue("File")) == state
