"""``guichet-cps staff code``, as a technician types it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from checkout import ROOT
from kiosk.config.errors import ConfigError
from kiosk.config.settings import load


def run_with(*lines: str) -> tuple[int, str, str]:
    """A process of its own at a terminal: its status, what it wrote, and what stood on the terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", sys.executable, "-m", "kiosk", "staff", "code"],
        cwd=ROOT,
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        text=True,
    )
    os.close(theirs)
    shown = b""
    for line in lines:
        while not shown.rstrip().endswith(b":"):
            shown += os.read(ours, 1024)
        os.write(ours, line.encode() + b"\n")
        shown += b"|"
    written, _ = process.communicate(timeout=60)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        shown += rest_of(terminal.fileno())
    return process.returncode, written, shown.decode(errors="replace")


def rest_of(terminal: int) -> bytes:
    """Until the other end is closed, which Linux tells with an error."""
    found = b""
    try:
        while part := os.read(terminal, 1024):
            found += part
    except OSError:
        return found
    return found


def test_the_line_opens_staff_mode_and_the_code_is_not_shown(tmp_path: Path) -> None:
    status, written, shown = run_with("739184", "739184")
    assert status == 0
    assert "739184" not in shown + written
    assert PasswordHasher().verify(tomllib.loads(written)["code"], "739184")
    config = tmp_path / "borne.toml"
    config.write_text(f"[agents]\n{written}", encoding="utf-8")
    assert load(config).rules(printer=False).staff.enabled


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("123456", "se suivent"),
        ("73918", "6 à 12 chiffres"),
        ("73o184", "6 à 12 chiffres"),
        ("٧٣٩١٨٤", "6 à 12 chiffres"),
        ("250389", "une date"),
    ],
)
def test_a_weak_code_is_refused_without_asking_again(code: str, told: str) -> None:
    status, written, shown = run_with(code)
    assert (status, written) == (65, "")
    assert told in shown.replace("\u00a0", " ")


def test_two_different_codes_give_no_line() -> None:
    status, written, shown = run_with("739184", "739185")
    assert (status, written) == (65, "")
    assert "différents" in shown


@pytest.mark.parametrize(
    "code", ["739184", "$argon2i$v=19$m=65536,t=3,p=4$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ", "$argon2id$"]
)
def test_only_a_hash_is_taken_in_the_file(tmp_path: Path, code: str) -> None:
    config = tmp_path / "borne.toml"
    config.write_text(f"[agents]\ncode = '{code}'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape("guichet-cps\u00a0staff".replace("\u00a0", " "))):
        load(config)


def test_without_a_code_there_is_no_staff_mode(tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    config.write_text("[agents]\ninactivite_s = 60.0\n", encoding="utf-8")
    staff = load(config).rules(printer=False).staff
    assert (staff.enabled, staff.idle_s) == (False, 60.0)
