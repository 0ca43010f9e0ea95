"""What a signed list of revoked certificates says of one certificate (RFC 5280 §5 and §6.3, complete lists only).

A list counts for a certificate if it carries its issuer's name and signature, and its scope covers it: no delta, no
indirect list, no part of the reasons; a list limited to some distribution points only for a certificate that names one
of them. It is fresh from its thisUpdate to its nextUpdate; without a nextUpdate it never is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.audit.certificates import MALFORMED, addresses, crl_places
from kiosk.audit.findings import Revocation

_HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A parsed list; ``issued`` is its thisUpdate and ``until`` its nextUpdate, both aware."""

    parsed: x509.CertificateRevocationList
    issued: datetime
    until: datetime | None

    def fresh(self, moment: datetime) -> bool:
        return self.until is not None and self.issued <= moment < self.until


@dataclass(frozen=True, slots=True)
class Listed:
    """``day``: when the list that says so was issued; None without a list."""

    revocation: Revocation
    day: date | None = None


def read_list(raw: bytes) -> RevocationList | None:
    """One list, DER or PEM; None if it is none."""
    try:
        pem = raw.lstrip().startswith(b"-----BEGIN")
        parsed = x509.load_pem_x509_crl(raw) if pem else x509.load_der_x509_crl(raw)
        return RevocationList(parsed, parsed.last_update_utc, parsed.next_update_utc)
    except MALFORMED:
        return None


def number_of(found: RevocationList) -> int | None:
    """Its CRLNumber, which grows from one list of an issuer to the next; None if it has none that can be read."""
    try:
        return found.parsed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (x509.ExtensionNotFound, *MALFORMED):
        return None


def is_complete(found: RevocationList) -> bool:
    """Whether it can count for any certificate at all: complete for its scope, and without an unknown demand."""
    try:
        return _complete(found.parsed)
    except MALFORMED:
        return False


def is_signed_by(found: RevocationList, authority: bytes) -> bool:
    """Whether ``authority`` (DER) may sign lists, and this one carries its name and its signature."""
    try:
        return _authored(found.parsed, x509.load_der_x509_certificate(authority))
    except MALFORMED:
        return False


def look_up(certificate: bytes, issuer: bytes, lists: Iterable[RevocationList], moment: datetime) -> Listed:
    """What the newest list by ``issuer`` that was out at ``moment`` says of ``certificate`` (both DER)."""
    try:
        leaf, authority = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
    except MALFORMED:
        return Listed(Revocation.NO_LIST)
    usable = [each for each in lists if each.issued <= moment and _counts(each.parsed, leaf, authority)]
    newest = max(usable, key=lambda each: each.issued, default=None)
    return Listed(Revocation.NO_LIST) if newest is None else Listed(_says(newest, leaf, moment), newest.issued.date())


def _says(newest: RevocationList, leaf: x509.Certificate, moment: datetime) -> Revocation:
    entry = newest.parsed.get_revoked_certificate_by_serial_number(leaf.serial_number)
    if entry is None:
        return Revocation.GOOD if newest.fresh(moment) else Revocation.STALE
    if not newest.fresh(moment):
        return Revocation.NAMED_BY_OLD_LIST
    return Revocation.REVOKED if _final(entry, moment) else Revocation.SUSPENDED


def _final(entry: x509.RevokedCertificate, moment: datetime) -> bool:
    """Revoked for good and by now. A critical extension that is not known here makes the entry doubtful."""
    try:
        return entry.revocation_date_utc <= moment and all(_plain(each) for each in entry.extensions)
    except MALFORMED:
        return False


def _plain(extension: x509.Extension[x509.ExtensionType]) -> bool:
    if isinstance(extension.value, x509.CRLReason):
        return extension.value.reason not in (x509.ReasonFlags.certificate_hold, x509.ReasonFlags.remove_from_crl)
    return not extension.critical


def _counts(found: x509.CertificateRevocationList, leaf: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        return found.issuer == leaf.issuer and _covers(found, leaf) and _authored(found, authority)
    except MALFORMED:
        return False


def _authored(found: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    return (
        found.issuer == authority.subject
        and _may_sign_lists(authority)
        and isinstance(found.signature_hash_algorithm, _HASHES)
        and _signed(found, authority)
    )


def _signed(found: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    return isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) and found.is_signature_valid(key)


def _may_sign_lists(authority: x509.Certificate) -> bool:
    try:
        return authority.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return False


def _covers(found: x509.CertificateRevocationList, leaf: x509.Certificate) -> bool:
    return _complete(found) and all(_in_scope(scope, leaf) for scope in _scopes(found))


def _complete(found: x509.CertificateRevocationList) -> bool:
    strange = [each for each in found.extensions if not isinstance(each.value, x509.IssuingDistributionPoint)]
    unknown = any(each.critical for each in strange)
    delta = any(isinstance(each.value, x509.DeltaCRLIndicator) for each in found.extensions)
    return not unknown and not delta and not any(_partial(scope) for scope in _scopes(found))


def _scopes(found: x509.CertificateRevocationList) -> list[x509.IssuingDistributionPoint]:
    return [each.value for each in found.extensions if isinstance(each.value, x509.IssuingDistributionPoint)]


def _partial(scope: x509.IssuingDistributionPoint) -> bool:
    return bool(
        scope.indirect_crl
        or scope.only_contains_attribute_certs
        or scope.only_some_reasons
        or scope.relative_name is not None
    )


def _in_scope(scope: x509.IssuingDistributionPoint, leaf: x509.Certificate) -> bool:
    if scope.only_contains_ca_certs and not _is_authority(leaf):
        return False
    if scope.only_contains_user_certs and _is_authority(leaf):
        return False
    return scope.full_name is None or bool(addresses(scope.full_name) & crl_places(leaf))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
