"""Authorities and lists in real folders, and the age of real lists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from diagnostics.health.check import HealthCheck
from diagnostics.health.metrics import ListAge
from diagnostics.outcomes.status import Status
from kiosk.audit.igc_sante import Authorities
from kiosk.audit.trust import Trust
from kiosk.readiness.trust import TRUST_CHECKS, ages_of, check_authorities, check_trust, list_ages
from lab.igc import TODAY, Pki, at, new_pki

NOW = at(TODAY)


@pytest.fixture(scope="module")
def pki() -> Pki:
    return new_pki()


def put(folder: Path, name: str, pki: Pki, **options: object) -> None:
    (folder / name).write_bytes(pki.crl(**options).parsed.public_bytes(Encoding.DER))


def lists_of(folder: Path | None, now=NOW):
    found = check_trust(None, folder, now)
    assert tuple(result.check for result in found) == TRUST_CHECKS
    return found[1]


def test_nothing_configured_is_said_and_not_blamed() -> None:
    results = check_trust(None, None, NOW)
    assert [result.state for result in results] == [Status.NOT_CHECKED, Status.NOT_CHECKED]
    for result, key in zip(results, ("certificats.autorites", "certificats.listes"), strict=True):
        assert key in result.remedy


@pytest.mark.parametrize(
    ("roots", "issuing", "state"),
    [
        (0, 0, Status.FAULT),
        (3, 0, Status.FAULT),
        (0, 6, Status.FAULT),
        (1, 1, Status.WARNING),
        (3, 5, Status.WARNING),
        (2, 6, Status.WARNING),
        (3, 6, Status.OK),
    ],
)
def test_how_many_of_the_nine_authorities(tmp_path: Path, roots: int, issuing: int, state: Status) -> None:
    believed = Authorities(tuple(bytes([n]) for n in range(roots)), tuple(bytes([n]) for n in range(issuing)))
    result = check_authorities(tmp_path, believed)
    assert result.state is state
    if state is not Status.OK:
        assert f"{roots} sur 3 racines et {issuing} sur 6" in result.sentence


def test_a_certificate_that_nobody_knows_is_no_authority(tmp_path: Path, pki: Pki) -> None:
    (tmp_path / "racine.cer").write_bytes(pki.root.der)
    (found, _) = check_trust(tmp_path, None, NOW)
    assert (found.check, found.state) == (HealthCheck.AUTHORITIES, Status.FAULT)


def test_a_folder_that_is_absent_or_closed(folder: Path, as_nobody: Callable[[], AbstractContextManager[None]]) -> None:
    absent = check_trust(folder / "a", folder / "b", NOW)
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0)
    with as_nobody():
        shut = check_trust(closed, closed, NOW)
    assert {result.state for result in (*absent, *shut)} == {Status.FAULT}
    assert all("ne peut pas être lu" in result.sentence for result in (*absent, *shut))


def test_fresh_lists_and_their_age(tmp_path: Path, pki: Pki) -> None:
    put(tmp_path, "a.crl", pki, issued=TODAY)
    put(tmp_path, "b.crl", pki, issued=TODAY - timedelta(days=4))
    result = lists_of(tmp_path)
    assert result.state is Status.OK
    assert "2 listes" in result.sentence
    assert "4 jours" in result.sentence


def test_one_list_out_of_its_dates_is_to_be_seen_to(tmp_path: Path, pki: Pki) -> None:
    put(tmp_path, "a.crl", pki, issued=TODAY)
    put(tmp_path, "b.crl", pki, issued=TODAY - timedelta(days=400), until=TODAY - timedelta(days=393))
    result = lists_of(tmp_path)
    assert result.state is Status.WARNING
    assert "1 liste sur 2" in result.sentence
    assert "400 jours" in result.sentence


def test_a_list_is_fresh_until_the_moment_it_announces(tmp_path: Path, pki: Pki) -> None:
    put(tmp_path, "a.crl", pki, issued=TODAY)
    until = pki.crl(issued=TODAY).until
    assert until is not None
    assert lists_of(tmp_path, until - timedelta(seconds=1)).state is Status.OK
    assert lists_of(tmp_path, until).state is Status.WARNING


def test_what_is_no_list_is_counted(tmp_path: Path, pki: Pki) -> None:
    assert lists_of(tmp_path).state is Status.FAULT
    (tmp_path / "page.html").write_text("<html>404</html>")
    assert lists_of(tmp_path).state is Status.FAULT
    put(tmp_path, "a.crl", pki, issued=TODAY)
    result = lists_of(tmp_path)
    assert result.state is Status.WARNING
    assert "1 fichier" in result.sentence
    (tmp_path / "page.html").unlink()
    assert lists_of(tmp_path).state is Status.OK


ISSUING, ROOT_AUTHORITY = "TEST AC IGC-SANTE FORT PERSONNES", "TEST AC RACINE IGC-SANTE FORT"


def test_the_newest_list_of_each_authority_and_its_age(pki: Pki) -> None:
    stranger = new_pki()
    lists = (
        pki.crl(issued=TODAY - timedelta(days=9), until=TODAY - timedelta(days=2)),
        pki.crl(issued=TODAY - timedelta(days=1), until=TODAY),
        pki.root_crl(issued=TODAY - timedelta(days=30), until=TODAY + timedelta(days=1)),
        stranger.crl(issued=TODAY),
    )
    assert ages_of(Trust(pki.authorities, lists), NOW) == (
        ListAge(ROOT_AUTHORITY, 30 * 86400.0, expired=False),
        ListAge(ISSUING, 86400.0, expired=True),
    )


@pytest.mark.parametrize(("seconds", "expired"), [(-1, False), (0, True), (1, True)])
def test_a_list_is_over_from_the_moment_that_it_announces(pki: Pki, seconds: int, expired: bool) -> None:
    found = pki.crl(issued=TODAY)
    assert found.until is not None
    (age,) = ages_of(Trust(pki.authorities, (found,)), found.until + timedelta(seconds=seconds))
    assert age.expired is expired


def test_an_unknown_issuer_is_not_named(tmp_path: Path, pki: Pki) -> None:
    """Its certificate lies in the folder, but this program does not know it."""
    (tmp_path / "a.cer").write_bytes(pki.issuing.der)
    put(tmp_path, "a.crl", pki, issued=TODAY)
    assert list_ages(tmp_path, tmp_path, NOW) == list_ages(None, None, NOW) == ()
