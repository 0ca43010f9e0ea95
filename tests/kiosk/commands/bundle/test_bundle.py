"""The diagnostic bundle: what is planted anywhere on the machine cannot be found in it, in any usual writing."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT

SECRETS = {
    "code porteur": "58163",
    "code de déblocage": "83920174",
    "card number": "2999471603",
    "RPPS": "10101234567",
    "name": "LEGRAND",
    "first name": "Hélène",
    "telephone": "0298123456",
    "site": "quimper-kerfeunteun",
    "queue": "imprimante-kerbiriou",
    "path": "dossier-secret",
    "password": "hunter2-psql",
    "home": "compte-de-helene",
    "staff code": "c2VsZGVsYWJvcm5l+kerfeunteun",
    "central database": "parc-central.exemple.invalid",
}
PARTS = {
    "LISEZ-MOI.txt",
    "versions.json",
    "controle.json",
    "reglages.json",
    "base.json",
    "lecteurs.json",
    "evenements.json",
}
CONFIG = """
# code porteur {code porteur}, code de déblocage {code de déblocage}, carte {card number} de {first name} {name}
[borne]
nom = "legrand"
site = "{site}"
[bureau]
nom = "Cabinet {name}"            # {RPPS}
adresse = ["chez {first name} {name}"]
telephone = "{telephone}"
confidentialite = "{first name} répond au {telephone}"
[emetteur]
nom = "{name}"
adresse = ["{first name}"]
page = "https://exemple.invalid/{RPPS}"
releve_le = 2026-11-21
[impression]
file = "{queue}"
format = "{card number}"
[stockage]
base = "{database}"
[certificats]
autorites = "{folder}/autorites"
listes = "{folder}/listes"
[agents]
code = "$argon2id$v=19$m=65536,t=3,p=4$c2VsZGVsYWJvcm5l${staff code}"
[parc]
dossier = "{folder}/parc"
base = "host={central database} user={name} password={password}"
"""


def writings(secret: str) -> set[bytes]:
    """UTF-8, Latin-1 and both UTF-16; of each also hexadecimal in both cases and the inside of its Base64."""
    plain = {secret.encode(coding) for coding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be")}
    plain |= {each.lower() for each in plain} | {each.upper() for each in plain} | {secret[::-1].encode()}
    plain |= {json.dumps(each).strip('"').encode() for each in (secret, secret.lower(), secret.upper())}
    coded = {form for each in plain for form in (each.hex().encode(), each.hex().upper().encode())}
    for each in plain:
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + each)
            coded.add(whole[-(-8 * shift // 6) : 8 * (shift + len(each)) // 6])
    return {each for each in plain | coded if len(each) > 3}


def everything(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        members = [archive.read(name) for name in archive.namelist()]
        return b"\n".join([path.read_bytes(), *members, *(name.encode() for name in archive.namelist())])


def leaked(content: bytes) -> list[str]:
    return [name for name, secret in SECRETS.items() if any(form in content for form in writings(secret))]


def plant(database: Path) -> None:
    with closing(sqlite3.connect(database)) as base, base:
        base.execute("INSERT INTO counts VALUES ('2026-W40', ?, 'unblock', 'U01', 'cps3', 58163)", [SECRETS["site"]])
        base.execute("CREATE TABLE LEGRAND (Hélène TEXT)")
        base.execute("INSERT INTO LEGRAND VALUES ('2999471603')")
        base.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('outcomes', 'LEGRAND_83920174')")


@pytest.fixture
def bundle(tmp_path: Path, counting: Callable[..., None], database: Path) -> Callable[..., tuple[Path, str]]:
    """The command as a technician types it, on a machine full of secrets; gives the file and what was told."""
    counting()
    plant(database)
    secret_folder = tmp_path / SECRETS["path"]
    secret_folder.mkdir()
    moved = secret_folder / "LEGRAND.sqlite3"
    moved.write_bytes(database.read_bytes())
    (secret_folder / "autorites").mkdir()
    (secret_folder / "autorites" / "LEGRAND.cer").write_text(SECRETS["RPPS"])
    records = secret_folder / "mises-en-service"
    records.mkdir()
    (records / "LEGRAND.json").write_text('{"format": 1, "generation": "Hélène"}')
    journal = tmp_path / "journal"
    planted = {"reader": SECRETS["name"], "kind": SECRETS["name"], "fault": SECRETS["card number"], "count": 83920174}
    lines = [
        json.dumps({"event": "fault", "timestamp": "2026-11-22T08:30:15Z", "lane": "card"} | planted),
        json.dumps({"event": "state", "timestamp": "2026-11-22T08:30:15Z", "state": "unblocked"}),
        f"nov. 22 08:30:15 borne pcscd[12]: {SECRETS['name']} {SECRETS['code de déblocage']}",
    ]
    journal.write_text("\n".join(lines))

    def make(config_text: str = CONFIG) -> tuple[Path, str]:
        config = secret_folder / "LEGRAND.toml"
        text = config_text
        for name, value in {**SECRETS, "database": str(moved), "folder": str(secret_folder)}.items():
            text = text.replace("{" + name + "}", value)
        config.write_text(text, encoding="utf-8")
        home = tmp_path / SECRETS["home"]
        home.mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "USER": SECRETS["name"],
            "PGPASSWORD": SECRETS["password"],
            "GUICHET_CPS_CODE": SECRETS["code porteur"],
            "LANG": "C.UTF-8",
        }
        out = tmp_path / "out.zip"
        command = [
            sys.executable,
            "-m",
            "kiosk",
            "bundle",
            "--config",
            str(config),
            "--journal",
            str(journal),
            str(out),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
        return out, done.stdout

    return make


def parts_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


def test_nothing_planted_is_found(bundle: Callable[..., tuple[Path, str]]) -> None:
    path, _ = bundle()
    assert leaked(everything(path)) == []


@pytest.mark.parametrize(
    "spoilt", ['\n[borne2]\nLEGRAND = "83920174"\n', "\nLEGRAND = [[[", '\n[delais]\nquestion_s = "LEGRAND"\n']
)
def test_nor_when_the_configuration_is_refused(bundle: Callable[..., tuple[Path, str]], spoilt: str) -> None:
    path, _ = bundle(CONFIG + spoilt)
    assert leaked(everything(path)) == []
    parts = parts_of(path)
    assert parts["reglages.json"]["problems"] == 1
    assert parts["reglages.json"]["tables"] == {}
    assert parts["controle.json"]["state"] == "fault"


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "hidden",
    [
        lambda s: s.encode(),
        lambda s: b"xy" + base64.b64encode(b"abcd" + s.encode() + b"efg"),
        lambda s: base64.b64encode(b"a" + s.encode("utf-16-le") + b"zzz"),
        lambda s: s.encode("utf-16-be").hex().encode(),
        lambda s: b"{" + json.dumps(s.lower()).encode(),
    ],
    ids=range(5),
)
def test_the_search_would_find_it(name: str, hidden: Callable[[str], bytes]) -> None:
    assert leaked(b"..." + hidden(SECRETS[name]) + b"...") == [name]


def test_what_the_help_desk_needs_is_there(bundle: Callable[..., tuple[Path, str]]) -> None:
    path, told = bundle()
    assert "7 pièces" in told
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == PARTS
        assert archive.testzip() is None
    parts = parts_of(path)
    assert parts["versions.json"]["packages"]["guichet-cps"]
    assert {"kivy", "pyscard", "reportlab"} <= set(parts["versions.json"]["packages"])
    assert parts["base.json"]["migrations"][0] == "0001_counters"
    assert parts["base.json"]["unknown_migrations"] == 1
    assert parts["evenements.json"] == [{"at": "2026-11-22T08:30:15+00:00", "event": "fault", "lane": "card"}]
    assert parts["reglages.json"]["problems"] == 0
    tables = parts["reglages.json"]["tables"]
    assert (tables["agents"]["code"], tables["parc"]["base"]) == ("réglé", "réglé")
    assert tables["borne"] == {"nom": "réglé", "site": "réglé"}
    assert tables["ecran"]["largeur_mm"] == 268
    assert (tables["impression"]["papier"], tables["ecran"]["taille"]) == ("a4", None)
    assert tables["bureau"]["cadre_cachet"] is True
    checks = {check["check"] for check in parts["controle.json"]["checks"]}
    assert "card" not in checks
    assert {"readers", "disk", "database"} <= checks


def test_it_is_for_this_account_until_somebody_decides_otherwise(bundle: Callable[..., tuple[Path, str]]) -> None:
    path, _ = bundle()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not [left for left in path.parent.iterdir() if left.name.startswith(".")]


def test_a_file_that_is_there_stays_and_a_configuration_that_is_not_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    command = [sys.executable, "-m", "kiosk", "bundle", "--config", str(tmp_path / "absent.toml"), str(out)]
    environment = {**os.environ, "HOME": str(tmp_path)}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)

    first = run()
    assert first.returncode == 0
    assert "absent.toml" in first.stderr
    assert "ne peut pas être lu (fichier ou dossier introuvable)" in first.stderr
    assert "réglages d’origine" in first.stderr
    before = out.read_bytes()
    again = run()
    assert (again.returncode, out.read_bytes()) == (74, before)
    assert "existe déjà" in again.stderr


def test_a_text_of_the_factory_is_told_from_one_that_was_set(bundle: Callable[..., tuple[Path, str]]) -> None:
    path, _ = bundle('[borne]\nnom = "legrand"\n')
    settings = parts_of(path)["reglages.json"]
    assert settings["tables"]["borne"] == {"nom": "réglé", "site": "d’origine"}
    assert "borne.site" in settings["to_complete"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "bundle", str(tmp_path / "absent" / "out.zip")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "HOME": str(tmp_path)}
    )
    assert done.returncode == 74
    assert "ne peut pas être écrit" in done.stderr


@pytest.mark.parametrize("linked", [True, False])
def test_it_never_writes_where_a_link_leads_to(tmp_path: Path, linked: bool) -> None:
    """Nor is anything left beside a name that the system refuses."""
    kept = tmp_path / "kept"
    kept.write_text("kept")
    place = tmp_path / "places"
    place.mkdir()
    target = place / ("out.zip" if linked else "x" * 300)
    if linked:
        target.symlink_to(kept)
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "bundle", str(target)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert (done.returncode, kept.read_text()) == (74, "kept")
    assert [(left.name, left.is_symlink()) for left in place.iterdir()] == ([("out.zip", True)] if linked else [])
