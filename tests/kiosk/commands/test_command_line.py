"""What a technician types: the words of the commands, what they refuse, and the demonstration without a screen."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkout import ROOT
from kiosk.__main__ import main
from kiosk.runtime.process.running_version import running_version
from kiosk.simulator.profiles import DEFAULT_PIN, DEFAULT_PUK, PROFILES, Order, build

PATIENCE_S = 120


def type_in(*words: str) -> Result:
    """Only commands that end before they harden the process or open a window may run in the tests' own process."""
    return CliRunner().invoke(main, words)


def start(folder: Path, *words: str, display: str | None = None) -> subprocess.CompletedProcess[str]:
    """A process of its own with a home and a scratch folder of its own, and no display unless named."""
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "SDL_AUDIODRIVER": "dummy"}
    environment |= {} if display is None else {"DISPLAY": display}
    command = [sys.executable, "-m", "kiosk", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


def plain(text: str) -> str:
    """Without line breaks and non-breaking spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), ("Borne de diagnostic et de déblocage", "run", "demo", "simulate", "audit")),
        (
            ("run",),
            ("lecteurs PC/SC", "--papers", "--trace-states", "lecteurs virtuels seulement", "--size", "--config"),
        ),
        (("demo",), ("rien n’est conservé", "--profile", "--headless", "--output", "--size", "--config")),
        (("simulate",), ("vpcd, ou QEMU", "--usb", "--profile", "--control", "--empty", "--pin", "--puk")),
        (("audit",), ("lecture seule", "données personnelles", "--json", "--reader", "--config")),
    ],
)
def test_every_command_tells_what_it_does(words: tuple[str, ...], told: tuple[str, ...]) -> None:
    help_text = type_in(*words, "--help")
    assert help_text.exit_code == 0
    assert [words for words in told if words not in plain(help_text.output)] == []
    assert type_in(*words, "-h").output == help_text.output


@pytest.mark.parametrize("command", ["demo", "simulate"])
def test_every_card_is_told_with_what_it_is(command: str) -> None:
    told = plain(type_in(command, "--help").output)
    assert [name for name, profile in PROFILES.items() if plain(f"{name} {profile.description}") not in told] == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("demo", "--profile", "no-such-card"), "no-such-card"),
        (("simulate", "--profile", "no-such-card"), "no-such-card"),
        (("run", "--size", "1080"), "par exemple 1080x1920"),
        (("demo", "--size", "1080x1920x24"), "par exemple 1080x1920"),
        (("demo", "--size", "10x10"), "par exemple 1080x1920"),
        (("demo", "--size", "319x1920"), "320 pixels de côté au moins"),
        (("demo", "--size", "1920x319"), "320 pixels de côté au moins"),
        (("demo", "--profile", "bloqued"), "Vouliez-vous dire\u00a0: «\u00a0blocked\u00a0»"),
        (("staff", "code"), "il faut un terminal"),
        (("run", "--papers", __file__), "--papers"),
        (("unblock",), "unblock"),
        (("simulate", "--pin", "123456789"), "un code a de 1 à 8 chiffres."),
        (("simulate", "--pin", ""), "un code a de 1 à 8 chiffres."),
        (("simulate", "--pin", "\u0661\u0662\u0663\u0664"), "un code a de 1 à 8 chiffres."),
        (("simulate", "--puk", "abcdefgh"), "un code a de 1 à 8 chiffres."),
        (("simulate", "--port", "65536"), "--port"),
        (("simulate", "--port", "0"), "--port"),
        (("simulate", "--host", ".."), "aucune machine ne peut s’appeler ainsi."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_named(words: tuple[str, ...], named: str) -> None:
    refused = type_in(*words)
    assert refused.exit_code == 2
    assert named in refused.output


@pytest.mark.parametrize("command", ["demo", "simulate", "audit"])
def test_a_configuration_that_cannot_be_used_ends_every_command_with_78(command: str, tmp_path: Path) -> None:
    """Standard error: a line of JSON, then one sentence for each problem."""
    config = tmp_path / "borne.toml"
    config.write_text('[borne]\nnom = "Borne 1"\n[ecran]\nlargeur = 268.0\n', encoding="utf-8")
    refused = start(tmp_path, command, "--config", str(config))
    event, *sentences = refused.stderr.splitlines()
    assert refused.returncode == 78
    assert json.loads(event) | {"timestamp": ""} == {"event": "config_refused", "count": 2, "timestamp": ""}
    assert "la clé «\u00a0borne.nom\u00a0» vaut" in sentences[0]
    assert "Vouliez-vous écrire «\u00a0ecran.largeur_mm\u00a0»\u00a0?" in sentences[1]


def test_the_version_is_that_of_the_package() -> None:
    assert type_in("--version").output.strip() == version("guichet-cps")


@pytest.mark.parametrize("command", ["run", "demo"])
def test_without_a_screen_it_says_so_and_ends_with_69(command: str, tmp_path: Path) -> None:
    config = tmp_path / "borne.toml"
    config.write_text(f'[stockage]\nbase = "{tmp_path}/figures/compteurs.sqlite3"\n', encoding="utf-8")
    refused = start(tmp_path, command, "--config", str(config))
    assert refused.returncode == 69
    advice = " Ou essayez demo --headless." if command == "demo" else ""
    told = "Aucun écran : la fenêtre ne peut pas s’ouvrir. Vérifiez DISPLAY."
    assert [line for line in refused.stderr.splitlines() if not line.startswith("{")] == [told + advice]
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "figures" / "en-service").exists()


def test_the_journal_tells_when_the_kiosk_starts_and_ends_and_how_the_last_one_ended(tmp_path: Path) -> None:
    config, mark = tmp_path / "borne.toml", tmp_path / "figures" / "en-service"
    config.write_text(f'[stockage]\nbase = "{tmp_path}/figures/compteurs.sqlite3"\n', encoding="utf-8")

    def told(folder: Path) -> list[dict[str, object]]:
        folder.mkdir()
        lines = start(folder, "run", "--config", str(config)).stderr.splitlines()
        return [json.loads(line) | {"timestamp": ""} for line in lines if line.startswith("{")]

    begun = {"event": "started", "version": version("guichet-cps"), "timestamp": ""}
    ended = {"event": "stopped", "timestamp": ""}
    assert told(tmp_path / "first") == [begun, ended]
    mark.touch()  # a process that was killed leaves it
    assert told(tmp_path / "second") == [begun | {"clean": False}, ended]
    assert told(tmp_path / "third") == [begun, ended]


def test_the_kiosk_leaves_its_version_where_systemd_gives_it_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, folder = tmp_path / "borne.toml", tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(folder))
    config.write_text(f'[stockage]\nbase = "{tmp_path}/figures/compteurs.sqlite3"\n', encoding="utf-8")
    start(tmp_path, "run", "--config", str(config))
    assert (folder / "version").read_text() == version("guichet-cps")
    assert running_version(folder) is None


BEFORE = ["waiting", "reading", "verdict", "have_code"]
CODES = ["letter_check", "puk", "new_pin", "confirm", "unblocking", "unblocked"]
AFTER = ["printing", "take_card"]
THE_TWO_VISITS = [*BEFORE, *CODES, *AFTER, *BEFORE, "referral", *AFTER, "waiting"]


def test_the_demonstration_without_a_screen_leaves_every_step_and_both_papers(tmp_path: Path) -> None:
    output = tmp_path / "output"
    played = start(tmp_path, "demo", "--headless", "--size", "540x960", "--output", str(output))
    assert (played.returncode, played.stderr.count("Traceback")) == (0, 0)

    pictures = sorted(output.glob("*.png"))
    assert played.stdout == f"{len(pictures)} images et les papiers sont dans {output}.\n"
    assert [path.stem.partition("-")[0] for path in pictures] == [f"{n:02}" for n in range(1, len(pictures) + 1)]
    names = [path.stem.partition("-")[2] for path in pictures]
    assert [name for before, name in zip(["", *names], names, strict=False) if name != before] == THE_TWO_VISITS
    assert {size_of(path) for path in pictures} == {(540, 960)}

    assert sorted(path.name for path in output.glob("*.pdf")) == ["receipt.pdf", "referral.pdf"]
    assert text_of(output / "receipt.pdf").startswith("Votre carte est débloquée")
    assert text_of(output / "referral.pdf").startswith("Demander une réfection de code")
    assert [path for name in ("home", "tmp") for path in (tmp_path / name).rglob("*")] == []


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/dev/null/nowhere"])
def test_a_folder_that_cannot_be_made_for_the_demonstration_is_named(folder: str, tmp_path: Path) -> None:
    refused = start(tmp_path, "demo", "--headless", "--size", "540x960", "--output", folder)
    assert refused.returncode == 74
    assert refused.stderr.splitlines()[-1].startswith(f"{folder}\u00a0: le dossier ne peut pas être écrit (")
    assert "Traceback" not in refused.stderr


def size_of(png: Path) -> tuple[int, int]:
    """IHDR: width and height as 32-bit big-endian numbers from byte 16 on (ISO/IEC 15948, 11.2.2)."""
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height


def text_of(pdf: Path) -> str:
    """Its words from the title on, as poppler reads them."""
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True, timeout=30)
    words = plain(done.stdout)
    return words[words.index("Votre carte") if "Votre carte est" in words else words.index("Demander") :]


def test_the_codes_that_the_demonstration_names_are_those_of_its_card() -> None:
    card = build("blocked", Order(date(2026, 11, 21)))
    assert card.pin_is(DEFAULT_PIN)
    assert f"Code porteur {DEFAULT_PIN}, code de déblocage {DEFAULT_PUK}." in plain(type_in("demo", "--help").output)
