"""With the settings of ``deploy/cups``: what CUPS and its programs see, and what is left of a printed paper."""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.papers import AUDIT, HOLDER, ISSUER, OFFICE, RECEIPT, REFERRAL, REPLACEMENT
from lab.cups import SETTINGS, CupsLab
from reports.papers.documents import document
from reports.pdf.render import PaperSize, render
from reports.printing import cups
from reports.printing.deadline import Deadline
from reports.printing.deliver import Printed, deliver
from reports.printing.spool import SpoolSettings, spool_risks

CODES = ("90817263",)
"""Planted where a code could leak from."""

IDENTITY = (HOLDER.name, HOLDER.card_number, "29  00  12  34  57", "DURAND", "LEFÈVRE")
PAPERS = (RECEIPT, REFERRAL, REPLACEMENT, AUDIT)


@pytest.fixture(scope="module")
def lab() -> Iterator[CupsLab]:
    with CupsLab() as running, running.inside():
        yield running


@pytest.fixture
def witnesses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``lp``, ``ipptool`` and ``cancel`` that write down what they were given, then do their work."""
    folder, seen = tmp_path / "bin", tmp_path / "seen"
    folder.mkdir()
    for name in ("lp", "ipptool", "cancel"):
        program = folder / name
        program.write_text(
            f'#!/bin/sh\n{{ printf "%s\\n" "$0" "$@"; cat /proc/self/environ; echo; }} >> {seen}\n'
            f'exec {shutil.which(name)} "$@"\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.setenv("CANARY", " ".join(CODES))
    return seen


def print_all(lab: CupsLab) -> list[bytes]:
    papers = [render(document(paper, OFFICE, ISSUER), PaperSize.A4) for paper in PAPERS]
    for paper in papers:
        assert deliver(paper, lab.queue, Deadline(30)) == Printed()
    return papers


def files_of_cups(lab: CupsLab) -> dict[Path, bytes]:
    """Everything that CUPS wrote and kept: spool, lists of jobs, logs, settings."""
    folders = (lab.root / "run/cups", lab.folder / "etc")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files.append(lab.folder / "log" / "cupsd.log")
    return {path: path.read_bytes() for path in files}


def assert_absent(secrets: tuple[str, ...], where: str, content: bytes) -> None:
    for secret in secrets:
        for form in (secret.encode(), secret.encode("utf-16-be"), secret.encode("latin-1")):
            assert form not in content, f"{secret} in {where}"


def test_the_settings_we_give_prove_that_nothing_stays(lab: CupsLab) -> None:
    mounts = lab.root.parent / "mountinfo"
    assert spool_risks(SpoolSettings(SETTINGS / "cupsd.conf", SETTINGS / "cups-files.conf", mounts)) == ()


def test_no_file_of_cups_tells_who_printed_what(lab: CupsLab) -> None:
    print_all(lab)
    lab.stop_cups()  # it writes its history down when it ends, else half a minute later
    kept = files_of_cups(lab)
    lab.start_cups()
    assert [path.name for path in kept if re.fullmatch(r"d\d+-\d+", path.name)] == []
    assert any(re.fullmatch(r"c\d+", path.name) for path in kept), "the short history is there"
    for path, content in kept.items():
        assert_absent((*IDENTITY, *CODES, OFFICE.name), str(path), content)
        assert b"%PDF" not in content


def test_logs_name_no_job(lab: CupsLab) -> None:
    print_all(lab)
    kept = {path: content for path, content in files_of_cups(lab).items() if "log" in path.name}
    assert not {path.name for path in kept} & {"access_log", "page_log"}
    for path, content in kept.items():
        assert cups.JOB_TITLE.encode() not in content, path


def test_what_cups_keeps_of_jobs_is_in_memory(lab: CupsLab) -> None:
    print_all(lab)
    about_jobs = [path for path, content in files_of_cups(lab).items() if cups.JOB_TITLE.encode() in content]
    assert about_jobs
    assert all(lab.root / "run/cups" in path.parents for path in about_jobs)


def test_programs_are_told_nothing_about_anybody(lab: CupsLab, witnesses: Path) -> None:
    print_all(lab)
    seen = witnesses.read_bytes()
    for name in (b"bin/lp\n", b"bin/ipptool\n"):
        assert name in seen
    assert_absent((*IDENTITY, *CODES, "CANARY", OFFICE.name, ISSUER.page_url, "Votre carte"), "a command line", seen)


def test_a_pdf_has_its_holder_on_the_page_and_nowhere_else(lab: CupsLab) -> None:
    for pdf in print_all(lab):
        streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
        assert streams
        around = pdf
        for stream in streams:
            around = around.replace(stream, b"")
        assert_absent((*IDENTITY, *CODES), "the PDF beside its page", around)


def test_codes_are_on_no_page(lab: CupsLab) -> None:
    for pdf in lab.printed:
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
            try:
                content = zlib.decompress(stream)
            except zlib.error:
                content = stream
            assert_absent(CODES, "a page", content)
