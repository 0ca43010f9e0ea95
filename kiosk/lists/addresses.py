"""Where lists are published, and what their files are called.

An authority's own certificate names the list of whoever issued it. The list of an issuing authority is named by the
certificates of cards alone: its address is known here, or configured. No card is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography import x509

from kiosk.audit.certificates import MALFORMED, crl_places
from kiosk.audit.igc_sante import LIST_ADDRESSES, Authorities
from kiosk.config.settings import WEB_ADDRESS

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.crl")


@dataclass(frozen=True, slots=True)
class ListAddress:
    """``name``: of the file in the folder of lists, the same at every call for the same addresses."""

    address: str
    name: str


def list_addresses(authorities: Authorities, further: Iterable[str] = ()) -> tuple[ListAddress, ...]:
    """Every address once: those in the certificates, the known ones, then ``further``."""
    certificates = (*authorities.issuing, *authorities.roots)
    inside = [address for der in certificates for address in sorted(_places_in(der))]
    known = [LIST_ADDRESSES[digest] for digest in _digests(authorities.issuing) if digest in LIST_ADDRESSES]
    found = tuple(dict.fromkeys((*inside, *known, *further)))
    names = Counter(_published_name(address) for address in found)
    return tuple(ListAddress(address, _file_name(address, names)) for address in found)


def is_web(address: str) -> bool:
    """Whether it can be called: HTTP or HTTPS, a machine, and nothing that does not belong into an address."""
    try:
        parts = urlsplit(address)
        return bool(re.fullmatch(WEB_ADDRESS, address) and parts.hostname and parts.port != 0)
    except ValueError:
        return False


def _places_in(der: bytes) -> frozenset[str]:
    try:
        return crl_places(x509.load_der_x509_certificate(der))
    except MALFORMED:
        return frozenset()


def _digests(certificates: Iterable[bytes]) -> list[bytes]:
    return [sha256(der).digest() for der in certificates]


def _published_name(address: str) -> str:
    """``ACI-FO-PP.crl``; empty if the address ends in nothing that can be a file's name."""
    last = address.partition("?")[0].rpartition("/")[2]
    return last if _FILE_NAME.fullmatch(last) else ""


def _file_name(address: str, names: Counter[str]) -> str:
    """The published name where it is one, and of this address alone; otherwise with the address's digest in it."""
    name = _published_name(address)
    if name and names[name] == 1:
        return name
    return f"{name.removesuffix('.crl') or 'liste'}-{sha256(address.encode()).hexdigest()[:12]}.crl"
