"""deploy/guide/parc.md says what the schema, the commands and the files are."""

from __future__ import annotations

import re
import tomllib

import click

from checkout import ROOT
from diagnostics.fleet.folders import ACKNOWLEDGEMENT, SHIPMENT
from diagnostics.fleet.open_data import _COLUMNS, DATABASE, HIDDEN, TOTAL
from kiosk.commands.exit_status import ExitStatus
from kiosk.commands.fleet.command import fleet as command
from kiosk.config.settings import Config
from lab.postgres import Fleet

PAGE = (ROOT / "deploy" / "guide" / "parc.md").read_text().replace("\u00a0", " ")


def table(heading: str) -> list[list[str]]:
    found = re.search(r"(?:^\|.*\n)+", PAGE.split(heading)[1], re.MULTILINE)
    assert found
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[0].splitlines()[2:]]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_views_and_their_columns(settled: Fleet) -> None:
    told = {words(line[0])[0]: (words(line[1]), words(line[2])[0]) for line in table("## Regarder : Grafana")}
    columns = settled.ask("""
        SELECT 'fleet.' || relname, attname::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'fleet'::regnamespace AND relkind = 'v' AND attnum > 0 ORDER BY 1, attnum
    """)
    assert {view: names for view, (names, _) in told.items()} == {
        view: [name for of, name in columns if of == view] for view, _ in columns
    }
    for view, (_, role) in told.items():
        assert settled.ask("SELECT has_table_privilege(%s, %s, 'SELECT')", role, view) == [(True,)]


def test_the_queries_run(settled: Fleet) -> None:
    queries = re.search(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    assert queries
    for query in queries[1].split(";")[:-1]:
        settled.ask(query.replace("%", "%%"))


def test_the_roles(settled: Fleet) -> None:
    roles = {words(line[0])[0] for line in table("hostssl parc +guichet_publisher")}
    found = {role for (role,) in settled.ask("SELECT rolname FROM pg_roles WHERE rolname LIKE 'guichet%%'")}
    assert roles == found - {"guichet_owner"}


def test_every_status_and_no_other() -> None:
    source = (ROOT / "kiosk" / "commands" / "fleet" / "command.py").read_text(encoding="utf-8")
    used = {ExitStatus[name] for name in re.findall(r"ExitStatus\.([A-Z]+)", source)}
    assert [line[0] for line in table("## Les commandes")] == [str(status.value) for status in sorted(used)]


def test_every_command_and_its_options() -> None:
    assert isinstance(command, click.Group)
    assert set(re.findall(r"guichet-cps fleet (\w+)", PAGE)) == set(command.commands)
    options = {
        name for sub in command.commands.values() for option in sub.params for name in option.opts if name != "-h"
    }
    assert options - {"--help"} - set(re.findall(r"--[a-z]+", PAGE)) == set()


def test_the_configuration_is_accepted() -> None:
    of_kiosk, of_sender = (
        Config.model_validate(tomllib.loads(text)).fleet for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    )
    assert of_kiosk.folder == of_sender.folder
    assert (of_kiosk.database is None, of_sender.database is None) == (True, False)
    service = (ROOT / "deploy" / "fleet" / "systemd" / "guichet-cps-parc.service").read_text()
    assert set(re.findall(r"--config (\S+)", PAGE)) == set(re.findall(r"--config (\S+)", service))


def test_the_files_and_their_words() -> None:
    for name in (*SHIPMENT.parts, *ACKNOWLEDGEMENT.parts, DATABASE, HIDDEN, TOTAL, *_COLUMNS):
        assert name in PAGE, name
    installed = set(re.findall(r"[\w-]+\.(?:service|timer|conf)\b", PAGE)) & {
        path.name for path in (ROOT / "deploy" / "fleet" / "systemd").iterdir()
    }
    assert installed == {path.name for path in (ROOT / "deploy" / "fleet" / "systemd").iterdir()}
    for path in re.findall(r"(?<!/)deploy/fleet/[\w./-]+", PAGE):
        assert (ROOT / path).exists(), path


def test_the_rules_of_the_folders() -> None:
    rules = (ROOT / "deploy" / "fleet" / "systemd" / "tmpfiles.conf").read_text()
    for line in table("systemctl daemon-reload"):
        name, *_ = words(line[0])
        mode, owner, group = re.search(r"\((\d+), `([\w-]+)` : `([\w-]+)`\)", line[0]).groups()
        assert f"/{name} {mode} {owner} {group} " in rules


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE)
    assert links
    assert [link for link in links if not (ROOT / "deploy" / "guide" / link).exists()] == []
