"""What vouches for simulated cards: the TEST authority and its signed lists of one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.audit.trust import Trust, trust_in
from kiosk.simulator.contents.identity import REVOKED_SERIAL, Identity, current_validity
from kiosk.simulator.pki import keys
from kiosk.simulator.pki.authority import ISSUING_NAME, ROOT_NAME, chain, serial_numbers

FRESH = timedelta(days=7)


def vouching_for_simulated_cards(today: date) -> Trust:
    """The lists name no certificates but those of the profile ``revoked``."""
    signed = chain(Identity(current_validity(today)))
    return trust_in((signed.root,), (signed.issuing,), lists(today, serial_numbers(REVOKED_SERIAL)))


def lists(issued: date, revoked: Iterable[int] = ()) -> tuple[bytes, bytes]:
    """DER of the issuing authority's list, which names the serial numbers in ``revoked``, and of the root's.

    Both are from the beginning of the day ``issued`` and fresh for a week.
    """
    return _list(ISSUING_NAME, keys.issuing_key(), issued, revoked), _list(ROOT_NAME, keys.root_key(), issued, ())


def _list(name: x509.Name, key: rsa.RSAPrivateKey, issued: date, revoked: Iterable[int]) -> bytes:
    begun = datetime.combine(issued, time(), UTC)
    builder = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(begun).next_update(begun + FRESH)
    author = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(author, critical=False).add_extension(x509.CRLNumber(1), critical=False)
    for serial in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(begun)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
