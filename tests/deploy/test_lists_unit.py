"""The service that fetches revocation lists: as systemd reads it, and with the rights that its account is given."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkout import ROOT
from kiosk.__main__ import main
from kiosk.audit.igc_sante import Authorities
from kiosk.audit.trust import TrustFolders
from kiosk.commands.exit_status import ExitStatus
from kiosk.config.settings import TrustSection, load
from kiosk.lists.addresses import list_addresses
from kiosk.lists.download import DownloadLimits
from kiosk.lists.fetch import fetch_lists
from kiosk.lists.outcomes import ListOutcome
from kiosk.simulator.contents.identity import Identity, current_validity
from kiosk.simulator.pki.authority import chain
from kiosk.simulator.pki.trust import lists
from lab.users import USERS, acting_as, make_folder
from lab.web import Web

UNITS = ROOT / "deploy" / "systemd"
SERVICE, TIMER = UNITS / "guichet-cps-listes.service", UNITS / "guichet-cps-listes.timer"
USER = "guichet-cps-listes"
EXAMPLE = re.sub(r"(?m)^#(\w+ = )", r"\1", (ROOT / "deploy" / "guichet-cps.example.toml").read_text(encoding="utf-8"))


def values(unit: Path, directive: str) -> list[str]:
    return re.findall(rf"^{directive}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def words() -> list[str]:
    """What is started, its program first."""
    (line,) = values(SERVICE, "ExecStart")
    return shlex.split(line)


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    for unit in (SERVICE, TIMER):
        text = unit.read_text(encoding="utf-8").replace("/usr/bin/guichet-cps ", "/bin/true ")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = analyze("verify", "--man=no", "--recursive-errors=no", *tmp_path.iterdir())
    assert (done.returncode, [line for line in done.stderr.splitlines() if "guichet-cps" in line]) == (0, [])


def test_it_is_no_more_exposed_than_it_must_be() -> None:
    done = analyze("security", "--offline=true", "--no-pager", "--threshold=20", SERVICE)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def test_its_options_exist_and_its_folders_are_those_of_the_settings(tmp_path: Path) -> None:
    program, *command, further = words()
    assert (program, further) == ("/usr/bin/guichet-cps", "$ADRESSES")
    ended = CliRunner().invoke(main, [*command, "--authorities", str(tmp_path)])
    assert (ended.exit_code, "aucun certificat" in ended.stderr) == (ExitStatus.CONFIG, True)
    (tmp_path / "borne.toml").write_text(EXAMPLE, encoding="utf-8")
    trust = load(tmp_path / "borne.toml").trust
    assert command[2:] == ["--authorities", trust.authorities, "--to", trust.lists]
    assert values(SERVICE, "ReadWritePaths") == [trust.lists]
    assert values(SERVICE, "ConditionDirectoryNotEmpty") == [trust.authorities]


def test_the_addresses_of_a_complement_are_understood(tmp_path: Path) -> None:
    (line,) = re.findall(r'#   Environment="ADRESSES=(.*)"', SERVICE.read_text(encoding="utf-8"))
    ended = CliRunner().invoke(main, [*words()[1:-1], "--authorities", str(tmp_path), *line.split()])
    assert ended.exit_code == ExitStatus.CONFIG


def test_it_has_time_for_every_address_it_may_be_given() -> None:
    limits = TrustSection.model_fields["addresses"].metadata
    most = next(limit.max_length for limit in limits if hasattr(limit, "max_length"))
    (hours,) = values(SERVICE, "TimeoutStartSec")
    assert DownloadLimits().whole_s * (most + 3) < int(hours.removesuffix("h")) * 3600


def test_its_documentation_is_a_page_of_the_guide() -> None:
    for unit in (SERVICE, TIMER):
        (address,) = values(unit, "Documentation")
        page = address.removeprefix("file:///usr/share/doc/guichet-cps/guide/")
        assert page != address
        assert (ROOT / "deploy" / "guide" / page).is_file()


def test_it_runs_each_day_and_catches_up() -> None:
    (calendar,) = values(TIMER, "OnCalendar")
    assert analyze("calendar", calendar).returncode == 0
    assert calendar.startswith("*-*-* ")
    assert values(TIMER, "Persistent") == ["yes"]
    assert values(TIMER, "RandomizedDelaySec") == ["4h"]
    assert values(SERVICE, "After") == values(SERVICE, "Wants") == ["network-online.target"]


def test_only_trouble_that_the_selftest_tells_is_no_failure() -> None:
    assert values(SERVICE, "SuccessExitStatus") == [f"{ExitStatus.WARNING:d} {ExitStatus.TEMPFAIL:d}"]


def test_its_account_is_made_and_owns_its_folder() -> None:
    assert values(SERVICE, "User") == values(SERVICE, "Group") == [USER]
    accounts = (UNITS / "sysusers.conf").read_text(encoding="utf-8").splitlines()
    (account,) = [line for line in accounts if line.startswith(f"u {USER} ")]
    assert account.endswith("/usr/sbin/nologin")
    assert not [line for line in accounts if line.startswith("m ") and USER in line]


@pytest.fixture
def machine() -> Iterator[Path]:
    """``lib`` with the folders of the rules, and the kiosk's settings as they are installed."""
    folder = Path(tempfile.mkdtemp(prefix="gcps-users-"))
    folder.chmod(0o755)
    (folder / "lib").mkdir(mode=0o755)
    for line in (UNITS / "tmpfiles.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("d "):
            make_folder(line, Path("/var/lib"), folder / "lib")
    settings = folder / "guichet-cps.toml"
    settings.write_text(EXAMPLE, encoding="utf-8")
    os.chown(settings, 0, USERS["borne"])
    settings.chmod(0o640)
    yield folder
    shutil.rmtree(folder)


def test_one_writes_the_lists_and_the_other_reads_them(machine: Path, web: Web) -> None:
    signed = chain(Identity(current_validity(datetime.now(UTC).date())))
    authorities = Authorities((signed.root,), (signed.issuing,))
    now = datetime.now(UTC)
    sources = list_addresses(authorities, [web.serve("/ACI-FO-PP.crl", lists(now.date())[0])])
    folder = machine / "lib" / "guichet-cps-listes"
    mask = os.umask(int(values(SERVICE, "UMask")[0], 8))
    try:
        with acting_as(USER):
            assert [each.outcome for each in fetch_lists(sources, authorities, folder, now)] == [ListOutcome.NEW]
    finally:
        os.umask(mask)
    with acting_as("borne"):
        assert len(TrustFolders(None, folder).trust().lists) == 1
        with pytest.raises(PermissionError):
            (folder / "ACI-FO-PP.crl").write_bytes(b"")
        with pytest.raises(PermissionError):
            (folder / "ACI-FO-PP.crl").unlink()
        with pytest.raises(PermissionError):
            (folder / "planted.crl").write_bytes(b"")


def test_who_fetches_reads_neither_the_settings_nor_the_figures(machine: Path) -> None:
    with acting_as(USER):
        with pytest.raises(PermissionError):
            (machine / "guichet-cps.toml").read_text()
        with pytest.raises(PermissionError):
            list((machine / "lib" / "guichet-cps").iterdir())
    hidden = " ".join(values(SERVICE, "InaccessiblePaths")).replace("-/", "/").split()
    assert {"/etc/guichet-cps/guichet-cps.toml", "/var/lib/guichet-cps"} <= set(hidden)
