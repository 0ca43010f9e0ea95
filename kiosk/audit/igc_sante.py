"""The authorities of the IGC-Santé, known by the SHA-256 of their certificates (deploy/reference/card.md §12.1).

A file in the configured folder is trusted only if it is one of these, byte for byte: whoever can write to the folder
cannot add an authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

ROOTS = frozenset(
    bytes.fromhex(digest)
    for digest in (
        "53D30A19570826BDE0C0762501F1F1C7A659F976C6C023123DF5239DF34A4EEA",  # FORT
        "5891815E864506C662AFB32F8DE5B8DE38BFFA1AF721780B69E19A0C050386C3",  # STANDARD
        "2D9E22CA19F777C6B745257C723ECB8DF3C35FA6F1F6EC36B83600C97346967F",  # ELEMENTAIRE
    )
)
"""AC RACINE IGC-SANTE, 2013 to 2033."""

ISSUING = frozenset(
    bytes.fromhex(digest)
    for digest in (
        "38284E4F6107456E70C7439C85DA7D564D0FE1FE1A968C9EB6D43E1FC0D63C3A",  # FORT PERSONNES
        "6C339EBCB3E1B0102B143C9694225C2A4AB2EF6FEDF7D364DA8DB305E7F7D997",  # STANDARD PERSONNES
        "19C1EAEAB477B6FBC233CDA3B53FBDBC3F4E9BF6CF6973E46F7DFAEF89C06C6C",  # ELEMENTAIRE PERSONNES
        "23F69674002D1DD4B018BAECD908DC92687942BB48E5140FF895E2F56BC49C0D",  # FORT ORGANISATIONS
        "C0520A2B14FB68836A807BF86AB2B3E07D1B6061D91BC9C7B86A6F8DE4B5638E",  # STANDARD ORGANISATIONS
        "D834EE5B40686B73573F60547BF6052C6D404D942A5665CDB2C0B9137B5D27B2",  # ELEMENTAIRE ORGANISATIONS
    )
)
"""AC IGC-SANTE, which issue the certificates of cards."""


LIST_ADDRESSES: Mapping[bytes, str] = MappingProxyType(
    {
        bytes.fromhex("38284E4F6107456E70C7439C85DA7D564D0FE1FE1A968C9EB6D43E1FC0D63C3A"): (
            "http://igc-sante.esante.gouv.fr/CRL/ACI-FO-PP.crl"
        ),
    }
)
"""Where the list of an issuing authority lies, by the SHA-256 of its certificate (deploy/reference/card.md §12.3).

Only certificates that it issued name that place, and those of cards are not kept. What is known from a source alone.
"""


@dataclass(frozen=True, slots=True)
class Authorities:
    """Certificates as DER: the anchors, and those that stand between them and a card."""

    roots: tuple[bytes, ...] = ()
    issuing: tuple[bytes, ...] = ()


def accepted(
    certificates: Iterable[bytes], roots: frozenset[bytes] = ROOTS, issuing: frozenset[bytes] = ISSUING
) -> Authorities:
    """Those of ``certificates`` (DER) whose SHA-256 is known; the others are left out."""
    digests = {certificate: sha256(certificate).digest() for certificate in certificates}
    return Authorities(
        roots=tuple(der for der, digest in digests.items() if digest in roots),
        issuing=tuple(der for der, digest in digests.items() if digest in issuing),
    )
