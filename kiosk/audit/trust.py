"""What certificates are judged by: authorities and lists, from two folders that others fill.

The interface only reads them, again whenever they change: whoever fetches lists runs as another user.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.audit.certificates import MALFORMED
from kiosk.audit.igc_sante import Authorities, accepted
from kiosk.audit.revocation import RevocationList, read_list

FILES_MAX = 64
"""Files looked at in one folder: the IGC-Santé has nine authorities and twelve lists."""

FILE_BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trust:
    authorities: Authorities = field(default_factory=Authorities)
    lists: tuple[RevocationList, ...] = ()


def trust_in(roots: tuple[bytes, ...], issuing: tuple[bytes, ...], lists: tuple[bytes, ...] = ()) -> Trust:
    """Handed in by a caller who answers for it: for simulated cards only. Certificates and lists as DER."""
    read = (read_list(raw) for raw in lists)
    return Trust(Authorities(roots, issuing), tuple(found for found in read if found is not None))


Version = tuple[tuple[str, int, int], ...]
"""Name, time of change in nanoseconds and length of each file of a folder."""


class TrustFolders:
    """The two folders, either of which may be None. Used by one thread at a time."""

    def __init__(self, authorities: Path | None, lists: Path | None) -> None:
        self._folders = (authorities, lists)
        self._read: tuple[Version, Version] | None = None
        self._trust = Trust()

    def trust(self) -> Trust:
        """What the folders hold now. A file that is no certificate or no list is left out."""
        authorities, lists = self._folders
        versions = (_version(authorities), _version(lists))
        if versions != self._read:
            self._trust = Trust(accepted(_certificates(authorities, versions[0])), _lists(lists, versions[1]))
            self._read = versions
        return self._trust


def _version(folder: Path | None) -> Version:
    if folder is None:
        return ()
    try:
        entries = [(path.name, path.stat()) for path in sorted(folder.iterdir())[:FILES_MAX] if path.is_file()]
    except OSError:
        return ()
    return tuple((name, status.st_mtime_ns, status.st_size) for name, status in entries)


def _contents(folder: Path | None, version: Version) -> list[bytes]:
    if folder is None:
        return []
    read = (_bytes(folder / name) for name, _, length in version if length <= FILE_BYTES_MAX)
    return [raw for raw in read if raw is not None]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _certificates(folder: Path | None, version: Version) -> list[bytes]:
    return [der for raw in _contents(folder, version) for der in certificates_in(raw)]


def certificates_in(raw: bytes) -> list[bytes]:
    """The certificates of one file as DER: several if it is PEM, none if it is something else."""
    try:
        pem = b"-----BEGIN CERTIFICATE" in raw
        found = x509.load_pem_x509_certificates(raw) if pem else [x509.load_der_x509_certificate(raw)]
    except MALFORMED:
        return []
    return [each.public_bytes(Encoding.DER) for each in found]


def _lists(folder: Path | None, version: Version) -> tuple[RevocationList, ...]:
    read = (read_list(raw) for raw in _contents(folder, version))
    return tuple(found for found in read if found is not None)
