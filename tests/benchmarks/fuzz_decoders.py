"""Throws broken bytes at every decoder of the card, for as long as asked, and prints what came of it.

``python tests/benchmarks/fuzz_decoders.py --minutes 5 [--seed N]``. It begins with what the simulated cards say, and
flips, cuts, lengthens and doubles it. Whole readings and uses of a code meet cards whose answers are broken in the same
ways. The first exception outside the tree of ``kiosk/card/errors.py`` ends the run, with the bytes that caused it; the
same seed gives the same sequence.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from kiosk.card.codes.current_pin.operation import use_current_pin
from kiosk.card.codes.unblock.operation import unblock
from kiosk.card.cps.atr import kind_of
from kiosk.card.data.business_data import decode_id_card, decode_info, decode_name, decode_update_window
from kiosk.card.data.card_number import number_in_label
from kiosk.card.data.chv_counters import decode_code_state
from kiosk.card.data.ef_sn import decode_serial
from kiosk.card.data.situation_data import decode_activity, decode_billing
from kiosk.card.errors import CardError
from kiosk.card.iso7816.ber_tlv import Lengths, measure, parse
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import Purpose
from kiosk.card.pkcs15.aodf import decode_formats
from kiosk.card.pkcs15.directories import decode_entry, decode_odf, decode_token_label
from kiosk.card.send_right import SendRight
from kiosk.card.session import read_content, read_snapshot
from kiosk.simulator.chip.codes import fresh_codes
from kiosk.simulator.chip.cps3 import PIN_RULES, PUK_RULES, chv_object
from kiosk.simulator.chip.habits import Habits
from kiosk.simulator.contents import business, pkcs15
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.contents.practice import several
from kiosk.simulator.contents.root_files import EF_DIR, ef_actua, ef_sn
from kiosk.simulator.profiles import ATR_CPS3, ATR_CPS4_2

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from bench.card import Bench, Codes, a_bench
from bench.warped_card import Warped

TODAY = date(2026, 3, 2)
DECODINGS_BEFORE_A_CARD = 400
STATUS_WORDS = (0x9000, 0x6282, 0x6110, 0x6100, 0x6C08, 0x63C2, 0x6983, 0x6A82, 0x9F0A, 0x6F00)
_IDENTITY = Identity(current_validity(TODAY))
_CODES = fresh_codes("1234", "12345678", Habits())


@dataclass(frozen=True, slots=True)
class Target:
    """One decoder and what it reads when all is well."""

    decode: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def _entries(data: bytes) -> object:
    return [decode_entry(record) for record in parse(data, Lengths.ANY_FORM)]


_PRACTICE = several(_IDENTITY)
TARGETS = {
    "tlv": Target(lambda data: [each.children() for each in parse(data) if each.constructed], (EF_DIR, pkcs15.AODF)),
    "measure": Target(lambda data: measure(data, 0, Lengths.ANY_FORM), (EF_DIR, pkcs15.CDF)),
    "aodf": Target(lambda data: decode_formats(parse(data, Lengths.ANY_FORM)), (pkcs15.AODF,)),
    "odf": Target(lambda data: decode_odf(parse(data, Lengths.ANY_FORM)), (pkcs15.odf(),)),
    "cdf": Target(_entries, (pkcs15.CDF, pkcs15.dodf((pkcs15.DataEntry("CPS_ID_CARD", b"\xd1\x01", False),)))),
    "token": Target(decode_token_label, (pkcs15.token_info("CPS3v3-2999471603", "99213845"),)),
    "sdo of pin": Target(lambda data: decode_code_state(data, 1), (chv_object(1, _CODES.pin, PIN_RULES),)),
    "sdo of puk": Target(lambda data: decode_code_state(data, 2), (chv_object(2, _CODES.puk, PUK_RULES),)),
    "serial": Target(decode_serial, (ef_sn("99213845"),)),
    "id card": Target(decode_id_card, (business.id_card(_IDENTITY),)),
    "name": Target(decode_name, (business.name(_IDENTITY),)),
    "info": Target(decode_info, (business.professional(_IDENTITY),)),
    "ef_actua": Target(decode_update_window, (ef_actua(TODAY, TODAY),)),
    "activity": Target(lambda data: decode_activity(1, data), tuple(filter(any, _PRACTICE.activities))),
    "billing": Target(decode_billing, (_PRACTICE.billing,)),
    "label": Target(lambda data: number_in_label(data.decode("iso-8859-1")), (b"CPS3v3-2999471603",)),
    "atr": Target(kind_of, (ATR_CPS3, ATR_CPS4_2)),
}


def broken(data: bytes, random: Random) -> bytes:
    """``data`` with one to four faults."""
    for _ in range(random.randint(1, 4)):
        data = random.choice(_FAULTS)(data, random)
    return data


def _flip(data: bytes, random: Random) -> bytes:
    if not data:
        return bytes([random.randrange(256)])
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _replace(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    byte = random.choice((0x00, 0x1F, 0x7F, 0x80, 0x81, 0x82, 0x83, 0xFF, random.randrange(256)))
    return data[:at] + bytes([byte]) + data[at + 1 :]


def _cut(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return random.choice((data[:start], data[end:], data[:start] + data[end:]))


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randint(1, 8)) + data[at:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return (data[:end] + data[start:])[:4096]


_FAULTS = (_flip, _flip, _replace, _replace, _cut, _insert, _double)


class Tally:
    """What came of every execution."""

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def run(self, name: str, work: Callable[[], object], described: str) -> None:
        try:
            work()
        except CardError:
            self.refused[name] += 1
        except Exception:
            print(f"outside the tree, {name}: {described}")
            raise
        else:
            self.told[name] += 1

    def print(self, seconds: float) -> None:
        names = sorted({*self.told, *self.refused})
        total = sum(self.told.values()) + sum(self.refused.values())
        for name in names:
            print(f"{name:<12} {self.told[name]:>10} understood {self.refused[name]:>10} refused")
        print(f"{total} executions in {seconds:.0f} s, no exception outside the tree")


def decode_once(tally: Tally, random: Random) -> None:
    name, target = random.choice(list(TARGETS.items()))
    data = broken(random.choice(target.seeds), random)
    tally.run(name, lambda: target.decode(data), data.hex())


def meet_a_card(tally: Tally, random: Random) -> None:
    """A reading and an operation on a card some of whose answers are broken."""
    profile = random.choice(("healthy", "situations-many", "blocked", "cps4-situations", "cps4-blocked", "cps4-atr-2"))
    bench, often = a_bench(profile), random.choice((0.02, 0.1, 0.5))

    def warp(_command: bytes, answer: tuple[bytes, int]) -> tuple[bytes, int]:
        data, sw = answer
        if random.random() >= often:
            return answer
        return broken(data, random) if random.random() < 0.8 else data, random.choice((sw, *STATUS_WORDS))

    operation = _operation(bench, random)
    warped = Warped(bench.connection, warp)
    snapshot = bench.snapshot()
    tally.run("reading", lambda: read_snapshot(warped, "R", bench.kind), profile)
    tally.run("content", lambda: read_content(warped, snapshot), profile)
    bench.connection.end(Disposition.RESET)
    tally.run("operation", lambda: operation(warped), profile)


def _operation(bench: Bench, random: Random) -> Callable[[Warped], object]:
    if bench.counters().pin_blocked:
        permit = bench.permit()
        return lambda warped: unblock(warped, permit, Codes(), SendRight(), lambda: 1.0)
    purpose = random.choice(list(Purpose))
    present = bench.current_pin_permit(purpose)
    return lambda warped: use_current_pin(warped, present, Codes(), SendRight(), lambda: 1.0)


def main() -> None:
    """Run for the minutes asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    random, tally = Random(asked.seed), Tally()  # noqa: S311  # made to be repeated, protects nothing
    began = time.monotonic()
    while (passed := time.monotonic() - began) < asked.minutes * 60:
        for _ in range(DECODINGS_BEFORE_A_CARD):
            decode_once(tally, random)
        meet_a_card(tally, random)
    tally.print(passed)


if __name__ == "__main__":
    main()
