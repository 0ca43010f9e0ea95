"""A real web server on the loopback, that answers as a test tells it to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """``send_all`` and what a test writes to ``wfile`` by itself."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web = self.server.web
        web.asked.append(self.path)
        self.close_connection = True
        answer = web.pages.get(self.path)
        try:
            self.send_all(b"", 404) if answer is None else answer(self)
        except (BrokenPipeError, ConnectionResetError):
            return

    def send_all(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.begin(status, len(body) if length is None else length, **headers)
        self.wfile.write(body)

    def begin(self, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    web: Web
    daemon_threads = True
    block_on_close = False


@dataclass
class Web:
    """``pages``: path to answer. ``asked``: every path, in order. ``closing`` is set when the server ends."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def start(self, secure: ssl.SSLContext | None = None) -> None:
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.web = self
        if secure is not None:
            self._server.socket = secure.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.02))
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, answer: bytes | Answer) -> str:
        """Its address."""
        self.pages[path] = answer if callable(answer) else lambda handler: handler.send_all(answer)
        return self.address(path)
