"""What both generations hear and answer around their codes, byte for byte, as scripts.

CPS3: published traces of real cards (OpenSC threads 2217, 2223, 2275). CPS4: the issuer's module. Current PIN:
deploy/reference/card.md §8.4.
"""

from __future__ import annotations

from bench.operation import Operation
from kiosk.card.errors import CardError
from kiosk.card.model import CardKind, Purpose

Script = list[tuple[str, str | CardError]]

CPS3, CPS4 = CardKind.CPS3, CardKind.CPS4
SELECT_MF = ("00A4000C023F00", "9000")
GET_PIN, GET_PUK = "00CB3FFF0A4D087006BF810102A080", "00CB3FFF0A4D087006BF810202A080"
OPEN = ("01A4040C08 8025000001FF0100", "9000")
FCI = "6F0B 8002000C 820101 8302D003"
ASK_PIN, ASK_PUK = "0120000100", "0120000200"
SERIAL: dict[CardKind, Script] = {
    CPS3: [("00B09C000C", "5A0A8025000001992138450F 9000")],
    CPS4: [
        ("01A4080002 D003", "610D"),
        ("01C000000D", f"{FCI} 9000"),
        ("01B000000C", "5A0A8025000001992138450F 9000"),
    ],
}
NOT_IN_MF = ("00B09C000C", "6A82")
BY_PATH: Script = [("00A4090C043F00D003", "9000"), ("00B000000C", "5A0A8025000001992138450F 9000")]
"""How a CPS3 is asked for EF.SN after NOT_IN_MF."""
NO_COUNTERS: Script = [(GET_PIN, "6A88"), SELECT_MF, (GET_PIN, "6A88")]
"""A CPS3 that does not tell its counters, in the directory it is in nor in the MF."""
PUK = {CPS3: "0020000208 3132333435363738", CPS4: "0120000208 3132333435363738"}
CURRENT_PIN = {CPS3: "0020000108 31323334FFFFFFFF", CPS4: "0120000108 31323334FFFFFFFF"}
PROOF = {CPS3: "0020000108 32353830FFFFFFFF", CPS4: "0120000108 32353830FFFFFFFF"}
RESET = {CPS3: "002C020108 32353830FFFFFFFF", CPS4: "012C038100"}
SET = "0124010108 32353830FFFFFFFF"
"""CPS4: the new code alone."""
CHANGE = "0024000110 31323334FFFFFFFF 32353830FFFFFFFF"
"""CPS3: both codes at once."""


def chv(pin: int = 0, puk: int = 10, uses: int = 100) -> Script:
    """A CPS3's GET DATA of both CHV objects with the published answers, but for the three counters."""
    return [
        (GET_PIN, "6118"),
        ("00C0000018", f"7016BF810112A0109A01039B01{pin:02X}A1088C06F3000013FF00 9000"),
        (GET_PUK, "611C"),
        ("00C000001C", f"701ABF810216A0149A010A9B01{puk:02X}9D02{uses:04X}A1088C06F3FF00FFFF00 9000"),
    ]


def told(pin: int = 0, puk: int = 10) -> Script:
    """A CPS4's answers to an empty VERIFY of each code."""
    return [(asked, f"63C{left:X}" if left else "6983") for asked, left in ((ASK_PIN, pin), (ASK_PUK, puk))]


def told_by(kind: CardKind, pin: int = 0, puk: int = 10) -> Script:
    return chv(pin, puk) if kind is CPS3 else told(pin, puk)


def identified(kind: CardKind) -> Script:
    """Up to the counters."""
    return SERIAL[CPS3] if kind is CPS3 else [OPEN, *SERIAL[CPS4]]


def before_codes(kind: CardKind, pin: int = 0, puk: int = 10) -> Script:
    """The second reading of rule 2."""
    return [*identified(kind), *told_by(kind, pin, puk)]


def code_commands(operation: Operation, kind: CardKind) -> list[str]:
    """In order, with the codes of ``Codes``."""
    if operation.purpose is None:
        return [PUK[kind], RESET[kind], *([SET] if kind is CPS4 else []), PROOF[kind]]
    if operation.purpose is Purpose.CHANGE:
        return [CHANGE, PROOF[CPS3]] if kind is CPS3 else [CURRENT_PIN[CPS4], SET, PROOF[CPS4]]
    return [CURRENT_PIN[kind]]
