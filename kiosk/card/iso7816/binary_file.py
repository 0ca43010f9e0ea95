"""Reading the selected elementary file forward, in as few commands as its own lengths allow."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.card import spec
from kiosk.card.errors import CardUnreadable, MalformedTlv, UnexpectedStatus
from kiosk.card.iso7816 import status_words
from kiosk.card.iso7816.apdu import LE_MAX, Command
from kiosk.card.iso7816.ber_tlv import Lengths, Tlv, measure, read_one
from kiosk.card.iso7816.exchange import Exchange

FILE_MAX = 0x2000
"""Bytes after which a file is called senseless; a certificate has about 1.7 kB."""
_FILLER = (0x00, 0xFF)
"""Between and after data objects, ISO 7816-4, 5.2.2."""


class SelectedFile:
    """The file that is selected now, from byte ``offset``; ``data`` is what was read of it so far.

    ``length`` is told where the card says how long the object is.
    """

    def __init__(self, exchange: Exchange, cla: int, offset: int = 0, length: int | None = None) -> None:
        self.data = b""
        self._exchange = exchange
        self._cla = cla
        self._offset = offset
        self._length = length
        self._ended = False
        self._short = False

    @property
    def probably_over(self) -> bool:
        """True if the last answer was shorter than asked, and not cut at the length where a card cuts answers.

        6282 says no more than that: a card that cuts an answer may give it too.
        """
        return self._ended or self._short

    def need(self, count: int) -> None:
        """Read until ``count`` bytes are there. Raises MalformedTlv if the file ends before, UnexpectedStatus."""
        while len(self.data) < count:
            if not self.more(count - len(self.data)):
                raise MalformedTlv("the file ends inside an object")

    def more(self, wanted: int = LE_MAX) -> bool:
        """Read one more chunk of at most ``wanted`` bytes; False at the end of the file."""
        asked = min(wanted, self._exchange.longest_answer, self._remaining())
        if self._ended or asked <= 0:
            return False
        response = self._exchange.send(self._read(asked))
        if response.sw == status_words.OFFSET_OUTSIDE_FILE and self.data:
            self._ended = True
            return False
        if response.sw not in (status_words.SUCCESS, status_words.END_OF_FILE):
            raise UnexpectedStatus("READ BINARY", response.sw)
        self._take(response.data[:asked], asked)
        return bool(response.data)

    def _take(self, data: bytes, asked: int) -> None:
        self.data += data
        if len(self.data) > FILE_MAX:
            raise CardUnreadable("a file without end")
        self._ended = not data
        self._short = len(data) < asked and len(data) != spec.READ_CAP
        if len(data) == spec.READ_CAP < asked:
            self._exchange.longest_answer = spec.READ_CAP

    def _remaining(self) -> int:
        return LE_MAX if self._length is None else self._length - len(self.data)

    def _read(self, asked: int) -> Command:
        at = self._offset + len(self.data)
        if at > spec.READ_OFFSET_MAX:
            raise CardUnreadable("an offset outside any file")
        return Command(self._cla, spec.INS_READ_BINARY, at >> 8, at & 0xFF, le=asked)


def first_object(file: SelectedFile, first_read: int = LE_MAX) -> bytes:
    """The whole encoding of the data object that the file begins with.

    ``first_read``: bytes to ask for at first, where its length is known. Raises CardUnreadable, TransportError.
    """
    file.more(first_read)
    length = _measured(file, 0)
    file.need(length)
    return file.data[:length]


def records(file: SelectedFile) -> Iterator[Tlv]:
    """The data objects of a file one after the other, read as they are asked for, up to filler or the file's end.

    Raises CardUnreadable, TransportError.
    """
    at = 0
    while _goes_on(file, at):
        length = _measured(file, at)
        file.need(at + length)
        yield read_one(file.data, at, Lengths.ANY_FORM)
        at += length


def _goes_on(file: SelectedFile, at: int) -> bool:
    if at == len(file.data) and (file.probably_over or not file.more()):
        return False
    return file.data[at] not in _FILLER


def _measured(file: SelectedFile, at: int) -> int:
    while (length := measure(file.data, at, Lengths.ANY_FORM)) is None:
        if not file.more():
            raise MalformedTlv("the file ends inside a header")
    return length
