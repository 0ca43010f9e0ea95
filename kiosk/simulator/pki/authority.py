"""A TEST authority and the certificates it gives the invented holder.

Names follow the test branch of the IGC-Santé ("TEST …", OU=IGC-SANTE TEST) and its leaf conventions: IdNat, surname and
given name in one RDN, profession as title; digitalSignature and keyEncipherment to authenticate, nonRepudiation to
sign; product type and profession in the issuer's own extensions. Addresses are under ``.invalid``: nothing can answer.
Keys, serial numbers and dates are fixed for one validity, so the same validity gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from kiosk.simulator.contents.identity import Identity
from kiosk.simulator.pki import keys

PRODUCT_TYPE = x509.ObjectIdentifier("1.2.250.1.71.1.2.2")  # nomenclature G02, 0 = CPS
PROFESSION = x509.ObjectIdentifier("1.2.250.1.71.1.2.7")  # nomenclature G15
_POLICY = x509.ObjectIdentifier("1.2.250.1.71.4.2.99")  # made up, under the issuer's arc
_SITE = "http://igc-sante-test.invalid"
_LDAP_CRL = (
    "ldap://annuaire-igc-test.invalid/CN=TEST%20AC%20IGC-SANTE%20FORT%20PERSONNES,OU=IGC-SANTE%20TEST,"
    "OU=0002%20187512751,O=ASIP-SANTE,C=FR?certificaterevocationlist;binary?base?objectclass=pkiCa"
)
_AUTHORITY_FROM = date(2020, 1, 1)
_AUTHORITY_TO = date(2049, 12, 31)


@dataclass(frozen=True, slots=True)
class CertificateChain:
    """Certificates as DER."""

    root: bytes
    issuing: bytes
    signature: bytes
    authentication: bytes


def _organisation(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ASIP-SANTE"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "0002 187512751"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "IGC-SANTE TEST"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


ROOT_NAME = _organisation("TEST AC RACINE IGC-SANTE FORT")
ISSUING_NAME = _organisation("TEST AC IGC-SANTE FORT PERSONNES")


def holder_name(identity: Identity) -> x509.Name:
    """C, title, and one RDN of three: CN = 8 ‖ RPPS, SN, GN."""
    country = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")])
    title = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.TITLE, identity.profession_title)])
    person = x509.RelativeDistinguishedName(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "8" + identity.rpps),
            x509.NameAttribute(NameOID.SURNAME, identity.surname),
            x509.NameAttribute(NameOID.GIVEN_NAME, identity.given_name),
        ]
    )
    return x509.Name([country, title, person])


def _usage(*names: str) -> x509.KeyUsage:
    known = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in names for name in known})


@dataclass(frozen=True, slots=True)
class _Request:
    """What one certificate says."""

    subject: x509.Name
    public_key: rsa.RSAPublicKey
    issuer: x509.Name
    issuer_key: rsa.RSAPrivateKey
    serial: int
    first_day: date
    last_day: date


def _begin(request: _Request) -> x509.CertificateBuilder:
    """The fields and the two key identifiers that every certificate carries."""
    issuer_public = request.issuer_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(request.subject)
        .issuer_name(request.issuer)
        .public_key(request.public_key)
        .serial_number(request.serial)
        .not_valid_before(datetime.combine(request.first_day, time(), UTC))
        .not_valid_after(datetime.combine(request.last_day, time(23, 59, 59), UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(request.public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )


def _der(builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey) -> bytes:
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _authority(subject: x509.Name, key: rsa.RSAPrivateKey, issuer_key: rsa.RSAPrivateKey, depth: int | None) -> bytes:
    request = _Request(
        subject, key.public_key(), ROOT_NAME, issuer_key, 1 if depth is None else 2, _AUTHORITY_FROM, _AUTHORITY_TO
    )
    builder = _begin(request)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
    return _der(builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True), issuer_key)


def _leaf(identity: Identity, key: rsa.RSAPrivateKey, serial: int, usage: x509.KeyUsage, login: bool) -> bytes:
    issuer_key = keys.issuing_key()
    validity = identity.validity
    builder = _begin(
        _Request(
            holder_name(identity),
            key.public_key(),
            ISSUING_NAME,
            issuer_key,
            serial,
            validity.issued,
            validity.ends,
        )
    )
    for extension in _leaf_extensions(identity):
        builder = builder.add_extension(extension, critical=False)
    if login:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    return _der(builder.add_extension(usage, critical=True), issuer_key)


def _leaf_extensions(identity: Identity) -> tuple[x509.ExtensionType, ...]:
    crl = [x509.UniformResourceIdentifier(where) for where in (f"{_SITE}/CRL/ACI-FO-PP.crl", _LDAP_CRL)]
    access = [
        (AuthorityInformationAccessOID.OCSP, f"{_SITE}/ocsp"),
        (AuthorityInformationAccessOID.CA_ISSUERS, f"{_SITE}/AC/ACI-FO-PP.cer"),
    ]
    return (
        x509.CRLDistributionPoints([x509.DistributionPoint(crl, None, None, None)]),
        x509.AuthorityInformationAccess(
            [x509.AccessDescription(method, x509.UniformResourceIdentifier(where)) for method, where in access]
        ),
        x509.CertificatePolicies([x509.PolicyInformation(_POLICY, [f"{_SITE}/PC"])]),
        x509.UnrecognizedExtension(PRODUCT_TYPE, b"\x02\x01\x00"),
        x509.UnrecognizedExtension(PROFESSION, bytes([0x02, 0x01, identity.profession])),
    )


def serial_numbers(card_serial: str) -> tuple[int, int]:
    """Those of the signature and authentication certificates on the card with these 8 digits in its EF.SN."""
    base = int(card_serial) << 8
    return base | 1, base | 2


@lru_cache(maxsize=8)
def chain(identity: Identity) -> CertificateChain:
    """The holder's two certificates and the two above them."""
    signature, authentication = serial_numbers(identity.serial)
    return CertificateChain(
        root=_authority(ROOT_NAME, keys.root_key(), keys.root_key(), None),
        issuing=_authority(ISSUING_NAME, keys.issuing_key(), keys.root_key(), 0),
        signature=_leaf(identity, keys.signature_key(), signature, _usage("content_commitment"), login=False),
        authentication=_leaf(
            identity,
            keys.authentication_key(),
            authentication,
            _usage("digital_signature", "key_encipherment"),
            login=True,
        ),
    )
