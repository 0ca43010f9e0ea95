"""The T=0 side of the card, as strict as a real reader.

vpcd hands over whatever the application sent; pcscd neither adds nor removes a byte, and neither fetches a waiting
answer (both seen with Debian's pcscd 1.9.9 and vpcd 0.8). A real reader cannot send everything that passes there, so:

* a command is five bytes (CLA INS P1 P2 P3) and, where data goes in, P3 data bytes more. The four-byte form of case 1,
  data of another length, and an Le after data are refused with 6700;
* READ BINARY and GET RESPONSE take P3 as Le (00 = 256); every other instruction takes it as Lc;
* data that answers a command with data waits: 61LL, or 9FLL in the CPS2ter half, then GET RESPONSE in the same class.
  Any other command drops what waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import CardAnswer, Chip, ChipCommand
from kiosk.simulator.chip.cps2ter import CLASS as CLASS_CPS2TER
from kiosk.simulator.chip.habits import ShortRead

READ_BINARY = 0xB0
_GET_RESPONSE = 0xC0
_ANSWERING = frozenset({READ_BINARY, _GET_RESPONSE})


def parse(tpdu: bytes) -> ChipCommand | None:
    """The command in ``tpdu``, or None if no T=0 reader could have sent it."""
    if len(tpdu) < 5:
        return None
    cla, ins, p1, p2, p3 = tpdu[:5]
    body = tpdu[5:]
    if ins in _ANSWERING:
        return None if body else ChipCommand(cla, ins, p1, p2, le=p3 or 0x100)
    return ChipCommand(cla, ins, p1, p2, body) if len(body) == p3 else None


@dataclass(slots=True)
class T0Link:
    """One chip behind T=0."""

    chip: Chip
    short_read: ShortRead
    _waiting: bytes = field(default=b"", repr=False)
    _class: int = 0

    def reset(self) -> None:
        """Power-up or warm reset."""
        self._waiting = b""
        self.chip.reset()

    def parse(self, tpdu: bytes) -> ChipCommand | None:
        """The command in ``tpdu``."""
        return parse(tpdu)

    def exchange(self, tpdu: bytes) -> CardAnswer:
        """Execute one TPDU."""
        command = parse(tpdu)
        if command is None:
            return CardAnswer(sw=status.WRONG_LENGTH)
        if command.ins == _GET_RESPONSE:
            return self._get_response(command)
        self._waiting = b""
        answer = self.chip.answer(command)
        if command.le is not None:
            return fitted(answer, command.le, self.short_read)
        if not answer.data:
            return answer
        self._waiting, self._class = answer.data, command.cla
        return CardAnswer(sw=_waiting_status(answer.data, command.cla))

    def _get_response(self, command: ChipCommand) -> CardAnswer:
        wanted = command.le or 0
        if (command.p1, command.p2) != (0, 0):
            return CardAnswer(sw=status.BAD_P1P2)
        if not self._waiting or command.cla != self._class:
            return CardAnswer(sw=status.CONDITIONS_NOT_SATISFIED)
        if wanted > len(self._waiting):
            return CardAnswer(sw=status.EXACT_LENGTH | len(self._waiting) & 0xFF)
        data, self._waiting = self._waiting[:wanted], self._waiting[wanted:]
        return CardAnswer(data, _waiting_status(self._waiting, command.cla) if self._waiting else status.OK)


def fitted(answer: CardAnswer, wanted: int, short_read: ShortRead) -> CardAnswer:
    """Answer a READ BINARY that found less than was asked for, by habit."""
    if answer.sw != status.OK or len(answer.data) >= wanted:
        return answer
    if short_read is ShortRead.EXACT:
        return CardAnswer(sw=status.EXACT_LENGTH | len(answer.data))
    return CardAnswer(answer.data, status.END_OF_FILE) if short_read is ShortRead.END_OF_FILE else answer


def _waiting_status(waiting: bytes, cla: int) -> int:
    """61LL or 9FLL, with LL = 00 where 256 bytes or more wait."""
    announces = status.BYTES_WAITING_CPS2TER if cla == CLASS_CPS2TER else status.BYTES_WAITING
    return announces | (len(waiting) if len(waiting) < 0x100 else 0)
