"""deploy/quickstart.sh in a copy of the checkout, with programs that only note how they were called.

What it does to a real bare machine is for .ci/run on one; here are its decisions and its exit status.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REAL_PROGRAMS = (
    "basename",
    "cat",
    "chmod",
    "cp",
    "dirname",
    "env",
    "grep",
    "mkdir",
    "mktemp",
    "rm",
    "sh",
    "sha256sum",
    "tee",
)
NOTE = '#!/bin/sh\nprintf "%s %s\\n" "${0##*/}" "$*" >>"$NOTES"\n'
SYSTEM_PYTHON = f"""#!/bin/sh
if [ "$1" = -c ]; then exec {sys.executable} "$@"; fi
printf 'python3 %s\\n' "$*" >>"$NOTES"
rm -rf "$4"
mkdir -p "$4"
exec cp -R "${{0%/*}}/environment" "$4/bin"
"""
PYTEST = "pytest --numprocesses auto --dist loadfile --no-loadscope-reorder"
CHECKS = ["ruff check .", "mypy ", "lint-imports ", f"{PYTEST} -p no:cacheprovider"]


@dataclass(frozen=True, slots=True)
class Machine:
    """A checkout and a PATH with nothing on it but what a test has put there."""

    checkout: Path
    path: Path
    notes: Path

    def put(self, place: Path, script: str) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(script)
        place.chmod(0o755)

    def program(self, name: str, then: str = "") -> None:
        self.put(self.path / name, NOTE + then)

    def installed(self, name: str, then: str = "") -> None:
        """A program that the environment will have once it is made."""
        self.put(self.path.parent / "environment" / name, NOTE + then)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.notes.write_text("")
        return subprocess.run(
            ["sh", self.checkout / "deploy/quickstart.sh", *arguments],
            env={"PATH": str(self.path), "NOTES": str(self.notes), "HOME": "/nowhere"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        return self.notes.read_text().splitlines()


@pytest.fixture
def machine(root: Path, tmp_path: Path) -> Machine:
    """Everything is present, nobody is root, and nothing has been installed into the environment yet."""
    checkout = tmp_path / "a checkout"
    shutil.copytree(root / "deploy", checkout / "deploy")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(root / name, checkout)
    script = checkout / "deploy/quickstart.sh"
    python = tmp_path / "python3"
    assert script.read_text().count("/usr/bin/python3") == 1
    script.write_text(script.read_text().replace("/usr/bin/python3", f"'{python}'"))
    machine = Machine(checkout, tmp_path / "bin", tmp_path / "notes")
    machine.put(python, SYSTEM_PYTHON)
    machine.path.mkdir()
    for name in REAL_PROGRAMS:
        (machine.path / name).symlink_to(shutil.which(name) or os.devnull)
    machine.put(machine.path / "dpkg-query", "#!/bin/sh\necho installed\n")
    machine.put(machine.path / "id", "#!/bin/sh\necho 1000\n")
    machine.program("apt-get")
    # Nothing here may reach the real system: only the checks, and what clears their scratch folder, are really run.
    machine.program("sudo", 'case "$*" in */.venv/bin/pytest* | *" rm -rf /tmp/gcps."*) exec "$@" ;; esac\n')
    machine.installed("python")
    for name in ("ruff", "mypy", "lint-imports", "pytest", "guichet-cps"):
        machine.installed(name)
    return machine


def started(machine: Machine) -> list[str]:
    return [call for call in machine.calls() if not call.startswith(("python ", "python3 ", "sudo "))]


def scratch_folders() -> set[Path]:
    return set(Path("/tmp").glob("gcps.*"))


def pip_calls(machine: Machine) -> list[str]:
    return [call for call in machine.calls() if call.startswith("python -m pip")]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_both_commands_and_does_nothing(machine: Machine, option: str) -> None:
    result = machine.run(option)
    assert result.returncode == 0
    assert "sh deploy/quickstart.sh test" in result.stdout
    assert machine.calls() == []


@pytest.mark.parametrize("arguments", [["tests"], ["test", "-k", "card"]])
def test_what_is_not_understood_is_refused(machine: Machine, arguments: list[str]) -> None:
    assert machine.run(*arguments).returncode == 2
    assert machine.calls() == []


def test_everything_is_checked(machine: Machine) -> None:
    before = scratch_folders()
    result = machine.run("test")
    assert result.returncode == 0, result.stderr
    assert started(machine) == CHECKS
    assert scratch_folders() <= before


@pytest.mark.parametrize("name", ["ruff", "mypy", "lint-imports", "pytest"])
def test_a_check_that_fails_is_named_and_does_not_hide_the_others(machine: Machine, name: str) -> None:
    machine.installed(name, "exit 1\n")
    result = machine.run("test")
    assert result.returncode == 1
    assert result.stderr.strip().endswith(f": {name}")
    assert started(machine) == CHECKS


def test_root_runs_the_checks_without_sudo(machine: Machine) -> None:
    machine.put(machine.path / "id", "#!/bin/sh\necho 0\n")
    (machine.path / "sudo").unlink()
    assert machine.run("test").returncode == 0
    assert started(machine) == [*CHECKS[:-1], PYTEST]


def test_without_sudo_nobody_else_passes_the_checks(machine: Machine) -> None:
    (machine.path / "sudo").unlink()
    result = machine.run("test")
    assert result.returncode == 1
    assert "sudo" in result.stderr


def test_the_demonstration_plays_by_itself_without_a_display(machine: Machine) -> None:
    assert machine.run().returncode == 0
    assert started(machine) == [f"guichet-cps demo --headless --output {machine.checkout}/demo-output"]


@pytest.mark.parametrize("display", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_the_demonstration_opens_in_a_window(machine: Machine, display: dict[str, str]) -> None:
    assert machine.run("demo", "--profile", "puk-one-try", **display).returncode == 0
    assert started(machine) == ["guichet-cps demo --profile puk-one-try"]


def test_a_demonstration_that_fails_fails(machine: Machine) -> None:
    machine.installed("guichet-cps", "exit 3\n")
    assert machine.run().returncode == 3


def test_only_locked_packages_are_installed(machine: Machine) -> None:
    machine.run()
    build, run, project = pip_calls(machine)
    assert "--require-hashes" in build
    assert build.endswith("deploy/build.lock")
    assert "--require-hashes --no-build-isolation" in run
    assert run.endswith("/requirements.lock")
    assert "--no-deps --no-build-isolation" in project


def test_what_is_installed_is_not_installed_again(machine: Machine) -> None:
    machine.run()
    machine.run()
    assert pip_calls(machine) == []


def changed(machine: Machine, name: str) -> None:
    with (machine.checkout / name).open("a") as file:
        file.write("# changed\n")


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed(machine: Machine, name: str) -> None:
    machine.run()
    changed(machine, name)
    machine.run()
    assert len(pip_calls(machine)) == 2


def test_other_build_tools_make_a_new_environment(machine: Machine) -> None:
    machine.run()
    changed(machine, "deploy/build.lock")
    machine.run()
    assert f"python3 -m venv --clear {machine.checkout}/.venv" in machine.calls()
    assert len(pip_calls(machine)) == 3


@pytest.mark.parametrize("lock", ["build.lock", "requirements.lock"])
def test_an_installation_that_failed_is_tried_again(machine: Machine, lock: str) -> None:
    machine.installed("python", f'case "$*" in *{lock}) exit 1 ;; esac\n')
    for _ in range(2):
        assert machine.run().returncode != 0
        assert started(machine) == []
        assert pip_calls(machine)[-1].endswith(lock)


def missing(machine: Machine, name: str) -> None:
    answer = f'for last; do :; done\n[ "$last" = {name} ] || echo installed\n'
    machine.put(machine.path / "dpkg-query", f"#!/bin/sh\n{answer}")


def test_only_missing_packages_are_installed(machine: Machine) -> None:
    missing(machine, "gcc")
    assert machine.run().returncode == 0
    (install,) = [call for call in machine.calls() if " install " in call and call.startswith("sudo")]
    assert install.split("--no-install-recommends ")[1].split() == ["gcc"]


def test_a_service_is_not_started_and_the_policy_goes_away(machine: Machine) -> None:
    missing(machine, "gcc")
    machine.run()
    policy = [call.strip() for call in machine.calls() if "policy-rc.d" in call]
    made, removed = "sudo tee /usr/sbin/policy-rc.d", "sudo rm -f /usr/sbin/policy-rc.d"
    # A machine that has a policy of its own keeps it.
    expected = [] if Path("/usr/sbin/policy-rc.d").exists() else [made, "sudo chmod 755 /usr/sbin/policy-rc.d", removed]
    assert policy == expected


@pytest.mark.parametrize(("package", "disabled"), [("usbguard", True), ("cups", False)])
def test_usbguard_without_rules_locks_nobody_out_at_the_next_start(
    machine: Machine, package: str, disabled: bool
) -> None:
    """Where a machine has it already, it is left as it is."""
    missing(machine, package)
    machine.run("test")
    assert ("sudo systemctl disable usbguard.service usbguard-dbus.service" in machine.calls()) is disabled


def test_a_package_that_cannot_be_installed_stops_with_its_name(machine: Machine) -> None:
    missing(machine, "gcc")
    machine.program("sudo", 'case "$*" in *install*) exit 100 ;; esac\n')
    result = machine.run()
    assert result.returncode == 1
    assert "gcc" in result.stderr
    assert "guichet-cps" not in "".join(started(machine))


def test_without_sudo_the_person_is_told_what_root_has_to_do(machine: Machine) -> None:
    missing(machine, "gcc")
    (machine.path / "sudo").unlink()
    result = machine.run()
    assert result.returncode == 1
    assert "apt-get install --no-install-recommends gcc" in result.stderr
