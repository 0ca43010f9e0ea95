"""Commands to answers: what lies between the card code and a channel.

``61XX`` is followed by GET RESPONSE, at most 16 for one answer, and ``6CXX`` by the same command with the right Le,
once; both only for commands that read. A command that carries or uses a code goes to the card once and its answer
comes back as it is (rule 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.card.errors import CardUnreadable
from kiosk.card.iso7816.apdu import LE_MAX, Command, wipe
from kiosk.card.iso7816.connection import Connection
from kiosk.card.iso7816.status_words import bytes_waiting, right_length
from kiosk.card.spec import INS_GET_DATA, INS_GET_RESPONSE, INS_READ_BINARY, INS_SELECT

GET_RESPONSE_MAX = 16
COMMANDS_MAX = 160
"""Commands in one exchange before the card is called senseless: the longest reading takes a third of that."""

_FOLLOWED = frozenset((INS_SELECT, INS_READ_BINARY, INS_GET_DATA))
_REISSUED = frozenset((INS_READ_BINARY, INS_GET_DATA))


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """Response ``data`` and the last 16-bit status word."""

    data: bytes
    sw: int

    def __repr__(self) -> str:
        return f"Response({len(self.data)} bytes, {self.sw:04X})"


class Exchange:
    """One conversation with the card, within a transaction of its connection.

    ``longest_answer``: the most that this card gives at once, 1 to 256 bytes, as far as was learned in this exchange.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._t0 = connection.t0
        self._commands_left = COMMANDS_MAX
        self.longest_answer = LE_MAX

    def send(self, command: Command) -> Response:
        """The card's answer. The buffer that went to the connection is overwritten, whatever came of it.

        Raises:
            TransportError: contact was lost.
            CardUnreadable: an answer longer than a short APDU allows, without end, or too many commands.
        """
        response = self._sized(command, self._transmit(command))
        return self._collected(command, response) if command.ins in _FOLLOWED else response

    def _sized(self, command: Command, response: Response) -> Response:
        length = right_length(response.sw)
        if length is None or command.ins not in _REISSUED:
            return response
        return self._transmit(replace(command, le=length))

    def _collected(self, command: Command, response: Response) -> Response:
        data = bytearray(response.data)
        wanted, resized = bytes_waiting(response.sw), False
        for _ in range(GET_RESPONSE_MAX):
            if wanted is None:
                return Response(bytes(data), response.sw)
            response = self._transmit(Command(command.cla, INS_GET_RESPONSE, 0, 0, le=wanted))
            data += response.data
            again = None if resized else right_length(response.sw)
            wanted, resized = again or bytes_waiting(response.sw), again is not None
        if wanted is not None:
            raise CardUnreadable("an answer without end")
        return Response(bytes(data), response.sw)

    def _transmit(self, command: Command) -> Response:
        if self._commands_left == 0:
            raise CardUnreadable("too many commands for one reading")
        self._commands_left -= 1
        buffer = command.encode(self._t0)
        try:
            data, sw = self._connection.transmit(buffer)
        finally:
            wipe(buffer)
        if len(data) > LE_MAX:
            raise CardUnreadable("an answer longer than a short APDU allows")
        return Response(data, sw)
