"""One certificate of a card, read by an ASN.1 library; a name is never split as text (deploy/reference/card.md §12.2).

Subject of a CPS or CPF: ``C=FR``, ``title``, and one relative distinguished name of several attributes in any order,
CN (type digit ‖ national identifier) + SN + GN. Key usage: digitalSignature to authenticate, nonRepudiation to sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

MALFORMED = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What ``cryptography`` raises on bytes that it parses, some of it only when a field is asked for."""

DER_LENGTH_MAX = 16 * 1024
"""Bytes; those of a CPS are 1.7 kB."""


class BadCertificate(Exception):
    """The bytes are no certificate that can be understood. Its text carries nothing of them."""


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """``common_names`` in the order of the subject; ``surname``, ``given_name``, ``title`` the first of each, or None.

    ``subject`` and ``issuer`` compare whatever the order of attributes inside one RDN. ``not_before`` and ``not_after``
    are aware, UTC, both inside the validity. ``crl_places``: the addresses in CRLDistributionPoints.
    """

    der: bytes
    serial: int
    common_names: tuple[str, ...]
    surname: str | None
    given_name: str | None
    title: str | None
    subject: x509.Name
    issuer: x509.Name
    not_before: datetime
    not_after: datetime
    digital_signature: bool
    non_repudiation: bool
    crl_places: frozenset[str]

    def __repr__(self) -> str:
        return "Certificate(•••)"


def read_certificate(der: bytes) -> Certificate:
    """Raises BadCertificate."""
    if len(der) > DER_LENGTH_MAX:
        raise BadCertificate("longer than any certificate of a card")
    try:
        return _read(der)
    except MALFORMED:
        raise BadCertificate("not a certificate") from None


def _read(der: bytes) -> Certificate:
    found = x509.load_der_x509_certificate(der)
    usage = _usage(found)
    return Certificate(
        der=der,
        serial=found.serial_number,
        common_names=_texts(found.subject, NameOID.COMMON_NAME),
        surname=_first(found.subject, NameOID.SURNAME),
        given_name=_first(found.subject, NameOID.GIVEN_NAME),
        title=_first(found.subject, NameOID.TITLE),
        subject=found.subject,
        issuer=found.issuer,
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        digital_signature=usage is not None and usage.digital_signature,
        non_repudiation=usage is not None and usage.content_commitment,
        crl_places=crl_places(found),
    )


def common_name(der: bytes) -> str:
    """The first of the subject's, empty if it has none. Raises BadCertificate."""
    return next(iter(read_certificate(der).common_names), "")


def crl_places(certificate: x509.Certificate) -> frozenset[str]:
    """The addresses of its CRLs, empty if it names none. Raises one of MALFORMED."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(address for point in points for address in addresses(point.full_name))


def addresses(names: list[x509.GeneralName] | None) -> frozenset[str]:
    return frozenset(name.value for name in names or () if isinstance(name, x509.UniformResourceIdentifier))


def _usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> tuple[str, ...]:
    return tuple(value.value for value in name.get_attributes_for_oid(oid) if isinstance(value.value, str))


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    return next(iter(_texts(name, oid)), None)
