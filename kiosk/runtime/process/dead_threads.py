"""A thread that an error has ended: somebody has to know, or the kiosk stands there and hears nothing any more."""

from __future__ import annotations

import threading
from collections.abc import Callable


def tell_of_dead_threads(tell: Callable[[str], None]) -> Callable[[], None]:
    """From now on call ``tell`` with the class of the error that ends a thread, on that thread; returns what ends this.

    Python's own hook would write the error's text, which may hold what was being read.
    """
    before = threading.excepthook

    def hook(died: threading.ExceptHookArgs) -> None:
        tell(died.exc_type.__name__)

    def restore() -> None:
        threading.excepthook = before

    threading.excepthook = hook
    return restore
