"""Watches the readers in process, from a thread of its own as the PC/SC watcher does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread, current_thread
from typing import Protocol

from kiosk.card.iso7816.connection import SlotReport

_STOP_S = 2.0


class Watched(Protocol):
    """What can be watched."""

    def report(self) -> SlotReport:
        """The present situation."""
        ...

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each change; return what ends that."""
        ...


class SimulatedWatcher:
    """Implements ``Watcher``. Reports that came and went between two looks show in ``Slot.changes``, as in PC/SC."""

    def __init__(self, readers: Watched) -> None:
        self._readers = readers
        self._wake = Event()
        self._stopping = False
        self._thread: Thread | None = None
        self._forget: Callable[[], None] = lambda: None

    def start(self, listener: Callable[[SlotReport], None]) -> None:
        """Begin watching; ``listener`` is called from the watcher's thread, first with the present situation.

        Raises RuntimeError if started twice.
        """
        if self._thread is not None:
            raise RuntimeError("this watcher was started already")
        self._forget = self._readers.on_change(self._wake.set)
        self._thread = Thread(target=self._watch, args=(listener,), name="simulated-watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for the thread, at most 2 s. Idempotent."""
        thread = self._thread
        if thread is None or self._stopping:
            return
        self._stopping = True
        self._forget()
        self._wake.set()
        if thread is not current_thread():
            thread.join(_STOP_S)

    def _watch(self, listener: Callable[[SlotReport], None]) -> None:
        told: SlotReport | None = None
        while not self._stopping:
            self._wake.clear()
            report = self._readers.report()
            if report != told:
                told = report
                listener(report)
            self._wake.wait()
