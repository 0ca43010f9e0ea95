"""Who vouches for a certificate: the path from one of the given anchors, by RFC 5280, without any network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
    RevocationCheckingPolicy,
)
from pyhanko_certvalidator.registry import CertificateRegistry
from pyhanko_certvalidator.revinfo.manager import RevinfoManager

from kiosk.audit.igc_sante import Authorities

_REFUSED = (PathError, ValidationError, ValueError, TypeError, LookupError, AttributeError, AssertionError)
"""The validator's own refusals, and what it and asn1crypto raise on a certificate made to confuse them."""


def trusted_path(leaf: bytes, authorities: Authorities, moment: datetime) -> tuple[bytes, ...] | None:
    """The path as DER, from below the anchor to ``leaf``, preceded by the anchor; None if there is none.

    Signatures, dates at ``moment`` (aware), constraints and critical extensions are checked; revocation is not.
    """
    return _validated(leaf, authorities, moment, NO_REVOCATION, ())


def holds_unrevoked(leaf: bytes, authorities: Authorities, moment: datetime, unrevoked: Iterable[bytes]) -> bool:
    """True if the path holds in mode ``require``: each certificate below the anchor must be among ``unrevoked``.

    ``unrevoked``: SHA-256 of those that a fresh list was found not to name. The lists are searched in
    ``kiosk.audit.revocation`` because the validator takes a second for a list of 100,000 entries.
    """
    return _validated(leaf, authorities, moment, REQUIRE_REVINFO, unrevoked) is not None


def _validated(
    leaf: bytes,
    authorities: Authorities,
    moment: datetime,
    policy: RevocationCheckingPolicy,
    unrevoked: Iterable[bytes],
) -> tuple[bytes, ...] | None:
    if not authorities.roots:
        return None  # the validator would fall back to the anchors of the operating system
    try:
        return asyncio.run(_path(leaf, _context(authorities, moment, policy, unrevoked)))
    except _REFUSED:
        return None


def _context(
    authorities: Authorities, moment: datetime, policy: RevocationCheckingPolicy, unrevoked: Iterable[bytes]
) -> ValidationContext:
    registry = CertificateRegistry.build(certs=[x509.Certificate.load(der) for der in authorities.issuing])
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in authorities.roots],
        certificate_registry=registry,
        moment=moment,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(policy),
        revinfo_manager=RevinfoManager(
            registry, POEManager(), [], [], [NonRevokedStatusAssertion(digest, moment) for digest in unrevoked]
        ),
    )


async def _path(leaf: bytes, context: ValidationContext) -> tuple[bytes, ...]:
    validator = CertificateValidator(x509.Certificate.load(leaf, strict=True), validation_context=context)
    path = await validator.async_validate_path()
    return tuple(certificate.dump() for certificate in path.iter_certs(include_root=True))
