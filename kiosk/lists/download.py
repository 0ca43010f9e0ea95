"""One body over HTTP, within limits of time and length. Whoever answers may be anybody: nothing is believed here."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from queue import Empty, SimpleQueue
from time import monotonic
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from kiosk.audit.trust import FILE_BYTES_MAX
from kiosk.config.os_errors import reason_of
from kiosk.lists.addresses import is_web
from kiosk.lists.outcomes import ListOutcome, NotDownloaded

if TYPE_CHECKING:
    from http.client import HTTPMessage

_PIECE_BYTES = 64 * 1024
_OK = 200


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """``whole_s``: from the look-up of the name to the last byte. ``silence_s``: until the next byte."""

    whole_s: float = 300.0
    silence_s: float = 20.0
    bytes_max: int = FILE_BYTES_MAX


def download(address: str, limits: DownloadLimits) -> bytes:
    """Raises NotDownloaded, ``limits.whole_s`` later at most.

    A call that lasts longer is left to its own (daemon) thread: nothing else bounds the look-up of a name, or a machine
    that sends one byte of its headers now and then.
    """
    if not is_web(address):
        raise NotDownloaded(ListOutcome.NOT_WEB)
    answers: SimpleQueue[bytes | NotDownloaded] = SimpleQueue()
    end = monotonic() + limits.whole_s
    threading.Thread(
        target=lambda: answers.put(_told(lambda: _body(address, limits, end))), name="download", daemon=True
    ).start()
    try:
        answer = answers.get(timeout=limits.whole_s)
    except Empty:
        raise NotDownloaded(ListOutcome.SLOW) from None
    if isinstance(answer, NotDownloaded):
        raise answer
    return answer


def _told(call: Callable[[], bytes]) -> bytes | NotDownloaded:
    """What ``call`` gives, or what stopped it."""
    try:
        return call()
    except NotDownloaded as error:
        return error
    except HTTPError as error:
        error.close()
        redirected = error.code // 100 == 3
        return NotDownloaded(ListOutcome.REDIRECTED if redirected else ListOutcome.REFUSED, str(error.code))
    except IncompleteRead:
        return NotDownloaded(ListOutcome.CUT)
    except HTTPException:
        return NotDownloaded(ListOutcome.UNREACHABLE, "réponse incompréhensible")
    except OSError as error:
        return _not_reached(error)


def _not_reached(error: OSError) -> NotDownloaded:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return NotDownloaded(ListOutcome.SLOW)
    if isinstance(cause, ssl.SSLError):
        return NotDownloaded(ListOutcome.UNREACHABLE, "le certificat du serveur n’est pas accepté")
    return NotDownloaded(ListOutcome.UNREACHABLE, reason_of(cause) if isinstance(cause, OSError) else str(cause))


class _RedirectionUnread(HTTPRedirectHandler):
    """urllib would read the body of a redirection to its end, which no limit bounds; here that body is closed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        fp.close()
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    """HTTP and HTTPS and nothing else, after a redirection too: no file, no FTP, no data in an address.

    A proxy is that of the environment.
    """
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        _RedirectionUnread(),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _body(address: str, limits: DownloadLimits, end: float) -> bytes:
    """``end``: in monotonic seconds; the thread that nobody waits for any more ends with it."""
    request = Request(address, headers={"User-Agent": "guichet-cps"})  # noqa: S310 - the opener has no other scheme
    with _opener().open(request, timeout=limits.silence_s) as answer:
        if answer.status != _OK:
            raise NotDownloaded(ListOutcome.REFUSED, str(answer.status))
        return _whole(answer, limits, end)


def _whole(answer: HTTPResponse, limits: DownloadLimits, end: float) -> bytes:
    announced = answer.length
    if announced is not None and announced > limits.bytes_max:
        raise NotDownloaded(ListOutcome.TOO_BIG)
    body = bytearray()
    while piece := answer.read1(_PIECE_BYTES):
        body += piece
        if len(body) > limits.bytes_max:
            raise NotDownloaded(ListOutcome.TOO_BIG)
        if monotonic() > end:
            raise NotDownloaded(ListOutcome.SLOW)
    if announced is not None and len(body) < announced:
        raise NotDownloaded(ListOutcome.CUT)
    return bytes(body)
