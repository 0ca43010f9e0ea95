"""How many copies of a code the kiosk's process holds, on a real pcscd and in a real window: one while it is typed.

From the result on there is none, in any form that four digits can be told by: as the vault keeps them, and as they go
to the card. Eight digits are told apart in any text, and by their end: where a block is given back without being wiped,
Python writes over its first eight bytes, which are the header of the command and three digits.
"""

from __future__ import annotations

from kiosk.runtime.vault import CAPACITY
from lab.kiosk_process import Kiosk
from lab.process_memory import copies
from lab.stack import NEW_PIN, PIN, PUK, WRONG_PUK, Card, Stack

SENT_BYTES = 8
"""A code is padded with FF to the stored length of the simulated card's AODF."""


def forms(code: str) -> dict[str, bytes]:
    digits = bytes(map(int, code))
    found = {"typed": digits.ljust(CAPACITY, b"\0"), "sent": code.encode().ljust(SENT_BYTES, b"\xff")}
    if len(code) == SENT_BYTES:
        found = {"typed": digits, "sent": code.encode()[3:]}
        found |= {name: code.encode(name) for name in ("utf-16-le", "utf-32-le")}
    return {f"{code} {name}": form for name, form in found.items()}


EVERY_FORM = {name: form for code in (PIN, PUK, NEW_PIN, WRONG_PUK) for name, form in forms(code).items()}


def held(kiosk: Kiosk) -> dict[str, int]:
    return copies(kiosk.process.pid, EVERY_FORM)


def up_to_the_puk(kiosk: Kiosk, card: Card) -> None:
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    kiosk.press("yes", "letter_check")
    kiosk.press("yes", "puk")


def leave(kiosk: Kiosk, card: Card) -> None:
    kiosk.press("finish", "take_card")
    card.remove()
    kiosk.wait_for("waiting")


def test_an_unblock_leaves_no_copy_of_its_codes(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    up_to_the_puk(kiosk, card)
    assert held(kiosk) == {}
    kiosk.type_code(PUK, "validate", "new_pin")
    assert held(kiosk) == {f"{PUK} typed": 1}
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    assert held(kiosk) == {f"{PUK} typed": 1, f"{NEW_PIN} typed": 1}
    kiosk.type_code(NEW_PIN, "send", "unblocked")
    assert held(kiosk) == {}
    leave(kiosk, card)
    assert held(kiosk) == {}
    assert card.answers_to(NEW_PIN)
    assert kiosk.stop() == 0


def test_a_refused_code_is_kept_once_until_the_visit_ends(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    up_to_the_puk(kiosk, card)
    kiosk.type_code(WRONG_PUK, "validate", "new_pin")
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    kiosk.type_code(NEW_PIN, "send", "wrong_puk")
    assert held(kiosk) == {f"{WRONG_PUK} typed": 1}
    card.remove()
    kiosk.wait_for("waiting", patience_s=60.0)
    assert held(kiosk) == {}
    assert kiosk.stop() == 0


def test_a_change_leaves_no_copy_of_its_codes(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("healthy")
    kiosk.wait_for("verdict")
    kiosk.press("change_pin", "current_pin")
    kiosk.type_code(PIN, "validate", "new_pin")
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    assert held(kiosk) == {f"{PIN} typed": 1, f"{NEW_PIN} typed": 1}
    kiosk.type_code(NEW_PIN, "send", "pin_changed")
    assert held(kiosk) == {}
    leave(kiosk, card)
    assert held(kiosk) == {}
    assert kiosk.stop() == 0
