"""What the configured folders may bring: pinned authorities, lists, and nothing else."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.audit.igc_sante import ISSUING, ROOTS, Authorities, accepted
from kiosk.audit.revocation import RevocationList
from kiosk.audit.trust import FILES_MAX, TrustFolders, certificates_in
from lab.igc import TODAY, Pki


def pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def put(folder: Path, name: str, found: RevocationList) -> None:
    (folder / name).write_bytes(found.parsed.public_bytes(Encoding.DER))


def test_the_published_authorities_are_nine() -> None:
    assert (len(ROOTS), len(ISSUING), len(ROOTS & ISSUING)) == (3, 6, 0)
    assert {len(digest) for digest in ROOTS | ISSUING} == {32}


def test_an_authority_is_accepted_by_its_digest_alone(pki: Pki, stranger: Pki) -> None:
    """The stranger carries the same names."""
    known = {
        "roots": frozenset([sha256(pki.root.der).digest()]),
        "issuing": frozenset([sha256(pki.issuing.der).digest()]),
    }
    given = [stranger.root.der, pki.issuing.der, pki.root.der, stranger.issuing.der]
    assert accepted(given, **known) == pki.authorities
    assert accepted(given) == Authorities()


def test_a_folder_cannot_add_an_authority(pki: Pki, tmp_path: Path) -> None:
    (tmp_path / "ac.pem").write_bytes(pem(pki.root.der) + pem(pki.issuing.der))
    assert TrustFolders(tmp_path, None).trust().authorities == Authorities()


def test_pem_bundles_and_der_are_read(pki: Pki) -> None:
    assert certificates_in(pem(pki.root.der) + pem(pki.issuing.der)) == [pki.root.der, pki.issuing.der]
    assert certificates_in(pki.root.der) == [pki.root.der]
    assert certificates_in(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") == []


def test_no_folder_and_an_absent_folder_hold_nothing(tmp_path: Path) -> None:
    assert TrustFolders(None, None).trust().lists == ()
    absent = TrustFolders(tmp_path / "absent", tmp_path / "absent").trust()
    assert (absent.authorities, absent.lists) == (Authorities(), ())


def test_a_list_counts_from_the_next_look_on(pki: Pki, tmp_path: Path) -> None:
    folders = TrustFolders(None, tmp_path)
    assert folders.trust().lists == ()
    put(tmp_path, "aci.crl", pki.crl())
    (tmp_path / "lisez-moi.txt").write_text("pas une liste")
    (tmp_path / "dossier").mkdir()
    first = folders.trust()
    assert [each.issued.date() for each in first.lists] == [TODAY - timedelta(days=1)]
    assert folders.trust() is first
    put(tmp_path, "aci.crl", pki.crl(issued=TODAY))
    os.utime(tmp_path / "aci.crl", ns=(1, 1))
    assert [each.issued.date() for each in folders.trust().lists] == [TODAY]
    (tmp_path / "aci.crl").unlink()
    assert folders.trust().lists == ()


def test_a_folder_full_of_files_is_not_read_whole(pki: Pki, tmp_path: Path) -> None:
    for number in range(FILES_MAX + 1):
        put(tmp_path, f"{number:03}.crl", pki.crl())
    assert len(TrustFolders(None, tmp_path).trust().lists) == FILES_MAX
