"""Certificates as cards carry them, and bytes that are none."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.audit.certificates import DER_LENGTH_MAX, BadCertificate, read_certificate
from kiosk.audit.examination import examine
from kiosk.audit.findings import ChainStatus, Day, Presence, YesNoUnknown
from kiosk.audit.trust import certificates_in
from lab.igc import ID_NAT, Pki, content, new_pki, person


def names(*groups: tuple[tuple[x509.ObjectIdentifier, str], ...]) -> x509.Name:
    return x509.Name(
        [x509.RelativeDistinguishedName([x509.NameAttribute(oid, text) for oid, text in group]) for group in groups]
    )


CN, SN, GN, OU = NameOID.COMMON_NAME, NameOID.SURNAME, NameOID.GIVEN_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME


@pytest.mark.parametrize("order", [(CN, SN, GN), (GN, SN, CN), (SN, CN, GN)])
def test_the_attributes_of_the_holder_come_in_any_order(pki: Pki, order: tuple[x509.ObjectIdentifier, ...]) -> None:
    texts = {CN: ID_NAT, SN: "LE GALL, épouse D’ARC", GN: "Anne-Marie+Rose"}
    found = read_certificate(pki.leaf(subject=names(tuple((oid, texts[oid]) for oid in order))))
    assert (found.common_names, found.surname, found.given_name) == ((ID_NAT,), texts[SN], texts[GN])
    assert found.title is None


def test_a_common_name_with_a_slash_stays_whole(pki: Pki) -> None:
    """CPE and CPA: ``CN=<structure>/<employee>``."""
    found = read_certificate(pki.leaf(subject=names(((OU, "3500000000029751"),), ((CN, "500000000029751/CPAT0001"),))))
    assert found.common_names == ("500000000029751/CPAT0001",)


def test_the_fields_that_are_judged(pki: Pki) -> None:
    found = read_certificate(pki.leaf("content_commitment"))
    assert (found.serial, found.title) == (pki.serials[-1], "Médecin")
    assert (found.digital_signature, found.non_repudiation) == (False, True)
    assert (found.not_before.isoformat(), found.not_after.isoformat()) == (
        "2025-03-01T12:00:00+00:00",
        "2028-03-31T12:00:00+00:00",
    )
    assert "LEGRAND" not in repr(found)


@pytest.mark.parametrize(
    ("written", "common_name", "agrees"),
    [
        (ID_NAT, ID_NAT, YesNoUnknown.YES),
        ("8 99700999990", ID_NAT, YesNoUnknown.YES),
        (ID_NAT, "899700075122", YesNoUnknown.NO),
        ("00B7010446", "00B7010446", YesNoUnknown.YES),
        (ID_NAT, "00B7010446", YesNoUnknown.NO),
        ("3500000000029751", "500000000029751/CPAT0001", YesNoUnknown.UNKNOWN),
        (ID_NAT, "500000000029751/CPAT0001", YesNoUnknown.UNKNOWN),
        (None, ID_NAT, YesNoUnknown.UNKNOWN),
    ],
)
def test_the_holder_agrees_by_the_national_identifier(
    pki: Pki, sane_day: Day, written: str | None, common_name: str, agrees: YesNoUnknown
) -> None:
    card = pki.card(subject=person(common_name), written=written)
    assert examine(card, pki.trust(), sane_day).holder is agrees


def test_two_certificates_match_if_holder_issuer_and_uses_do(pki: Pki, stranger: Pki, sane_day: Day) -> None:
    authentication, signature = pki.leaf("digital_signature"), pki.leaf("content_commitment")
    other = pki.leaf("content_commitment", subject=person(surname="DURAND"))
    elsewhere = pki.leaf("content_commitment", by=replace(pki.root))

    def pair(first: bytes, second: bytes) -> YesNoUnknown:
        return examine(content(first, second), pki.trust(), sane_day).pair

    assert pair(authentication, signature) is YesNoUnknown.YES
    swapped = pair(signature, authentication)
    assert {swapped, pair(authentication, other), pair(authentication, elsewhere)} == {YesNoUnknown.NO}
    assert pair(authentication, authentication) is YesNoUnknown.NO


@pytest.mark.parametrize(
    ("have_keys", "found"), [(True, YesNoUnknown.YES), (None, YesNoUnknown.YES), (False, YesNoUnknown.NO)]
)
def test_a_certificate_without_a_key_on_the_card_spoils_the_pair(
    pki: Pki, sane_day: Day, have_keys: bool | None, found: YesNoUnknown
) -> None:
    both = content(pki.leaf("digital_signature"), pki.leaf("content_commitment"))
    whole = replace(both, certificates_have_keys=have_keys)
    assert examine(whole, pki.trust(), sane_day).pair is found


@pytest.mark.parametrize(
    ("authentication", "signature", "presence"),
    [
        (False, False, Presence.NONE),
        (True, False, Presence.ONE),
        (False, True, Presence.ONE),
        (True, True, Presence.BOTH),
    ],
)
def test_presence(pki: Pki, sane_day: Day, authentication: bool, signature: bool, presence: Presence) -> None:
    card = content(pki.leaf() if authentication else None, pki.leaf() if signature else None)
    assert examine(card, pki.trust(), sane_day).presence is presence


def test_one_certificate_alone_is_still_vouched_for(pki: Pki, sane_day: Day) -> None:
    assert examine(content(pki.leaf(), None), pki.trust(), sane_day).chain is ChainStatus.KNOWN


@pytest.mark.parametrize("raw", [b"", b"\x30", b"\x30\x80", b"\x30\x82\xff\xff", bytes(DER_LENGTH_MAX + 1)])
def test_what_is_no_certificate_is_said_so(pki: Pki, sane_day: Day, raw: bytes) -> None:
    with pytest.raises(BadCertificate):
        read_certificate(raw)
    assert examine(content(pki.leaf(), raw), pki.trust(), sane_day).presence is Presence.UNREADABLE
    assert certificates_in(raw) == []


@lru_cache(maxsize=1)
def fuzzed() -> tuple[Pki, bytes]:
    made = new_pki()
    return made, made.leaf()


@settings(deadline=None, max_examples=150)
@given(data=st.data())
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_no_bytes_raise_and_no_changed_certificate_is_vouched_for(sane_day: Day, data: st.DataObject) -> None:
    made, whole = fuzzed()
    places = data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(1, 255)), min_size=1, max_size=4))
    warped = bytearray(whole)
    for place, change in places:
        warped[place] ^= change
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(whole))))
    raw = bytes(warped)[:cut]
    found = examine(content(raw, None), made.trust(made.crl(*made.serials), made.root_crl()), sane_day)
    assert found.chain is not ChainStatus.KNOWN or raw == whole


@given(raw=st.binary(max_size=300))
def test_garbage_is_unreadable(sane_day: Day, raw: bytes) -> None:
    made, _ = fuzzed()
    assert examine(content(None, raw), made.trust(), sane_day).presence is Presence.UNREADABLE
