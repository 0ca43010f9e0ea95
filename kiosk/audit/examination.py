"""The two certificates of a card, examined: present, matching, in date, the holder's, vouched for, not revoked.

It signs nothing and asks the network nothing; about 20 ms, so it runs beside the reading and never inside the flow.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from kiosk.audit.certificates import BadCertificate, Certificate, read_certificate
from kiosk.audit.chain import holds_unrevoked, trusted_path
from kiosk.audit.findings import ChainStatus, Day, Findings, Presence, Revocation, Term, YesNoUnknown
from kiosk.audit.revocation import Listed, look_up
from kiosk.audit.trust import Trust
from kiosk.card.model import CardContent, HolderIdentity

SOON = timedelta(days=60)
"""From how long before its end a certificate is worth a warning."""

_ID_NAT_PS = re.compile(r"8[0-9]{11}|0[0-9A-Z]{9}")
"""CN of a CPS or CPF: 8 ‖ RPPS, or 0 ‖ ADELI (deploy/reference/card.md §11.1, §12.2)."""

_WORST_FIRST = (
    Revocation.REVOKED,
    Revocation.SUSPENDED,
    Revocation.NAMED_BY_OLD_LIST,
    Revocation.NOT_CHECKED,
    Revocation.NO_LIST,
    Revocation.STALE,
    Revocation.GOOD,
)


def examine(content: CardContent, trust: Trust, day: Day) -> Findings:
    """Everything that can be found out about the certificates in ``content``."""
    given = [der for der in (content.authentication_certificate, content.signature_certificate) if der is not None]
    try:
        certificates = [read_certificate(der) for der in given]
    except BadCertificate:
        return Findings(Presence.UNREADABLE)
    if not certificates:
        return Findings(Presence.NONE)
    chain, listed = _vouched(certificates, trust, day)
    not_before = max(each.not_before for each in certificates)
    not_after = min(each.not_after for each in certificates)
    return Findings(
        presence=Presence.BOTH if len(certificates) == 2 else Presence.ONE,
        pair=YesNoUnknown.NO if content.certificates_have_keys is False else _pair(certificates),
        holder=_holder(certificates, content.holder),
        term=_term(not_before, not_after, day),
        not_before=not_before.date(),
        not_after=not_after.date(),
        chain=chain,
        revocation=listed.revocation,
        list_day=listed.day,
    )


def _pair(certificates: list[Certificate]) -> YesNoUnknown:
    if len(certificates) != 2:
        return YesNoUnknown.UNKNOWN
    authentication, signature = certificates
    same = (authentication.subject, authentication.issuer) == (signature.subject, signature.issuer)
    uses = authentication.digital_signature and signature.non_repudiation
    return YesNoUnknown.YES if same and uses and authentication.der != signature.der else YesNoUnknown.NO


def _holder(certificates: list[Certificate], holder: HolderIdentity | None) -> YesNoUnknown:
    """By the national identifier alone: names are cut and spelt in more than one way."""
    written = None if holder is None or holder.national_id is None else "".join(holder.national_id.split())
    if written is None:
        return YesNoUnknown.UNKNOWN
    if all(written in each.common_names for each in certificates):
        return YesNoUnknown.YES
    told = [name for each in certificates for name in each.common_names if _ID_NAT_PS.fullmatch(name)]
    return (
        YesNoUnknown.NO
        if _ID_NAT_PS.fullmatch(written) and any(name != written for name in told)
        else YesNoUnknown.UNKNOWN
    )


def _term(not_before: datetime, not_after: datetime, day: Day) -> Term:
    """By whole days, the last one included."""
    if not day.clock_sane:
        return Term.UNKNOWN
    if day.today < not_before.date():
        return Term.NOT_YET
    if day.today > not_after.date():
        return Term.ENDED
    return Term.ENDING if not_after.date() - day.today <= SOON else Term.RUNNING


def _vouched(certificates: list[Certificate], trust: Trust, day: Day) -> tuple[ChainStatus, Listed]:
    if not trust.authorities.roots:
        return ChainStatus.NOT_CHECKED, Listed(Revocation.NOT_CHECKED)
    paths = [trusted_path(each.der, trust.authorities, _inside(each, day.moment)) for each in certificates]
    found = [path for path in paths if path is not None]
    if len(found) != len(certificates):
        return ChainStatus.UNKNOWN_AUTHORITY, Listed(Revocation.NOT_CHECKED)
    if not day.clock_sane:
        return ChainStatus.KNOWN, Listed(Revocation.NOT_CHECKED)
    return ChainStatus.KNOWN, _worst([_revocation(path, trust, day) for path in found])


def _inside(certificate: Certificate, moment: datetime) -> datetime:
    """A moment at which it was valid: who signed it does not depend on the day."""
    return min(max(moment, certificate.not_before), certificate.not_after)


def _revocation(path: tuple[bytes, ...], trust: Trust, day: Day) -> Listed:
    """A path as ``trusted_path`` gives it. The card's own certificate condemns; one above it only leaves a doubt."""
    above, leaf = path[:-1], path[-1]
    own = look_up(leaf, above[-1], trust.lists, day.moment)
    if own.revocation is not Revocation.GOOD:
        return own
    issuers = [look_up(each, parent, trust.lists, day.moment) for parent, each in pairwise(above)]
    if all(each.revocation is Revocation.GOOD for each in issuers):
        unrevoked = (sha256(each).digest() for each in path[1:])
        proved = holds_unrevoked(leaf, trust.authorities, day.moment, unrevoked)
        return _worst([own, *issuers]) if proved else Listed(Revocation.NOT_CHECKED)
    unproved = _worst(issuers)
    softened = {Revocation.REVOKED: Revocation.SUSPENDED}
    return Listed(softened.get(unproved.revocation, unproved.revocation), unproved.day)


def _worst(found: list[Listed]) -> Listed:
    """The worst answer, with the oldest list that gives it."""
    worst = min((each.revocation for each in found), key=_WORST_FIRST.index)
    days = [each.day for each in found if each.revocation is worst and each.day is not None]
    return Listed(worst, min(days, default=None))
