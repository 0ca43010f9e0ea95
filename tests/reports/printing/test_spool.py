"""Nothing stays: proved by CUPS's own files and the kernel's mounts, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reports.printing.spool import SpoolRisk, SpoolSettings, settings_in_use, spool_risks

MEMORY = "36 25 0:31 / {point} rw,nosuid shared:18 - tmpfs tmpfs rw,size=65536k"
DISK = "25 1 254:1 / {point} rw,relatime shared:1 - ext4 /dev/vda rw"


@pytest.fixture
def machine(tmp_path):
    """Settings of a machine that keeps nothing; a test spoils one file."""
    spool = tmp_path / "spool cups"
    spool.mkdir()
    settings = SpoolSettings(tmp_path / "cupsd.conf", tmp_path / "cups-files.conf", tmp_path / "mountinfo")
    settings.cupsd_conf.write_text("# Kiosk\nLogLevel warn\nPreserveJobFiles No\n")
    settings.cups_files_conf.write_text(f"SystemGroup lpadmin\nRequestRoot {spool}\n")
    point = str(spool).replace(" ", "\\040")
    settings.mountinfo.write_text(f"{DISK.format(point='/')}\n{MEMORY.format(point=point)}\n")
    return settings


def test_nothing_stays_on_a_machine_set_up_for_it(machine):
    assert spool_risks(machine) == ()


@pytest.mark.parametrize("value", ["No", "no", "Off", "false", "Disabled", "0"])
def test_words_that_delete_at_the_end(machine, value):
    machine.cupsd_conf.write_text(f"preservejobfiles\t{value}  # comment\n")
    assert spool_risks(machine) == ()


@pytest.mark.parametrize(
    "text",
    ["", "PreserveJobFiles Yes", "PreserveJobFiles 120", "PreserveJobFiles 1d", "#PreserveJobFiles No",
     "PreserveJobHistory No", "PreserveJobFiles", "PreserveJobFiles No\nPreserveJobFiles 300"],
)  # fmt: skip
def test_job_files_that_are_kept_or_might_be(machine, text):
    machine.cupsd_conf.write_text(text + "\n")
    assert spool_risks(machine) == (SpoolRisk.KEEPS_JOB_FILES,)


def test_a_spool_on_a_disk(machine):
    machine.mountinfo.write_text(DISK.format(point="/") + "\n")
    assert spool_risks(machine) == (SpoolRisk.SPOOL_ON_DISK, SpoolRisk.TEMPORARY_FILES_ON_DISK)


def test_the_default_spool_is_where_debian_has_it(machine):
    machine.cups_files_conf.write_text("")
    machine.mountinfo.write_text(f"{DISK.format(point='/')}\n{MEMORY.format(point='/var/spool/cups')}\n")
    assert spool_risks(machine) == ()


def test_temporary_files_elsewhere(machine):
    with machine.cups_files_conf.open("a") as conf:
        conf.write("TempDir /var/tmp/cups\n")
    assert spool_risks(machine) == (SpoolRisk.TEMPORARY_FILES_ON_DISK,)


def test_a_disk_mounted_inside_the_memory(machine, tmp_path):
    with machine.mountinfo.open("a") as mounts:
        mounts.write(DISK.format(point=str(tmp_path / "spool cups" / "tmp").replace(" ", "\\040")) + "\n")
    assert spool_risks(machine) == (SpoolRisk.TEMPORARY_FILES_ON_DISK,)


def test_a_link_to_a_disk_is_a_disk(machine, tmp_path):
    (tmp_path / "spool cups").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "spool cups").symlink_to(tmp_path / "elsewhere")
    assert SpoolRisk.SPOOL_ON_DISK in spool_risks(machine)


@pytest.mark.parametrize("name", ["cupsd_conf", "cups_files_conf", "mountinfo"])
def test_what_cannot_be_read_proves_nothing(machine, name):
    getattr(machine, name).unlink()
    assert spool_risks(machine) == (SpoolRisk.SETTINGS_UNREADABLE,)


def test_bytes_that_are_no_text_prove_nothing(machine):
    machine.cupsd_conf.write_bytes(b"PreserveJobFiles No \xff\n")
    assert spool_risks(machine) == (SpoolRisk.SETTINGS_UNREADABLE,)


def test_the_kernels_own_list_is_understood():
    risks = spool_risks(SpoolSettings(Path("/dev/null"), Path("/dev/null")))
    assert SpoolRisk.SETTINGS_UNREADABLE not in risks
    assert SpoolRisk.KEEPS_JOB_FILES in risks


DEBIAN = SpoolSettings()
OURS = SpoolSettings(Path("/x/cupsd.conf"), Path("/x/cups-files.conf"))
OUR_WORDS = ("/usr/sbin/cupsd", "-l", "-c", "/x/cupsd.conf", "-s", "/x/cups-files.conf")


def processes(folder: Path, *commands: tuple[str, ...]) -> Path:
    for number, words in enumerate(commands, 100):
        (folder / str(number)).mkdir()
        (folder / str(number) / "cmdline").write_bytes(b"".join(word.encode() + b"\0" for word in words))
    (folder / "self").mkdir()
    return folder


@pytest.mark.parametrize(
    ("commands", "settings"),
    [
        ((), DEBIAN),
        ((("/usr/sbin/cupsd", "-l"),), DEBIAN),
        ((OUR_WORDS,), OURS),
        ((OUR_WORDS, OUR_WORDS, ("/usr/sbin/pcscd", "-c", "/y"), ()), OURS),
        ((("/usr/sbin/cupsd", "-s", "/x/cups-files.conf"),), SpoolSettings(cups_files_conf=OURS.cups_files_conf)),
        ((OUR_WORDS, ("/usr/sbin/cupsd", "-l")), DEBIAN),
        ((("/usr/sbin/cupsd", "-l", "-c"),), DEBIAN),
    ],
)
def test_what_is_read_is_what_the_running_cups_was_started_with(tmp_path, commands, settings):
    assert settings_in_use(processes(tmp_path, *commands)) == settings


def test_a_cups_that_is_not_roots_proves_nothing(tmp_path):
    os.chown(processes(tmp_path, OUR_WORDS) / "100", 65534, 65534)
    assert settings_in_use(tmp_path) == DEBIAN
