"""What a server may do to whoever downloads from it: a real one, on the loopback."""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.lists.download import DownloadLimits, download
from kiosk.lists.outcomes import ListOutcome, NotDownloaded
from lab.igc import Authority, begin, new_key, sign
from lab.web import Handler, Web

BODY = bytes(range(256)) * 1000
PATIENT = DownloadLimits(whole_s=60.0, silence_s=60.0, bytes_max=len(BODY))
HASTY = DownloadLimits(whole_s=0.3, silence_s=60.0, bytes_max=len(BODY))


def failure(address: str, limits: DownloadLimits = PATIENT) -> tuple[ListOutcome, str]:
    with pytest.raises(NotDownloaded) as caught:
        download(address, limits)
    return caught.value.outcome, caught.value.detail


def test_a_body_comes_as_it_is(web: Web) -> None:
    assert download(web.serve("/a.crl", BODY), PATIENT) == BODY


def test_without_an_announced_length(web: Web) -> None:
    def until_closed(handler: Handler) -> None:
        handler.begin()
        handler.wfile.write(BODY)

    assert download(web.serve("/a.crl", until_closed), PATIENT) == BODY


def test_in_chunks(web: Web) -> None:
    def chunks(handler: Handler) -> None:
        handler.begin(**{"Transfer-Encoding": "chunked"})
        for start in range(0, len(BODY), 100_000):
            piece = BODY[start : start + 100_000]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    assert download(web.serve("/a.crl", chunks), PATIENT) == BODY


@pytest.mark.parametrize("length", [len(BODY) + 1, 2**40])
def test_a_body_that_announces_too_much_is_not_read(web: Web, length: int) -> None:
    address = web.serve("/a.crl", lambda handler: handler.begin(length=length))
    assert failure(address) == (ListOutcome.TOO_BIG, "")


def test_a_body_without_end_is_left(web: Web) -> None:
    def endless(handler: Handler) -> None:
        handler.begin()
        while not web.closing.is_set():
            handler.wfile.write(BODY)

    assert failure(web.serve("/a.crl", endless)) == (ListOutcome.TOO_BIG, "")


def test_a_body_that_is_cut(web: Web) -> None:
    address = web.serve("/a.crl", lambda handler: handler.send_all(BODY[:-1], length=len(BODY)))
    assert failure(address) == (ListOutcome.CUT, "")


def test_a_chunk_that_is_cut(web: Web) -> None:
    def cut(handler: Handler) -> None:
        handler.begin(**{"Transfer-Encoding": "chunked"})
        handler.wfile.write(b"ff\r\nshort")

    assert failure(web.serve("/a.crl", cut)) == (ListOutcome.CUT, "")


def test_a_server_that_falls_silent_is_left_before_the_whole_time(web: Web) -> None:
    def silent(handler: Handler) -> None:
        handler.begin(length=len(BODY))
        handler.wfile.write(BODY[:9])
        web.closing.wait()

    limits = DownloadLimits(whole_s=600.0, silence_s=0.1, bytes_max=len(BODY))
    assert failure(web.serve("/a.crl", silent), limits) == (ListOutcome.SLOW, "")


def drip(web: Web, handler: Handler) -> None:
    while not web.closing.wait(0.02):
        handler.wfile.write(b"x")


def test_a_body_that_drips_is_left_after_the_whole_time(web: Web) -> None:
    def dripping(handler: Handler) -> None:
        handler.begin(length=len(BODY))
        drip(web, handler)

    assert failure(web.serve("/a.crl", dripping), HASTY) == (ListOutcome.SLOW, "")


def test_headers_that_drip_are_left_after_the_whole_time(web: Web) -> None:
    """Each byte comes in time; the line never ends."""

    def dripping(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        drip(web, handler)

    assert failure(web.serve("/a.crl", dripping), HASTY) == (ListOutcome.SLOW, "")


@pytest.mark.parametrize("status", [204, 206, 403, 404, 500, 503])
def test_any_other_status_than_200_is_a_refusal(web: Web, status: int) -> None:
    address = web.serve("/a.crl", lambda handler: handler.send_all(b"", status))
    assert failure(address) == (ListOutcome.REFUSED, str(status))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_to_the_web_is_followed(web: Web, status: int) -> None:
    target = web.serve("/b.crl", BODY)
    address = web.serve("/a.crl", lambda handler: handler.send_all(b"", status, Location=target))
    assert download(address, PATIENT) == BODY


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/a.crl", "data:,a", "gopher://127.0.0.1/", "/a.crl"]
)
def test_a_redirection_elsewhere_or_in_a_circle_is_not(web: Web, target: str) -> None:
    address = web.serve("/a.crl", lambda handler: handler.send_all(b"", 302, Location=target))
    assert failure(address) == (ListOutcome.REDIRECTED, "302")


def test_the_body_of_a_redirection_is_not_read(web: Web) -> None:
    """It may have no end: this one waits until the server is stopped, and the target is reached before."""
    target = web.serve("/b.crl", BODY)

    def endless(handler: Handler) -> None:
        handler.begin(302, Location=target)
        web.closing.wait()

    assert download(web.serve("/a.crl", endless), PATIENT) == BODY


@pytest.mark.parametrize("scheme", ["file", "ftp", "data"])
def test_no_other_scheme_is_opened(scheme: str, tmp_path: Path) -> None:
    (tmp_path / "a.crl").write_bytes(BODY)
    assert failure(f"{scheme}://{tmp_path}/a.crl") == (ListOutcome.NOT_WEB, "")


def test_nobody_there(web: Web) -> None:
    address = web.address("/a.crl")
    web.stop()
    assert failure(address) == (ListOutcome.UNREACHABLE, "connexion refusée")
    web.start()


def test_what_is_no_http(web: Web) -> None:
    address = web.serve("/a.crl", lambda handler: handler.wfile.write(b"\x00\x01\x02 not a status line\r\n\r\n"))
    assert failure(address) == (ListOutcome.UNREACHABLE, "réponse incompréhensible")


def test_a_server_that_cannot_prove_its_name(tmp_path: Path) -> None:
    author = Authority(x509.Name([]), new_key())
    certificate = sign(begin(author.name, author.key, author, 1, date(2026, 1, 1), date(2046, 1, 1)), author)
    pem = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
    key = author.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "server.pem").write_bytes(key + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    web = Web()
    web.start(context)
    try:
        told = failure(f"https://127.0.0.1:{web.port}/a.crl")
    finally:
        web.stop()
    assert told == (ListOutcome.UNREACHABLE, "le certificat du serveur n’est pas accepté")
    assert web.asked == []


def test_the_proxy_of_the_environment_is_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", web.address(""))
    web.serve("http://igc-sante-test.invalid/CRL/a.crl", BODY)
    assert download("http://igc-sante-test.invalid/CRL/a.crl", PATIENT) == BODY
