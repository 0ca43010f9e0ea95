"""The T=1 side of the card: short APDUs whole, answers at once, no GET RESPONSE (ISO/IEC 7816-3 §12.1)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.simulator.chip import status
from kiosk.simulator.chip.command import CardAnswer, Chip, ChipCommand
from kiosk.simulator.chip.habits import ShortRead
from kiosk.simulator.transport.t0 import READ_BINARY, fitted


@dataclass(slots=True)
class T1Link:
    """One chip behind T=1."""

    chip: Chip
    short_read: ShortRead

    def reset(self) -> None:
        """Power-up or warm reset."""
        self.chip.reset()

    def parse(self, tpdu: bytes) -> ChipCommand | None:
        """The command in a short APDU of case 1 to 4, or None: CLA INS P1 P2, [Lc, data], [Le]."""
        if len(tpdu) < 4:
            return None
        cla, ins, p1, p2, *rest = tpdu
        body = bytes(rest)
        if len(body) <= 1:
            return ChipCommand(cla, ins, p1, p2, le=(body[0] or 0x100) if body else None)
        data, after = body[1 : 1 + body[0]], body[1 + body[0] :]
        if not data or len(data) != body[0] or len(after) > 1:
            return None
        return ChipCommand(cla, ins, p1, p2, data, (after[0] or 0x100) if after else None)

    def exchange(self, apdu: bytes) -> CardAnswer:
        """Execute one APDU. Data for which no Le asked stays in the card."""
        command = self.parse(apdu)
        if command is None:
            return CardAnswer(sw=status.WRONG_LENGTH)
        answer = self.chip.answer(command)
        if command.le is None:
            return CardAnswer(sw=answer.sw)
        if command.ins == READ_BINARY:
            return fitted(answer, command.le, self.short_read)
        return CardAnswer(answer.data[: command.le], answer.sw)
