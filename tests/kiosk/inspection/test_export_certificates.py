"""``audit --export``: the two certificates as files, all or none, never over another file."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509

from bench.card import a_bench
from kiosk.card.model import CardContent
from kiosk.inspection.export_certificates import AUTHENTICATION, SIGNATURE, export_certificates


@pytest.fixture(scope="module")
def content() -> CardContent:
    return a_bench("healthy").content()


def test_both_are_der_files_that_only_their_owner_may_read(tmp_path: Path, content: CardContent) -> None:
    folder = tmp_path / "new" / "folder"
    written = export_certificates(folder, content)
    assert [path.name for path in written] == [AUTHENTICATION, SIGNATURE]
    assert sorted(folder.iterdir()) == sorted(written)
    usages = [x509.load_der_x509_certificate(path.read_bytes()).extensions for path in written]
    signs = [found.get_extension_for_class(x509.KeyUsage).value.content_commitment for found in usages]
    assert signs == [False, True]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", [AUTHENTICATION, SIGNATURE])
def test_a_file_that_is_there_is_never_replaced(tmp_path: Path, content: CardContent, name: str) -> None:
    (tmp_path / name).write_text("à garder")
    with pytest.raises(FileExistsError, match=name):
        export_certificates(tmp_path, content)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "à garder"


def test_a_link_to_another_file_is_not_followed(tmp_path: Path, content: CardContent) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / SIGNATURE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        export_certificates(tmp_path / "folder", content)
    assert not (tmp_path / "elsewhere").exists()


def test_a_card_with_one_certificate_gives_one(tmp_path: Path, content: CardContent) -> None:
    [path] = export_certificates(tmp_path, replace(content, authentication_certificate=None))
    assert path.name == SIGNATURE
    nothing = replace(content, authentication_certificate=None, signature_certificate=None)
    assert export_certificates(tmp_path / "other", nothing) == ()
