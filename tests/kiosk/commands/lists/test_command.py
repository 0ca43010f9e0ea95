"""``guichet-cps lists fetch``, as a technician and a timer run it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostics.files.alone import enter_alone
from kiosk.audit.igc_sante import Authorities
from kiosk.audit.revocation import read_list
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.lists import command as module
from kiosk.commands.lists.command import lists as command
from kiosk.commands.lists.sentences import fetched_text
from kiosk.lists.addresses import ListAddress
from kiosk.lists.fetch import FetchedList
from kiosk.lists.outcomes import ListOutcome
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.pki.authority import chain
from kiosk.simulator.pki.trust import FRESH, lists
from lab.web import Web

TODAY = datetime.now(UTC).date()
Fetch = Callable[..., Result]


def run(*words: object) -> Result:
    return CliRunner().invoke(command, ["fetch", *map(str, words)])


@pytest.fixture
def fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """The command under the authorities of simulated cards, which no folder could bring."""
    signed = chain(Identity(current_validity(TODAY)))
    monkeypatch.setattr(module, "trusted_in", lambda _: Authorities((signed.root,), (signed.issuing,)))
    folder = tmp_path / "listes"
    folder.mkdir()

    def go(*addresses: str, more: tuple[object, ...] = ()) -> Result:
        options = [word for address in addresses for word in ("--address", address)]
        return run("--authorities", tmp_path, "--to", folder, *options, *more)

    return go


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_both_lists_and_what_is_missing(fetch: Fetch, web: Web, tmp_path: Path) -> None:
    issuing, root = lists(TODAY)
    first = fetch(web.serve("/ACI-FO-PP.crl", issuing))
    assert first.exit_code == ExitStatus.OK
    told, missing = plain(first.stdout).splitlines()
    assert told.startswith("ACI-FO-PP.crl : nouvelle liste, du ")
    assert missing.startswith("Sans liste : TEST AC RACINE IGC-SANTE FORT. L’adresse d’une liste")
    again = fetch(web.address("/ACI-FO-PP.crl"), web.serve("/ACR-FO.crl", root))
    assert again.exit_code == ExitStatus.OK
    assert [line.split(",")[0] for line in plain(again.stdout).splitlines()] == [
        "ACI-FO-PP.crl : inchangée",
        "ACR-FO.crl : nouvelle liste",
    ]
    assert {path.name for path in (tmp_path / "listes").iterdir()} == {"ACI-FO-PP.crl", "ACR-FO.crl"}


def test_the_gravest_is_the_status(fetch: Fetch, web: Web, tmp_path: Path) -> None:
    fine = web.serve("/a.crl", lists(TODAY)[0])
    stale = web.serve("/b.crl", lists(TODAY - FRESH)[1])
    absent, garbage = web.address("/c.crl"), web.serve("/d.crl", b"garbage")
    ended = [
        fetch(fine).exit_code,
        fetch(fine, stale).exit_code,
        fetch(fine, stale, absent).exit_code,
        fetch(fine, stale, absent, garbage).exit_code,
    ]
    assert ended == [ExitStatus.OK, ExitStatus.WARNING, ExitStatus.TEMPFAIL, ExitStatus.DATAERR]
    (tmp_path / "listes" / "e.crl").mkdir()
    blocked = fetch(fine, garbage, web.serve("/e.crl", lists(TODAY)[0]))
    assert blocked.exit_code == ExitStatus.IOERR
    assert blocked.stdout.count("\n") == 3


def test_a_list_that_is_old_already_is_told(fetch: Fetch, web: Web) -> None:
    old = fetch(web.serve("/a.crl", lists(TODAY - FRESH - timedelta(days=1))[0]))
    assert "hors de ses dates : la révocation n’est pas contrôlée." in plain(old.stdout)


def test_the_settings_are_enough(fetch: Fetch, web: Web, tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    address = web.serve("/a.crl", lists(TODAY)[0])
    further = web.serve("/b.crl", lists(TODAY)[1])
    folder = tmp_path / "listes"
    config.write_text(
        f'[certificats]\nautorites = "{tmp_path}"\nlistes = "{folder}"\nadresses = ["{address}"]\n', encoding="utf-8"
    )
    assert run("--config", config, "--address", further).exit_code == ExitStatus.OK
    assert {path.name for path in folder.iterdir()} == {"a.crl", "b.crl"}


def test_a_folder_in_use_and_one_that_is_absent(fetch: Fetch, web: Web, tmp_path: Path) -> None:
    address = web.serve("/a.crl", lists(TODAY)[0])
    descriptor = enter_alone(tmp_path / "listes")
    busy = fetch(address)
    os.close(descriptor)
    assert (busy.exit_code, "un autre téléchargement est en cours" in busy.stderr) == (ExitStatus.IOERR, True)
    absent = fetch(address, more=("--to", tmp_path / "absent"))
    assert (absent.exit_code, "fichier ou dossier introuvable" in absent.stderr) == (ExitStatus.IOERR, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--authorities, ou [certificats] autorites"),
        (("--authorities", "/nonexistent"), "aucun certificat de l’IGC-Santé n’y est lisible"),
    ],
)
def test_without_what_it_needs(words: tuple[str, ...], told: str) -> None:
    ended = run(*words)
    assert (ended.exit_code, told in ended.stderr) == (ExitStatus.CONFIG, True)


def test_without_a_folder_of_lists(fetch: Fetch, tmp_path: Path) -> None:
    ended = run("--authorities", tmp_path)
    assert (ended.exit_code, "--to, ou [certificats] listes" in ended.stderr) == (ExitStatus.CONFIG, True)


@pytest.mark.parametrize("address", ["ldap://a/CN=AC", "file:///etc/passwd", "www.a.invalid/AC.crl", "http://a b"])
def test_an_address_that_is_none(address: str) -> None:
    ended = run("--address", address)
    assert ended.exit_code == 2
    assert "une adresse commence par http:// ou https://" in ended.stderr


@pytest.mark.parametrize("outcome", ListOutcome)
def test_every_outcome_is_one_line_that_names_its_list(outcome: ListOutcome) -> None:
    address = "http://igc-sante-test.invalid/CRL/AC.crl"
    held = read_list(lists(TODAY)[0])
    line = fetched_text(FetchedList(ListAddress(address, "AC.crl"), outcome, held), datetime.now(UTC))
    assert "AC.crl" in line
    assert "\n" not in line
