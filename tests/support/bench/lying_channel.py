"""A channel to simulated cards that lies in one way: what may go wrong, or be forged, between the kiosk and a chip.

``LIES`` has a row for each way. A lie is told when its ``Occasion`` comes, once or from then on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.warped_card import is_code
from kiosk.card.errors import CardInUse, CardRemoved
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.spec import EF_SN_LENGTH
from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.tear import ArmedTear, Moment
from kiosk.simulator.reader.connection import SimulatedConnection
from kiosk.simulator.reader.readers import DEFAULT_READER, SimulatedReaders

Answer = tuple[bytes, int]
Send = Callable[[], Answer]
"""Has the chip execute the command."""

REFUSALS = (0x6F00, 0x6400, 0x6581, 0x6700, 0x6881, 0x6982, 0x6983, 0x6984, 0x6985, 0x6A80, 0x6A82, 0x6A86, 0x6B00)
REFUSALS += (0x6D00, 0x6E00, 0x63C0, 0x63C1, 0x63C2, 0x63C9, 0x6300, 0x6282, 0x9F0A, 0x9001)
COMMANDS_OF_A_VISIT, COMMANDS_AFTER_A_CODE = 110, 7
EF_SN_HEAD, EF_SN_DIGITS = b"\x5a\x0a", b"\x99\x21"
TRIES_MAX, TRIES_LEFT = b"\x9a\x01", b"\x9b\x01"
"""Tag and length of a CPS3's counters in the answer to GET DATA (deploy/reference/card.md §7.2)."""


class Occasion:
    """When a lie is told: from the n-th command on, from the n-th after the first code on, to codes only, or now and
    then; once, or again and again.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._codes_only = random.random() < 0.3
        self._after_a_code = self._codes_only or random.random() < 0.6
        most = 4 if self._codes_only else COMMANDS_AFTER_A_CODE if self._after_a_code else COMMANDS_OF_A_VISIT
        self._wait_for = random.randrange(most)
        self._again = random.choice((0.0, 0.0, 0.1, 1.0))
        self._seen = 0
        self._code_seen = False

    def comes(self, command: bytes) -> bool:
        code = is_code(command)
        self._code_seen |= code
        if (self._after_a_code and not self._code_seen) or (self._codes_only and not code):
            return False
        self._seen += 1
        later = self._seen - 1 - self._wait_for
        return later == 0 or (later > 0 and self._random.random() < self._again)


class Channel:
    """What a lie may do, until ``release``: hang, or hold the card; and reach for the card and its reader.

    ``hanging`` and ``waiting`` are the threads of calls that hang in a command, or try again to begin.
    """

    def __init__(self, readers: SimulatedReaders) -> None:
        self.readers = readers
        self.hanging: set[int] = set()
        self.waiting: set[int] = set()
        self.held = False
        self._hung: list[threading.Event] = []

    def hang(self) -> None:
        """On the thread of the call."""
        event, thread = threading.Event(), threading.get_ident()
        self._hung.append(event)
        self.hanging.add(thread)
        event.wait()

    def release(self) -> None:
        self.held = False
        self.hanging.clear()
        while self._hung:
            self._hung.pop().set()


class Lie:
    """Tells the truth; each kind of lie changes ``told``, at its occasion, or ``answer``."""

    def __init__(self, random: Random, channel: Channel) -> None:
        self.random, self.channel = random, channel
        self.occasion = Occasion(random)

    def answer(self, command: bytes, send: Send) -> Answer:
        return self.told(command, send) if self.occasion.comes(command) else send()

    def told(self, command: bytes, send: Send) -> Answer:
        return send()

    def begins(self) -> None:
        """A transaction is asked for. May raise CardInUse."""


class Late(Lie):
    """The call hangs, before the card has the command or after, past its deadline; then it comes back."""

    def told(self, command: bytes, send: Send) -> Answer:
        if self.random.random() < 0.5:
            self.channel.hang()
            return send()
        answer = send()
        self.channel.hang()
        return answer


class CutContact(Lie):
    """The card seems to have gone, before the command or after; the reader says that it is there."""

    def told(self, command: bytes, send: Send) -> Answer:
        if self.random.random() < 0.5:
            send()
        raise CardRemoved("a lie")


class PulledOut(Lie):
    """The card is truly pulled out: before the command, when a try was counted, or after."""

    def told(self, command: bytes, send: Send) -> Answer:
        card = self.channel.readers._slots[DEFAULT_READER].card
        if card is not None:
            card.arm(ArmedTear(0, self.random.choice(list(Moment))))
        return send()


class ResetByAnother(Lie):
    def told(self, command: bytes, send: Send) -> Answer:
        if self.random.random() < 0.5:
            answer = send()
            self.channel.readers.reset_by_other()
            return answer
        self.channel.readers.reset_by_other()
        return send()


class HeldByAnother(Lie):
    """Some transactions have to wait until it lets go."""

    def begins(self) -> None:
        self.channel.held = self.channel.held or self.random.random() < 0.2
        if self.channel.held:
            raise CardInUse("a lie")


class CutAnswer(Lie):
    def told(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        return data[: self.random.randrange(len(data) + 1)], sw


class TrailingBytes(Lie):
    def told(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        return data + self.random.randbytes(self.random.choice((1, 2, 8, 300))), sw


class Repeated(Lie):
    """The answer to the command before; the card has executed this one."""

    def __init__(self, random: Random, channel: Channel) -> None:
        super().__init__(random, channel)
        self.last: Answer = (b"", 0x9000)

    def answer(self, command: bytes, send: Send) -> Answer:
        self.last = super().answer(command, send)
        return self.last

    def told(self, command: bytes, send: Send) -> Answer:
        send()
        return self.last


class Swapped(Repeated):
    """Two answers change places: this command gets the last one again, the next one that of this one."""

    def __init__(self, random: Random, channel: Channel) -> None:
        super().__init__(random, channel)
        self.kept: Answer | None = None

    def answer(self, command: bytes, send: Send) -> Answer:
        if self.kept is not None:
            kept, self.kept = self.kept, None
            self.last = send()
            return kept
        return super().answer(command, send)

    def told(self, command: bytes, send: Send) -> Answer:
        self.kept = send()
        return self.last


class FewerTries(Lie):
    """The counters that are read are lower than the card's, or change from one reading to the next."""

    highest = -1

    def __init__(self, random: Random, channel: Channel) -> None:
        super().__init__(random, channel)
        self.reference = random.choice((1, 2))
        self.offset = random.choice((-1, -2, -9)) if self.highest < 0 else random.choice((1, 2, 9))

    def told(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        if command[1] == 0x20 and not is_code(command) and command[3] == self.reference:
            return data, self._status(sw)
        return self._object(command, data), sw

    def _status(self, sw: int) -> int:
        left = 0 if sw == 0x6983 else sw & 0x0F
        left = min(max(left + self.offset, 0), 3 if self.reference == 1 else 15)
        return 0x63C0 | left if left else 0x6983

    def _object(self, command: bytes, data: bytes) -> bytes:
        at = data.find(TRIES_LEFT)
        if at < 0 or data[4:5] != bytes([self.reference]):
            return data
        most = data[data.find(TRIES_MAX) + 2]
        left = min(max(data[at + 2] + self.offset, 0), most)
        return data[: at + 2] + bytes([left]) + data[at + 3 :]


class MoreTries(FewerTries):
    """The counters that are read are higher than the card's: nobody could tell, they are the only ones there are."""

    highest = 1


class AnotherSerial(Lie):
    """From the first code on, or from another moment, the card says that it is another one."""

    def __init__(self, random: Random, channel: Channel) -> None:
        super().__init__(random, channel)
        self.at_a_code, self.changed = random.random() < 0.5, False

    def answer(self, command: bytes, send: Send) -> Answer:
        self.changed |= is_code(command) if self.at_a_code else self.occasion.comes(command)
        data, sw = send()
        return data.replace(EF_SN_DIGITS, b"\x99\x22") if self.changed else data, sw


class YesToEverything(Lie):
    def told(self, command: bytes, send: Send) -> Answer:
        data, _ = send()
        return self.random.choice((data, b"")), 0x9000


class YesToCodes(Lie):
    """The chip executes each code; whatever it answered, 9000 is told."""

    def answer(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        return (b"", 0x9000) if is_code(command) else (data, sw)


class CodesKeptBack(Lie):
    """No code reaches the chip, and 9000 is told: the counters are true, and nothing was done."""

    def answer(self, command: bytes, send: Send) -> Answer:
        return (b"", 0x9000) if is_code(command) else send()


class ShortOf61(Lie):
    """61XX tells less than there is, or more, or that there is something where there is nothing."""

    def told(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        return data, 0x6100 | (self.random.randrange(1, 5) if sw >> 8 == 0x61 else self.random.randrange(256))


class EndlessLength(Lie):
    """6CXX to whatever is asked, with one length or ever others; the chip does not see it."""

    def __init__(self, random: Random, channel: Channel) -> None:
        super().__init__(random, channel)
        self.lengths = random.choice(((0x10,), tuple(range(256))))

    def told(self, command: bytes, send: Send) -> Answer:
        return b"", 0x6C00 | self.random.choice(self.lengths)


class Refusals(Lie):
    """An error; the chip may have executed the command all the same."""

    def told(self, command: bytes, send: Send) -> Answer:
        if self.random.random() < 0.5:
            send()
        return b"", self.random.choice(REFUSALS)


class FlippedBits(Lie):
    def told(self, command: bytes, send: Send) -> Answer:
        data, sw = send()
        whole = bytearray(data + sw.to_bytes(2, "big"))
        for _ in range(self.random.randint(1, 3)):
            whole[self.random.randrange(len(whole))] ^= 1 << self.random.randrange(8)
        return bytes(whole[:-2]), int.from_bytes(whole[-2:], "big")


@dataclass(frozen=True)
class Row:
    """``forges``: what it may say untruly, and nobody could tell; then the kiosk is only held to what it was told."""

    lie: type[Lie]
    forges: str = ""


CURRENT_PIN, TRIES = "the use of a current PIN", "tries left"
LIES = {
    "the truth": Row(Lie),
    "late answers": Row(Late),
    "contact cut": Row(CutContact),
    "card pulled out": Row(PulledOut),
    "reset by another": Row(ResetByAnother),
    "held by another": Row(HeldByAnother),
    "answers cut": Row(CutAnswer),
    "trailing bytes": Row(TrailingBytes),
    "answer repeated": Row(Repeated, TRIES),
    "answers swapped": Row(Swapped, TRIES),
    "fewer tries told": Row(FewerTries),
    "more tries told": Row(MoreTries, TRIES),
    "another EF.SN": Row(AnotherSerial),
    "9000 to everything": Row(YesToEverything),
    "9000 to codes": Row(YesToCodes),
    "codes kept back": Row(CodesKeptBack, CURRENT_PIN),
    "61XX untrue": Row(ShortOf61),
    "6CXX endless": Row(EndlessLength),
    "refusals": Row(Refusals),
    "bits flipped": Row(FlippedBits, TRIES),
}


class LyingConnection:
    """The connection of one call. ``on_code`` is called with each code before the lie has it.

    ``ef_sn`` is what the card was made to say that it is; None as long as it did not say so in one piece.
    """

    def __init__(self, inner: SimulatedConnection, lie: Lie, on_code: OnCode) -> None:
        self.t0 = inner.t0
        self.ef_sn: bytes | None = None
        self._inner, self._lie, self._on_code, self._channel = inner, lie, on_code, lie.channel

    def begin(self) -> None:
        try:
            self._lie.begins()
            self._inner.begin()
        except CardInUse:
            self._channel.waiting.add(threading.get_ident())
            raise

    def transmit(self, command: bytearray) -> Answer:
        kept = bytes(command)
        if is_code(kept):
            self._on_code(self, self._inner._card, kept)
        data, sw = self._lie.answer(kept, lambda: self._inner.transmit(kept))
        if data.startswith(EF_SN_HEAD) and len(data) == EF_SN_LENGTH:
            self.ef_sn = data
        return data, sw

    def end(self, disposition: Disposition) -> None:
        self._inner.end(disposition)

    def close(self, disposition: Disposition) -> None:
        self._inner.close(disposition)


OnCode = Callable[[LyingConnection, SimulatedCard, bytes], None]


class LyingDoor:
    """Implements ``Door``: every connection goes through ``lie``."""

    def __init__(self, readers: SimulatedReaders) -> None:
        self.channel = Channel(readers)
        self.lie = Lie(Random(0), self.channel)  # noqa: S311  # made to be repeated, protects nothing
        self.on_code: OnCode = lambda _connection, _card, _command: None

    def connect(self, reader: str) -> LyingConnection:
        return LyingConnection(self.channel.readers.connect(reader), self.lie, self.on_code)
