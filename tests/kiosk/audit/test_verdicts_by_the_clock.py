"""Eight cards under clocks that may be believed and clocks that may not: only the first condemn (rule 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography import x509

from kiosk.audit.examination import examine
from kiosk.audit.findings import Day, Revocation
from kiosk.audit.revocation import RevocationList
from kiosk.audit.verdict import Doubt, Validity, Verdict, judge
from kiosk.card.model import CardContent, CardKind, CardSnapshot, UpdateWindow
from kiosk.runtime.process.sane_clock import SaneClock
from lab.igc import PLACE, TODAY, Pki

SNAPSHOT = CardSnapshot("Virtual PCD 00 00", CardKind.CPS3, None, None, UpdateWindow.ABSENT)
DAY = timedelta(days=1)
ELSEWHERE = "http://igc-sante-test.invalid/CRL/elsewhere.crl"
Situation = tuple[CardContent, tuple[RevocationList, ...]]
Situations = dict[str, tuple[Callable[[Pki, Pki], Situation], Validity, Revocation]]


def of_place(address: str) -> x509.IssuingDistributionPoint:
    return x509.IssuingDistributionPoint(
        [x509.UniformResourceIdentifier(address)], None, False, False, None, False, False
    )


def named(pki: Pki, **leaf: object) -> tuple[CardContent, int]:
    """A card, and the serial number that a list is to name."""
    content = pki.card(**leaf)
    return content, pki.serials[-1]


def in_order(pki: Pki, _: Pki) -> Situation:
    return pki.card(), (pki.crl(), pki.root_crl())


def revoked(pki: Pki, _: Pki) -> Situation:
    content, serial = named(pki)
    return content, (pki.crl(serial), pki.root_crl())


def expired(pki: Pki, _: Pki) -> Situation:
    return replace(pki.card(), valid_until=TODAY - DAY), (pki.crl(), pki.root_crl())


def named_by_an_aged_list(pki: Pki, _: Pki) -> Situation:
    content, serial = named(pki)
    return content, (pki.crl(serial, issued=TODAY - 8 * DAY, until=TODAY), pki.root_crl())


def named_by_the_wrong_authority(pki: Pki, stranger: Pki) -> Situation:
    content, serial = named(pki)
    return content, (stranger.crl(serial), pki.crl(serial, by=pki.root), pki.root_crl())


def says_that_its_list_is_elsewhere(pki: Pki, _: Pki) -> Situation:
    """The list is limited to one place, and the certificate names another."""
    content, serial = named(pki, place=ELSEWHERE)
    return content, (pki.crl(serial, scope=of_place(PLACE)), pki.root_crl())


def says_so_to_no_avail(pki: Pki, _: Pki) -> Situation:
    content, serial = named(pki, place=ELSEWHERE)
    return content, (pki.crl(serial), pki.root_crl())


def named_tomorrow(pki: Pki, _: Pki) -> Situation:
    content, serial = named(pki)
    return content, (pki.crl(serial, issued=TODAY + DAY), pki.root_crl())


CARDS: Situations = {
    "in order": (in_order, Validity.VALID, Revocation.GOOD),
    "revoked by a fresh list": (revoked, Validity.REVOKED, Revocation.REVOKED),
    "expired": (expired, Validity.EXPIRED, Revocation.GOOD),
    "named by a list that is over": (named_by_an_aged_list, Validity.TO_CHECK, Revocation.NAMED_BY_OLD_LIST),
    "named by others than its authority": (named_by_the_wrong_authority, Validity.VALID, Revocation.NO_LIST),
    "lies about its list": (says_that_its_list_is_elsewhere, Validity.VALID, Revocation.NO_LIST),
    "lies to no avail": (says_so_to_no_avail, Validity.REVOKED, Revocation.REVOKED),
    "named by a list of tomorrow": (named_tomorrow, Validity.VALID, Revocation.NO_LIST),
}

BELIEVED = {
    "nothing counted yet": (),
    "weeks like any other": ("2026-W46", "2026-W47"),
    "one week was under a clock in 2099": ("2026-W46", "2026-W47", "2099-W01"),
    "one week was under a clock that was ahead, and two under this one": ("2026-W46", "2026-W47", "2029-W10"),
    "thirteen weeks without a visit": ("2026-W34",),
    "a clock that jumped a year ahead, or a kiosk that stood unused, in its second week": (
        *("2025-W47", "2026-W46"),
        "2026-W47",
    ),
}  # fmt: skip

NOT_BELIEVED = {
    "it went back": ("2026-W46", "2026-W47", "2026-W48"),
    "it was ahead until this week": ("2026-W47", "2029-W10"),
    "it jumped a year ahead": ("2025-W47", "2025-W48"),
    "it jumped a year ahead this week": ("2025-W47", "2025-W48", "2026-W47"),
    "fourteen weeks without a visit": ("2026-W33",),
}


def verdict(pki: Pki, situation: Situation, clock: SaneClock) -> Verdict:
    content, lists = situation
    day = Day(clock.today(), clock.believes(clock.today()))
    found = examine(content, pki.trust(*lists), day)
    return judge(SNAPSHOT, content, day.today, clock_sane=day.clock_sane, certificates=found)


def clock(weeks: tuple[str, ...] = (), released: date = date(2026, 11, 1)) -> SaneClock:
    made = SaneClock(lambda: TODAY, released)
    for week in weeks:
        made.recorded(week)
    return made


@pytest.mark.parametrize(("make", "validity", "revocation"), CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("weeks", BELIEVED.values(), ids=BELIEVED)
def test_a_clock_that_may_be_believed(
    pki: Pki,
    stranger: Pki,
    make: Callable[[Pki, Pki], Situation],
    validity: Validity,
    revocation: Revocation,
    weeks: tuple[str, ...],
) -> None:
    found = verdict(pki, make(pki, stranger), clock(weeks))
    assert (found.validity, found.certificates.revocation) == (validity, revocation)


@pytest.mark.parametrize("make", [make for make, *_ in CARDS.values()], ids=CARDS)
@pytest.mark.parametrize(
    "made",
    [*map(clock, NOT_BELIEVED.values()), clock(released=TODAY + DAY), clock(released=date(2021, 11, 20))],
    ids=[*NOT_BELIEVED, "before the release", "five years and a day after the release"],
)
def test_a_clock_that_may_not(pki: Pki, stranger: Pki, make: Callable[[Pki, Pki], Situation], made: SaneClock) -> None:
    found = verdict(pki, make(pki, stranger), made)
    assert (found.validity, found.doubts) == (Validity.TO_CHECK, (Doubt.CLOCK,))
    assert found.certificates.revocation is Revocation.NOT_CHECKED
