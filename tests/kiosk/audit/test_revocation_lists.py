"""Which lists count, and what they say; the validator itself, fed with the same lists, is the independent judge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, RevokedError

from kiosk.audit.examination import examine
from kiosk.audit.findings import Day, Revocation
from kiosk.audit.revocation import RevocationList, look_up, read_list
from lab.igc import PLACE, TODAY, Pki

YESTERDAY = TODAY - timedelta(days=1)
Lists = Callable[[Pki, int], tuple[RevocationList, ...]]


def judged_by_the_validator(
    pki: Pki, leaf: bytes, lists: tuple[RevocationList, ...], day: Day
) -> type[Exception] | None:
    """Mode ``require``, the lists handed in: what it raises, None if the path holds."""
    context = ValidationContext(
        trust_roots=[asn1.Certificate.load(pki.root.der)],
        other_certs=[asn1.Certificate.load(pki.issuing.der)],
        crls=[each.parsed.public_bytes(Encoding.DER) for each in lists],
        revocation_mode="require",
        moment=day.moment,
    )
    try:
        asyncio.run(CertificateValidator(asn1.Certificate.load(leaf), validation_context=context).async_validate_path())
    except (RevokedError, InsufficientRevinfoError) as error:
        return RevokedError if isinstance(error, RevokedError) else InsufficientRevinfoError
    return None


CASES: dict[str, tuple[Lists, Revocation, type[Exception] | None]] = {
    "both lists": (lambda pki, _: (pki.crl(), pki.root_crl()), Revocation.GOOD, None),
    "others are named": (lambda pki, serial: (pki.crl(serial + 1, serial - 2), pki.root_crl()), Revocation.GOOD, None),
    "named": (lambda pki, serial: (pki.crl(serial), pki.root_crl()), Revocation.REVOKED, RevokedError),
    "named by the newer": (
        lambda pki, serial: (pki.crl(issued=TODAY - timedelta(days=2)), pki.crl(serial), pki.root_crl()),
        Revocation.REVOKED,
        RevokedError,
    ),
    "no list": (lambda pki, _: (), Revocation.NO_LIST, InsufficientRevinfoError),
    "only the root's": (lambda pki, _: (pki.root_crl(),), Revocation.NO_LIST, InsufficientRevinfoError),
    "only the issuer's": (lambda pki, _: (pki.crl(),), Revocation.NO_LIST, InsufficientRevinfoError),
    "stale": (
        lambda pki, _: (pki.crl(issued=date(2026, 11, 1), until=date(2026, 11, 8)), pki.root_crl()),
        Revocation.STALE,
        InsufficientRevinfoError,
    ),
    "the root's is stale": (
        lambda pki, _: (pki.crl(), pki.root_crl(issued=date(2026, 1, 1), until=date(2026, 7, 1))),
        Revocation.STALE,
        InsufficientRevinfoError,
    ),
    "from tomorrow": (
        lambda pki, serial: (pki.crl(serial, issued=TODAY + timedelta(days=1)), pki.root_crl()),
        Revocation.NO_LIST,
        InsufficientRevinfoError,
    ),
    "signed by the root": (
        lambda pki, serial: (pki.crl(serial, by=pki.root), pki.root_crl()),
        Revocation.NO_LIST,
        InsufficientRevinfoError,
    ),
    "the issuer is named": (
        lambda pki, _: (pki.crl(), pki.root_crl(2)),
        Revocation.SUSPENDED,
        RevokedError,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "says", "raised"), CASES.values(), ids=CASES)
def test_we_and_the_validator_agree(
    pki: Pki, sane_day: Day, lists: Lists, says: Revocation, raised: type[Exception] | None
) -> None:
    content = pki.card()
    given = lists(pki, pki.serials[-1])
    assert examine(content, pki.trust(*given), sane_day).revocation is says
    leaf = content.signature_certificate
    assert leaf is not None
    assert judged_by_the_validator(pki, leaf, given, sane_day) is raised


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (None, Revocation.REVOKED),
        (x509.ReasonFlags.unspecified, Revocation.REVOKED),
        (x509.ReasonFlags.key_compromise, Revocation.REVOKED),
        (x509.ReasonFlags.superseded, Revocation.REVOKED),
        (x509.ReasonFlags.certificate_hold, Revocation.SUSPENDED),
        (x509.ReasonFlags.remove_from_crl, Revocation.SUSPENDED),
    ],
)
def test_only_what_is_final_condemns(
    pki: Pki, sane_day: Day, reason: x509.ReasonFlags | None, says: Revocation
) -> None:
    content = pki.card()
    assert examine(content, pki.trust(pki.crl(pki.serials[-1], reason=reason)), sane_day).revocation is says


@pytest.mark.parametrize(("days", "says"), [(0, Revocation.REVOKED), (1, Revocation.SUSPENDED)])
def test_a_revocation_counts_from_its_day(pki: Pki, sane_day: Day, days: int, says: Revocation) -> None:
    content = pki.card()
    named = pki.crl(pki.serials[-1], since=TODAY + timedelta(days=days))
    assert examine(content, pki.trust(named), sane_day).revocation is says


def test_named_by_an_old_list_is_only_a_doubt(pki: Pki, sane_day: Day) -> None:
    content = pki.card()
    old = pki.crl(pki.serials[-1], issued=date(2026, 10, 1), until=date(2026, 10, 8))
    assert examine(content, pki.trust(old), sane_day).revocation is Revocation.NAMED_BY_OLD_LIST


@pytest.mark.parametrize(("days", "fresh"), [(0, False), (1, True)])
def test_a_list_that_ends_today_is_not_fresh(pki: Pki, sane_day: Day, days: int, fresh: bool) -> None:
    assert pki.crl(until=TODAY + timedelta(days=days)).fresh(sane_day.moment) is fresh


@pytest.mark.parametrize(("days", "fresh"), [(0, True), (1, False)])
def test_a_list_of_today_is_fresh(pki: Pki, sane_day: Day, days: int, fresh: bool) -> None:
    assert pki.crl(issued=TODAY + timedelta(days=days)).fresh(sane_day.moment) is fresh


def scope(**given: object) -> x509.IssuingDistributionPoint:
    plain = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**{**plain, **given})


def place(address: str) -> list[x509.GeneralName]:
    return [x509.UniformResourceIdentifier(address)]


@pytest.mark.parametrize(
    ("limits", "counts"),
    [
        (scope(only_contains_user_certs=True), True),
        (scope(full_name=place(PLACE)), True),
        (scope(full_name=place("http://igc-sante-test.invalid/CRL/part-2.crl")), False),
        (scope(only_contains_ca_certs=True), False),
        (scope(only_contains_attribute_certs=True), False),
        (scope(indirect_crl=True), False),
        (scope(only_some_reasons=frozenset([x509.ReasonFlags.key_compromise])), False),
        (x509.DeltaCRLIndicator(6), False),
    ],
)
def test_a_list_counts_within_its_scope_alone(
    pki: Pki, sane_day: Day, limits: x509.ExtensionType, counts: bool
) -> None:
    leaf = pki.leaf()
    found = look_up(leaf, pki.issuing.der, [pki.crl(pki.serials[-1], scope=limits)], sane_day.moment)
    assert found.revocation is (Revocation.REVOKED if counts else Revocation.NO_LIST)


def test_a_changed_list_does_not_count(pki: Pki, sane_day: Day) -> None:
    """Every byte of the signed part and of the signature, one at a time."""
    leaf = pki.leaf()
    raw = pki.crl(pki.serials[-1]).parsed.public_bytes(Encoding.DER)
    for place_ in range(0, len(raw), 7):
        warped = read_list(raw[:place_] + bytes([raw[place_] ^ 1]) + raw[place_ + 1 :])
        lists = [] if warped is None else [warped]
        found = look_up(leaf, pki.issuing.der, lists, sane_day.moment)
        assert found.revocation is Revocation.NO_LIST, place_


def test_der_and_pem_are_read(pki: Pki) -> None:
    parsed = pki.crl().parsed
    found = [read_list(parsed.public_bytes(encoding)) for encoding in (Encoding.DER, Encoding.PEM)]
    assert [each.issued.date() for each in found if each] == [YESTERDAY, YESTERDAY]
    assert read_list(b"") is read_list(b"-----BEGIN") is None
