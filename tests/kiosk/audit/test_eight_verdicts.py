"""One card, eight situations of its certificates, and what may be said of each (rule 12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.audit.examination import examine
from kiosk.audit.findings import ChainStatus, Day, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.audit.trust import Trust
from kiosk.audit.verdict import Doubt, Validity, Verdict, judge
from kiosk.card.model import CardContent, CardKind, CardSnapshot, UpdateWindow
from lab.igc import TODAY, Pki, at

SNAPSHOT = CardSnapshot("Virtual PCD 00 00", CardKind.CPS3, None, None, UpdateWindow.ABSENT)


def verdict_of(content: CardContent, trust: Trust, day: Day) -> Verdict:
    found = examine(content, trust, day)
    return judge(SNAPSHOT, content, day.today, clock_sane=day.clock_sane, certificates=found)


def test_a_card_without_fault_is_valid_and_its_revocation_was_checked(pki: Pki, sane_day: Day) -> None:
    content = pki.card()
    found = verdict_of(content, pki.trust(pki.crl(), pki.root_crl()), sane_day)
    assert (found.validity, found.doubts) == (Validity.VALID, ())
    assert found.certificates == Findings(
        presence=Presence.BOTH,
        pair=YesNoUnknown.YES,
        holder=YesNoUnknown.YES,
        term=Term.RUNNING,
        not_before=date(2025, 3, 1),
        not_after=date(2028, 3, 31),
        chain=ChainStatus.KNOWN,
        revocation=Revocation.GOOD,
        list_day=TODAY - timedelta(days=1),
    )


@pytest.mark.parametrize("which", [-2, -1])
def test_revoked_by_a_fresh_list_condemns(pki: Pki, sane_day: Day, which: int) -> None:
    """Either certificate; the list of the root is not needed for that."""
    content = pki.card()
    found = verdict_of(content, pki.trust(pki.crl(pki.serials[which])), sane_day)
    assert found.validity is Validity.REVOKED
    assert found.certificates.list_day == TODAY - timedelta(days=1)


def test_expired_certificates_alone_are_to_be_checked(pki: Pki, sane_day: Day) -> None:
    content = pki.card(last=TODAY - timedelta(days=1))
    found = verdict_of(content, pki.trust(pki.crl(), pki.root_crl()), sane_day)
    assert (found.validity, found.doubts) == (Validity.TO_CHECK, (Doubt.CERTIFICATE_DATES,))
    about = found.certificates
    assert (about.term, about.chain, about.revocation) == (Term.ENDED, ChainStatus.KNOWN, Revocation.NOT_CHECKED)


def test_not_yet_valid_certificates_are_to_be_checked(pki: Pki, sane_day: Day) -> None:
    content = pki.card(first=TODAY + timedelta(days=1))
    found = verdict_of(content, pki.trust(pki.crl(), pki.root_crl()), sane_day)
    assert (found.validity, found.doubts) == (Validity.TO_CHECK, (Doubt.CERTIFICATE_DATES,))
    assert (found.certificates.term, found.certificates.revocation) == (Term.NOT_YET, Revocation.NOT_CHECKED)


def test_a_wrong_issuer_is_to_be_checked_whatever_its_lists_say(pki: Pki, stranger: Pki, sane_day: Day) -> None:
    """The same names, other keys: nothing that the other authority signed counts."""
    content = stranger.card()
    lists = (stranger.crl(*stranger.serials[-2:]), stranger.root_crl(), pki.crl(*stranger.serials[-2:]))
    found = verdict_of(content, pki.trust(*lists), sane_day)
    assert (found.validity, found.doubts) == (Validity.TO_CHECK, (Doubt.CERTIFICATE_AUTHORITY,))
    about = found.certificates
    assert (about.chain, about.revocation) == (ChainStatus.UNKNOWN_AUTHORITY, Revocation.NOT_CHECKED)


def test_a_stale_list_leaves_revocation_unchecked(pki: Pki, sane_day: Day) -> None:
    content, old = pki.card(), TODAY - timedelta(days=40)
    lists = (pki.crl(issued=old, until=TODAY - timedelta(days=33)), pki.root_crl())
    found = verdict_of(content, pki.trust(*lists), sane_day)
    assert (found.validity, found.certificates.revocation) == (Validity.VALID, Revocation.STALE)
    assert found.certificates.list_day == old


def test_no_list_leaves_revocation_unchecked(pki: Pki, sane_day: Day) -> None:
    found = verdict_of(pki.card(), pki.trust(), sane_day)
    assert (found.validity, found.certificates.chain) == (Validity.VALID, ChainStatus.KNOWN)
    assert (found.certificates.revocation, found.certificates.list_day) == (Revocation.NO_LIST, None)


def test_a_clock_before_the_build_condemns_nothing(pki: Pki) -> None:
    """Who signed the certificates does not depend on the clock; everything else does."""
    content = pki.card()
    day = Day(date(2020, 1, 1), clock_sane=False)
    fresh_then = pki.crl(*pki.serials[-2:], issued=date(2019, 12, 31), until=date(2020, 1, 6), since=date(2019, 12, 1))
    found = verdict_of(content, pki.trust(fresh_then, pki.root_crl()), day)
    assert (found.validity, found.doubts) == (Validity.TO_CHECK, (Doubt.CLOCK,))
    about = found.certificates
    assert (about.term, about.chain, about.revocation) == (Term.UNKNOWN, ChainStatus.KNOWN, Revocation.NOT_CHECKED)


def test_a_revocation_that_was_found_on_a_wrong_clock_does_not_condemn(pki: Pki) -> None:
    revoked = Findings(Presence.BOTH, revocation=Revocation.REVOKED)
    found = judge(SNAPSHOT, pki.card(), TODAY, clock_sane=False, certificates=revoked)
    assert found.validity is Validity.TO_CHECK


def test_revoked_is_said_before_expired(pki: Pki, sane_day: Day) -> None:
    content = pki.card()
    past = replace(content, valid_until=TODAY - timedelta(days=1))
    assert verdict_of(past, pki.trust(), sane_day).validity is Validity.EXPIRED
    assert verdict_of(past, pki.trust(pki.crl(pki.serials[-1])), sane_day).validity is Validity.REVOKED


def test_without_any_authority_nothing_is_checked(pki: Pki, sane_day: Day) -> None:
    found = examine(pki.card(), Trust(lists=(pki.crl(*pki.serials[-2:]),)), sane_day)
    assert (found.chain, found.revocation) == (ChainStatus.NOT_CHECKED, Revocation.NOT_CHECKED)


@pytest.mark.parametrize(
    ("days", "term"),
    [(-1, Term.ENDED), (0, Term.ENDING), (60, Term.ENDING), (61, Term.RUNNING)],
)
def test_the_warning_begins_sixty_days_before_the_end(pki: Pki, sane_day: Day, days: int, term: Term) -> None:
    found = examine(pki.card(last=TODAY + timedelta(days=days)), pki.trust(), sane_day)
    assert (found.term, found.not_after) == (term, at(TODAY + timedelta(days=days)).date())


@pytest.mark.parametrize(("days", "term"), [(0, Term.RUNNING), (1, Term.NOT_YET)])
def test_the_first_day_is_inside(pki: Pki, sane_day: Day, days: int, term: Term) -> None:
    assert examine(pki.card(first=TODAY + timedelta(days=days)), pki.trust(), sane_day).term is term
