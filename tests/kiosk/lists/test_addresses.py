"""Where lists are looked for, and what their files are called."""

from __future__ import annotations

from hashlib import sha256

import pytest
from cryptography import x509

from kiosk.audit.igc_sante import ISSUING, LIST_ADDRESSES, Authorities
from kiosk.lists import addresses as module
from kiosk.lists.addresses import is_web, list_addresses
from lab.igc import TODAY as DAY
from lab.igc import Pki, begin, sign, usage

ROOT_LIST = "http://igc-sante-test.invalid/CRL/ACR-FO.crl"
LDAP = "ldap://annuaire.invalid/CN=TEST%20AC%20RACINE,O=ASIP-SANTE,C=FR?certificaterevocationlist;binary"


def issuing(pki: Pki, *places: str) -> bytes:
    """The issuing authority's certificate; it names where the root publishes its list."""
    names = [x509.UniformResourceIdentifier(place) for place in places]
    builder = begin(pki.issuing.name, pki.issuing.key, pki.root, 2, DAY, DAY.replace(year=2033))
    if places:
        points = [x509.DistributionPoint(names, None, None, None)]
        builder = builder.add_extension(x509.CRLDistributionPoints(points), critical=False)
    return sign(builder.add_extension(usage("crl_sign"), critical=True), pki.root)


def found(authorities: Authorities, *further: str) -> list[tuple[str, str]]:
    return [(each.address, each.name) for each in list_addresses(authorities, further)]


def test_a_certificate_names_the_list_of_whoever_issued_it(pki: Pki) -> None:
    authorities = Authorities((pki.root.der,), (issuing(pki, ROOT_LIST, LDAP),))
    assert [address for address, _ in found(authorities)] == [ROOT_LIST, LDAP]
    assert found(authorities)[0] == (ROOT_LIST, "ACR-FO.crl")
    assert [is_web(address) for address, _ in found(authorities)] == [True, False]


def test_the_list_of_an_issuing_authority_is_known_by_its_digest(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    der = issuing(pki)
    place = "http://igc-sante-test.invalid/CRL/ACI-FO-PP.crl"
    monkeypatch.setattr(module, "LIST_ADDRESSES", {sha256(der).digest(): place})
    assert found(Authorities((), (der,))) == [(place, "ACI-FO-PP.crl")]
    assert found(Authorities((), (pki.issuing.der,))) == []


def test_what_is_known_belongs_to_an_issuing_authority_and_is_on_the_web() -> None:
    assert set(LIST_ADDRESSES) <= ISSUING
    assert all(is_web(address) for address in LIST_ADDRESSES.values())


def test_an_address_is_called_once(pki: Pki) -> None:
    authorities = Authorities((), (issuing(pki, ROOT_LIST), issuing(pki, ROOT_LIST)))
    assert found(authorities, ROOT_LIST) == [(ROOT_LIST, "ACR-FO.crl")]


def test_two_addresses_never_share_a_file() -> None:
    one, other = "http://a.invalid/CRL/AC.crl", "http://b.invalid/CRL/AC.crl"
    names = [name for _, name in found(Authorities(), one, other)]
    assert len(set(names)) == 2
    assert all(name.startswith("AC-") and name.endswith(".crl") for name in names)
    assert [name for _, name in found(Authorities(), other, one)] == names[::-1]


@pytest.mark.parametrize(
    "address",
    [
        "http://a.invalid/",
        "http://a.invalid",
        "http://a.invalid/crl?id=3",
        "http://a.invalid/..crl",
        "http://a.invalid/.crl",
        "http://a.invalid/%2e%2e%2fAC.crl",
        "http://a.invalid/" + "A" * 61 + ".crl",
        "http://a.invalid/AC.crl-new",
    ],
)
def test_a_name_that_is_none_is_made_of_the_address(address: str) -> None:
    ((_, name),) = found(Authorities(), address)
    assert name == f"liste-{sha256(address.encode()).hexdigest()[:12]}.crl"


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("http://a.invalid/x", True),
        ("https://a.invalid:8443/x", True),
        ("HTTP://a.invalid/x", True),
        ("http://a.invalid/x y", False),
        ("http://a.invalid/x\r\nHost: b", False),
        ("http:///x", False),
        ("http://a.invalid:0/x", False),
        ("http://a.invalid:port/x", False),
        ("http://[::1/x", False),
        ("ldap://a.invalid/x", False),
        ("file:///x", False),
        ("", False),
    ],
)
def test_what_can_be_called(address: str, web: bool) -> None:
    assert is_web(address) is web
