"""The real door and the real watcher: PC/SC through pyscard's plain calls, the only file that imports pyscard.

pyscard's own monitor is not used: it misses a card that is there at start (pyscard #231) and can lose one reader of two
(#220). Error numbers and states are those of pcsc-lite's ``pcsclite.h``.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass

from smartcard import scard

from kiosk.card.errors import (
    CardError,
    CardInUse,
    CardMute,
    CardRemoved,
    CardServiceUnavailable,
    CardWasReset,
    ReaderGone,
    TransportError,
)
from kiosk.card.iso7816.connection import Disposition, ReaderSlot, SlotReport

PNP = "\\\\?PnP?\\Notification"
"""The reader that is not one: it changes when readers come and go (SCardGetStatusChange(3))."""

WAIT_MS = 1000
"""One wait for a change; bounded because SCardCancel can come too early and be lost (PCSC #160)."""

BACK_OFF_S = (0.1, 0.2, 0.5, 1.0)
"""Waits between attempts while no PC/SC service answers; the last one repeats."""

NOTHING_NEW_S = 0.02
"""Pause after a wake-up that changed nothing we report, such as another program's coming and going."""

STOP_S = 2.0

SILENCE_S = 15.0
"""A service that answers within WAIT_MS has frozen if it was not heard in a whole span of this length."""

_PCSC_LITE = "libpcsclite.so.1"
"""The library that pyscard opens; a context of one is a context of the other."""

_LIST_BYTES = 16 * 128 + 1
"""PCSCLITE_MAX_READERS_CONTEXTS names of MAX_READERNAME bytes, and the end of the list (``pcsclite.h``)."""

_RECONNECTS = 3
_UNSIGNED = 0xFFFFFFFF
_PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
_DISPOSITIONS = {Disposition.LEAVE: scard.SCARD_LEAVE_CARD, Disposition.RESET: scard.SCARD_RESET_CARD}


def _by_number(*pairs: tuple[int, type[CardError]]) -> dict[int, type[CardError]]:
    return {number & _UNSIGNED: error for number, error in pairs}


_ERRORS = _by_number(
    (scard.SCARD_E_SHARING_VIOLATION, CardInUse),
    (scard.SCARD_W_UNRESPONSIVE_CARD, CardMute),
    (scard.SCARD_W_UNPOWERED_CARD, CardMute),
    (scard.SCARD_W_UNSUPPORTED_CARD, CardMute),
    (scard.SCARD_E_PROTO_MISMATCH, CardMute),
    (scard.SCARD_E_NO_SMARTCARD, CardRemoved),
    (scard.SCARD_W_REMOVED_CARD, CardRemoved),
    (scard.SCARD_W_RESET_CARD, CardWasReset),
    (scard.SCARD_E_UNKNOWN_READER, ReaderGone),
    (scard.SCARD_E_READER_UNAVAILABLE, ReaderGone),
    (scard.SCARD_E_NO_READERS_AVAILABLE, ReaderGone),
    (scard.SCARD_E_NO_SERVICE, CardServiceUnavailable),
    (scard.SCARD_E_SERVICE_STOPPED, CardServiceUnavailable),
    (scard.SCARD_E_NO_ACCESS, CardServiceUnavailable),
    (scard.SCARD_W_SECURITY_VIOLATION, CardServiceUnavailable),
    (scard.SCARD_F_COMM_ERROR, CardServiceUnavailable),
    (scard.SCARD_E_INVALID_HANDLE, CardServiceUnavailable),
)


def error_of(result: int) -> CardError:
    """The error for a result of SCardConnect, SCardBeginTransaction or SCardEstablishContext."""
    return _ERRORS.get(result & _UNSIGNED, TransportError)(f"PC/SC {result & _UNSIGNED:08X}")


def transport_error_of(result: int) -> TransportError:
    """The error for a result of SCardTransmit: whatever it is, the command may have reached the card."""
    error = error_of(result)
    if isinstance(error, TransportError):
        return error
    return (ReaderGone if isinstance(error, CardServiceUnavailable) else TransportError)(str(error))


def _check(result: int) -> None:
    if result != scard.SCARD_S_SUCCESS:
        raise error_of(result)


class PcscConnection:
    """A shared connection with a PC/SC context of its own, so that a call that hangs hangs alone."""

    def __init__(self, context: int, card: int, protocol: int) -> None:
        self._context = context
        self._card = card
        self._protocol = protocol
        self._closed = False

    @property
    def t0(self) -> bool:
        return bool(self._protocol == scard.SCARD_PROTOCOL_T0)

    def begin(self) -> None:
        """Wait for the card and hold it. pcsc-lite waits for ever: the caller has the deadline.

        A reset by whoever held it before is taken note of: nothing of ours was verified yet.
        """
        for _ in range(_RECONNECTS):
            result = scard.SCardBeginTransaction(self._card)
            if result & _UNSIGNED != scard.SCARD_W_RESET_CARD & _UNSIGNED:
                _check(result)
                return
            self._reconnect()
        raise CardInUse("reset by others again and again")

    def _reconnect(self) -> None:
        result, protocol = scard.SCardReconnect(
            self._card, scard.SCARD_SHARE_SHARED, _PROTOCOLS, scard.SCARD_LEAVE_CARD
        )
        _check(result)
        self._protocol = protocol

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        """pyscard wants a list of integers, which is overwritten too; what it makes of it in C is beyond reach."""
        pci = scard.SCARD_PCI_T0 if self.t0 else scard.SCARD_PCI_T1
        integers = list(command)
        try:
            result, response = scard.SCardTransmit(self._card, pci, integers)
        finally:
            integers[:] = [0] * len(integers)
        if result != scard.SCARD_S_SUCCESS:
            raise transport_error_of(result)
        if len(response) < 2:
            raise TransportError("an answer without status word")
        return bytes(response[:-2]), response[-2] << 8 | response[-1]

    def end(self, disposition: Disposition) -> None:
        if not self._closed:
            scard.SCardEndTransaction(self._card, _DISPOSITIONS[disposition])

    def close(self, disposition: Disposition) -> None:
        if not self._closed:
            self._closed = True
            scard.SCardDisconnect(self._card, _DISPOSITIONS[disposition])
            scard.SCardReleaseContext(self._context)


class PcscDoor:
    """Implements ``Door``."""

    def connect(self, reader: str) -> PcscConnection:
        """Connect in shared mode; waits as long as another program is in a transaction (PCSC #254)."""
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if result != scard.SCARD_S_SUCCESS:
            raise CardServiceUnavailable(f"PC/SC {result & _UNSIGNED:08X}")
        result, card, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, _PROTOCOLS)
        if result != scard.SCARD_S_SUCCESS:
            scard.SCardReleaseContext(context)
            raise error_of(result)
        return PcscConnection(context, card, protocol)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A reader as PC/SC last told it: its event state to be passed back, and which appearance of it this is."""

    state: int
    appearance: int
    slot: ReaderSlot | None = None


class PcscWatcher:
    """Implements ``Watcher``, on SCardGetStatusChange in one thread that ends only when it is stopped.

    ``ReaderSlot.changes`` is PC/SC's own count in the lower 16 bits; above it, how many times readers appeared, because
    PC/SC counts anew for a reader that was unplugged and after its service was restarted.

    A service that has frozen does not even say that a wait is over: a second thread notices after one to two times
    ``silence_s`` and reports it as ``stuck``.

    A USB device says its own name, and pyscard passes ASCII only on (``helpers.c``, 2.3.1). A reader with another name,
    or with control characters in it, is counted in ``unreachable``; the others are watched as if it were not there.
    """

    def __init__(self, silence_s: float = SILENCE_S) -> None:
        self._silence_s = silence_s
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._context: int | None = None
        self._threads: list[threading.Thread] = []
        self._appearances = 0
        self._heard = 0
        self._telling = threading.Lock()
        self._told: SlotReport | None = None

    def start(self, listener: Callable[[SlotReport], None]) -> None:
        """Raises RuntimeError if started twice."""
        if self._threads:
            raise RuntimeError("this watcher was started already")
        for name, work in (("pcsc-watcher", self._watch), ("pcsc-silence", self._notice_silence)):
            self._threads.append(threading.Thread(target=work, args=(listener,), name=name, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        self._stopping.set()
        with self._lock:
            if self._context is not None:
                scard.SCardCancel(self._context)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(STOP_S)

    def _notice_silence(self, listener: Callable[[SlotReport], None]) -> None:
        before = self._heard
        while not self._stopping.wait(self._silence_s):
            if self._heard == before:
                self._tell(SlotReport(service=False, slots=(), stuck=True), listener)
            before = self._heard

    def _watch(self, listener: Callable[[SlotReport], None]) -> None:
        failures = 0
        while not self._stopping.is_set():
            broken = ""
            try:
                failures = 0 if self._watch_once(listener) else failures
            except Exception as fault:  # noqa: BLE001 - the worker's loop: what breaks is told, and readers looked for again
                broken = type(fault).__name__
            if not self._stopping.is_set():
                self._tell(SlotReport(service=False, slots=(), broken=broken), listener)
                self._stopping.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1

    def _watch_once(self, listener: Callable[[SlotReport], None]) -> bool:
        """Report changes until the service is lost or the watcher stopped; False if there is no service."""
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        self._heard += 1
        if result != scard.SCARD_S_SUCCESS:
            return False
        with self._lock:
            self._context = context
        try:
            self._follow(context, listener)
        finally:
            with self._lock:
                self._context = None
            scard.SCardReleaseContext(context)
        return True

    def _follow(self, context: int, listener: Callable[[SlotReport], None]) -> None:
        seen: dict[str, _Seen] = {}
        pnp = None
        while not self._stopping.is_set():
            listed = _reader_names(context)
            if listed is None:
                return
            names = [name for name in listed if name.isascii() and name.isprintable()]
            seen = {name: seen.get(name) or self._appeared() for name in names}
            pnp = len(listed) << 16 if pnp is None else pnp
            asked = [(PNP, pnp), *((name, known.state) for name, known in seen.items())]
            result, states = scard.SCardGetStatusChange(context, WAIT_MS, asked)
            self._heard += 1
            if result & _UNSIGNED not in _GOES_ON:
                return
            if result == scard.SCARD_S_SUCCESS:
                pnp = states[0][1] & ~scard.SCARD_STATE_CHANGED
                seen = {name: _look(seen[name], name, state, bytes(atr)) for name, state, atr in states[1:]}
            told = self._report(seen, len(listed) - len(names), listener)
            if not told and result & _UNSIGNED != scard.SCARD_E_TIMEOUT & _UNSIGNED:
                self._stopping.wait(NOTHING_NEW_S)

    def _appeared(self) -> _Seen:
        self._appearances += 1
        return _Seen(scard.SCARD_STATE_UNAWARE, self._appearances)

    def _report(self, seen: dict[str, _Seen], unreachable: int, listener: Callable[[SlotReport], None]) -> bool:
        """Tell what is new; False if nothing is, or if a reader that just appeared was not read yet."""
        slots = tuple(known.slot for known in seen.values() if known.slot is not None)
        report = SlotReport(service=True, slots=slots, unreachable=unreachable)
        return len(slots) == len(seen) and self._tell(report, listener)

    def _tell(self, report: SlotReport, listener: Callable[[SlotReport], None]) -> bool:
        with self._telling:
            if report == self._told:
                return False
            self._told = report
            listener(report)
            return True


_GOES_ON = frozenset(
    result & _UNSIGNED
    for result in (
        scard.SCARD_S_SUCCESS,
        scard.SCARD_E_TIMEOUT,
        scard.SCARD_E_CANCELLED,
        scard.SCARD_E_UNKNOWN_READER,
        scard.SCARD_E_READER_UNAVAILABLE,
    )
)
"""Results of a wait after which the same context serves for the next one; the readers are listed again first."""


def _reader_names(context: int) -> list[str] | None:
    """The readers in PC/SC's order, without doubles; None if the service is lost."""
    try:
        result, names = scard.SCardListReaders(context, [])
    except SystemError:
        result, names = _names_not_in_utf8(context)
    if result & _UNSIGNED == scard.SCARD_E_NO_READERS_AVAILABLE & _UNSIGNED:
        return []
    return list(dict.fromkeys(names)) if result == scard.SCARD_S_SUCCESS else None


def _names_not_in_utf8(context: int) -> tuple[int, list[str]]:
    """What SCardListReaders answers in C, where pyscard raises: one name that is not UTF-8 costs it the whole list.

    pcsc-lite cuts a name, which may be a USB device's own strings, after 127 bytes, also in the middle of a character.
    SCARDCONTEXT is a long and DWORD an unsigned long (``wintypes.h``).
    """
    call = ctypes.CDLL(_PCSC_LITE).SCardListReaders
    call.argtypes = (ctypes.c_long, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_ulong))
    listed = ctypes.create_string_buffer(_LIST_BYTES)
    length = ctypes.c_ulong(_LIST_BYTES)
    result = call(context, None, listed, ctypes.byref(length))
    names = listed.raw[: length.value].split(b"\0")
    return int(result), [name.decode(errors="surrogateescape") for name in names if name]


def _look(before: _Seen, name: str, state: int, atr: bytes) -> _Seen:
    """What an event state tells: flags below, PC/SC's count of changes in the upper 16 bits.

    A card that nobody uses is powered down (UNPOWERED): it is still the same card with the same answer to reset.
    """
    present = bool(state & scard.SCARD_STATE_PRESENT)
    mute = present and bool(state & scard.SCARD_STATE_MUTE)
    changes = before.appearance << 16 | state >> 16 & 0xFFFF
    same = before.slot is not None and before.slot.changes == changes
    if present and not mute and not atr and same and before.slot is not None:
        atr = before.slot.atr
    slot = ReaderSlot(name, present, mute, atr if present and not mute else b"", changes)
    return _Seen(state & ~scard.SCARD_STATE_CHANGED, before.appearance, slot)
