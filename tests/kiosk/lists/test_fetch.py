"""Lists from a real server into a real folder: what is taken, what is refused, and what a failure leaves."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from checkout import ROOT
from diagnostics.files.durable import unfinished
from kiosk.audit.revocation import RevocationList, is_complete, read_list
from kiosk.audit.trust import FILE_BYTES_MAX
from kiosk.lists.addresses import ListAddress, list_addresses
from kiosk.lists.download import DownloadLimits
from kiosk.lists.fetch import FetchedList, fetch_lists
from kiosk.lists.outcomes import ListOutcome
from kiosk.simulator.pki.trust import lists
from lab.igc import TODAY, Authority, Pki, at
from lab.namespaces import unshare_mounts
from lab.web import Handler, Web

NOW = at(TODAY)
PROGRAM = Path(__file__).parent / "programs" / "fetch_simulated.py"
DAY = timedelta(days=1)


def der(found: RevocationList) -> bytes:
    return found.parsed.public_bytes(Encoding.DER)


def numbered(author: Authority, number: int | None, issued: date) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(author.name)
    builder = builder.last_update(at(issued)).next_update(at(issued + 7 * DAY))
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    return builder.sign(author.key, hashes.SHA256()).public_bytes(Encoding.DER)


def fetched(pki: Pki, folder: Path, *addresses: str, limits: DownloadLimits | None = None) -> list[FetchedList]:
    sources = [ListAddress(address, f"{number}.crl") for number, address in enumerate(addresses)]
    return list(fetch_lists(sources, pki.authorities, folder, NOW, limits))


def outcome(pki: Pki, folder: Path, web: Web, body: bytes) -> ListOutcome:
    (found,) = fetched(pki, folder, web.serve("/a.crl", body))
    return found.outcome


def test_a_list_takes_its_place_for_everybody_to_read(pki: Pki, tmp_path: Path, web: Web) -> None:
    new = der(pki.crl(3))
    before = os.umask(0o077)
    try:
        (found,) = fetched(pki, tmp_path, web.serve("/a.crl", new))
    finally:
        os.umask(before)
    assert (found.outcome, (tmp_path / "0.crl").read_bytes()) == (ListOutcome.NEW, new)
    assert found.in_place == read_list(new)
    assert stat.S_IMODE((tmp_path / "0.crl").stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["0.crl"]


def test_pem_is_taken_as_it_is(pki: Pki, tmp_path: Path, web: Web) -> None:
    pem = pki.crl().parsed.public_bytes(Encoding.PEM)
    assert outcome(pki, tmp_path, web, pem) is ListOutcome.NEW
    assert (tmp_path / "0.crl").read_bytes() == pem


def test_the_same_list_is_not_written_again(pki: Pki, tmp_path: Path, web: Web) -> None:
    same = der(pki.crl())
    assert outcome(pki, tmp_path, web, same) is ListOutcome.NEW
    before = (tmp_path / "0.crl").stat().st_ino
    assert outcome(pki, tmp_path, web, same) is ListOutcome.SAME
    assert (tmp_path / "0.crl").stat().st_ino == before


REFUSED: dict[str, tuple[Callable[[Pki, Pki], bytes], ListOutcome]] = {
    "garbage": (lambda pki, _: b"<html>proxy</html>", ListOutcome.NOT_A_LIST),
    "nothing": (lambda pki, _: b"", ListOutcome.NOT_A_LIST),
    "half": (lambda pki, _: der(pki.crl(issued=TODAY))[:-20], ListOutcome.NOT_A_LIST),
    "more behind it": (lambda pki, _: der(pki.crl(issued=TODAY)) + b"\0", ListOutcome.NOT_A_LIST),
    "a certificate": (lambda pki, _: pki.root.der, ListOutcome.NOT_A_LIST),
    "of another PKI": (lambda _, stranger: der(stranger.crl(issued=TODAY)), ListOutcome.STRANGER),
    "changed": (lambda pki, _: der(pki.crl(issued=TODAY))[:-1] + b"\0", ListOutcome.STRANGER),
    "older": (lambda pki, _: der(pki.crl(issued=TODAY - 2 * DAY)), ListOutcome.OLDER),
    "of tomorrow": (lambda pki, _: der(pki.crl(issued=TODAY + DAY, until=TODAY + 7 * DAY)), ListOutcome.NOT_YET),
    "a delta": (lambda pki, _: der(pki.crl(issued=TODAY, scope=x509.DeltaCRLIndicator(6))), ListOutcome.NOT_COMPLETE),
}  # fmt: skip


@pytest.mark.parametrize(("made", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_the_old_list(
    pki: Pki, stranger: Pki, tmp_path: Path, web: Web, made: Callable[[Pki, Pki], bytes], expected: ListOutcome
) -> None:
    old = der(pki.crl(5))
    (tmp_path / "0.crl").write_bytes(old)
    (found,) = fetched(pki, tmp_path, web.serve("/a.crl", made(pki, stranger)))
    assert (found.outcome, found.in_place) == (expected, read_list(old))
    assert (tmp_path / "0.crl").read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["0.crl"]


@pytest.mark.parametrize(
    ("held", "came", "expected"),
    [
        ((7, 0), (6, 0), ListOutcome.OLDER),
        ((7, 0), (7, -1), ListOutcome.OLDER),
        ((7, -1), (6, 0), ListOutcome.OLDER),
        ((7, 0), (8, -1), ListOutcome.OLDER),
        ((7, 0), (8, 0), ListOutcome.NEW),
        ((7, -1), (7, 0), ListOutcome.NEW),
        ((None, -1), (1, 0), ListOutcome.NEW),
        ((7, -1), (None, 0), ListOutcome.NEW),
        ((7, 0), (None, -1), ListOutcome.OLDER),
    ],
)
def test_neither_number_nor_day_may_go_back(
    pki: Pki,
    tmp_path: Path,
    web: Web,
    held: tuple[int | None, int],
    came: tuple[int | None, int],
    expected: ListOutcome,
) -> None:
    old, new = (numbered(pki.issuing, number, TODAY + days * DAY) for number, days in (held, came))
    (tmp_path / "0.crl").write_bytes(old)
    assert outcome(pki, tmp_path, web, new) is expected
    assert (tmp_path / "0.crl").read_bytes() == (new if expected is ListOutcome.NEW else old)


@pytest.mark.parametrize("there", ["garbage", "of another PKI", "of another authority"])
def test_only_a_list_that_is_believed_holds_the_place(
    pki: Pki, stranger: Pki, tmp_path: Path, web: Web, there: str
) -> None:
    held = {
        "garbage": b"<html>",
        "of another PKI": der(stranger.crl(issued=TODAY)),
        "of another authority": der(pki.root_crl(issued=TODAY)),
    }
    (tmp_path / "0.crl").write_bytes(held[there])
    assert outcome(pki, tmp_path, web, der(pki.crl(issued=TODAY - 2 * DAY))) is ListOutcome.NEW


def test_the_time_of_a_list_begins_with_its_moment(pki: Pki, tmp_path: Path, web: Web) -> None:
    """at() is noon, and so is NOW."""
    assert outcome(pki, tmp_path, web, der(pki.crl(issued=TODAY))) is ListOutcome.NEW


def test_one_failure_does_not_stop_the_others(pki: Pki, tmp_path: Path, web: Web) -> None:
    def silent(handler: Handler) -> None:
        web.closing.wait()

    addresses = (
        web.address("/absent.crl"),
        "ldap://annuaire.invalid/CN=AC",
        web.serve("/silent.crl", silent),
        web.serve("/endless.crl", lambda handler: handler.begin(length=2**30)),
        web.serve("/garbage.crl", b"garbage"),
        web.serve("/root.crl", der(pki.root_crl())),
    )
    found = fetched(pki, tmp_path, *addresses, limits=DownloadLimits(whole_s=30.0, silence_s=0.2))
    assert [each.outcome for each in found] == [
        ListOutcome.REFUSED,
        ListOutcome.NOT_WEB,
        ListOutcome.SLOW,
        ListOutcome.TOO_BIG,
        ListOutcome.NOT_A_LIST,
        ListOutcome.NEW,
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["5.crl"]


def test_the_limit_of_length_is_that_of_the_kiosk(pki: Pki, tmp_path: Path, web: Web) -> None:
    address = web.serve("/a.crl", lambda handler: handler.begin(length=FILE_BYTES_MAX + 1))
    (found,) = fetched(pki, tmp_path, address)
    assert found.outcome is ListOutcome.TOO_BIG


def test_one_fetch_at_a_time(pki: Pki, tmp_path: Path, web: Web) -> None:
    address = web.serve("/a.crl", der(pki.crl()))
    sources = [ListAddress(address, "a.crl"), ListAddress(address, "b.crl")]
    first = fetch_lists(sources, pki.authorities, tmp_path, NOW)
    next(first)
    with pytest.raises(BlockingIOError):
        fetched(pki, tmp_path, address)
    first.close()
    assert fetched(pki, tmp_path, address)[0].outcome is ListOutcome.NEW


def test_a_folder_that_is_not_there(pki: Pki, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fetched(pki, tmp_path / "absent", "http://a.invalid/a.crl")


def test_a_list_whose_place_is_taken_by_a_folder(pki: Pki, tmp_path: Path, web: Web) -> None:
    (tmp_path / "0.crl" / "inside").mkdir(parents=True)
    (found,) = fetched(pki, tmp_path, web.serve("/a.crl", der(pki.crl())))
    assert (found.outcome, found.detail) == (ListOutcome.NOT_WRITTEN, "c’est un dossier")


# The authority of the simulated cards, in a process of its own.


def today() -> date:
    return datetime.now(UTC).date()


def big_list() -> bytes:
    """About 140 kB, of today."""
    return lists(today(), range(1, 4000))[0]


def old_list() -> bytes:
    """What the program puts in place."""
    return lists(today() - timedelta(weeks=1))[0]


def command(web: Web, folder: Path, fails: str) -> list[str]:
    """What runs the program; the folder holds an older list unless nothing fails."""
    return [sys.executable, str(PROGRAM), fails, web.address("/ACI-FO-PP.crl"), str(folder)]


def run(words: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)


def test_the_lists_of_simulated_cards(web: Web, tmp_path: Path) -> None:
    web.serve("/ACI-FO-PP.crl", big_list())
    done = run(command(web, tmp_path, "nothing"))
    assert json.loads(done.stdout) == ["new", "", False, ["ACI-FO-PP.crl"]], done.stderr
    assert (tmp_path / "ACI-FO-PP.crl").read_bytes() == big_list()


@pytest.mark.parametrize(("fails", "why"), [("room", "le disque est plein"), ("size", "le fichier serait trop grand")])
def test_a_disk_that_is_full_keeps_the_old_list(web: Web, tmp_path: Path, fails: str, why: str) -> None:
    web.serve("/ACI-FO-PP.crl", big_list())
    done = run([*unshare_mounts(), *command(web, tmp_path, fails)])
    assert json.loads(done.stdout) == ["not_written", why, True, ["ACI-FO-PP.crl"]], done.stderr


def test_killed_before_the_swap_the_old_list_is_whole_and_the_next_fetch_clears_up(web: Web, tmp_path: Path) -> None:
    new = big_list()
    web.serve("/ACI-FO-PP.crl", new)
    path = tmp_path / "ACI-FO-PP.crl"
    assert run(command(web, tmp_path, "killed")).returncode == -signal.SIGKILL
    assert path.read_bytes() == old_list()
    assert unfinished(path).exists()
    assert json.loads(run(command(web, tmp_path, "nothing")).stdout) == ["new", "", False, ["ACI-FO-PP.crl"]]
    assert path.read_bytes() == new


def test_killed_in_the_middle_of_a_body_the_old_list_is_whole(web: Web, tmp_path: Path) -> None:
    new = big_list()

    def half_then_killed(handler: Handler) -> None:
        handler.begin(length=len(new))
        handler.wfile.write(new[: len(new) // 2])
        process.send_signal(signal.SIGKILL)
        web.closing.wait()

    web.serve("/ACI-FO-PP.crl", half_then_killed)
    with subprocess.Popen(command(web, tmp_path, "killed"), env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        assert process.wait(60) == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == ["ACI-FO-PP.crl"]
    assert (tmp_path / "ACI-FO-PP.crl").read_bytes() == old_list()


def test_a_leftover_goes_even_where_nothing_answers(pki: Pki, tmp_path: Path, web: Web) -> None:
    (source,) = list_addresses(pki.authorities, [web.address("/AC.crl")])
    unfinished(tmp_path / source.name).write_bytes(b"half")
    (found,) = fetch_lists([source], pki.authorities, tmp_path, NOW)
    assert (found.outcome, list(tmp_path.iterdir())) == (ListOutcome.REFUSED, [])


def test_whatever_counts_for_a_certificate_is_complete(pki: Pki) -> None:
    assert is_complete(pki.crl())
    assert not is_complete(pki.crl(scope=x509.DeltaCRLIndicator(6)))
