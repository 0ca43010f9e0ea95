"""A real PostgreSQL, the distribution's, on a socket in a folder of its own; it listens on no network.

It refuses to run as root: started by root it runs as ``nobody``. Only its superuser comes in without a password.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from checkout import ROOT
from lab.memory import MEMORY

SCHEMA = ROOT / "deploy" / "fleet" / "schema.sql"
PASSWORD = "canari-7f3a9c"
"""Of every login made here; nothing that a command writes may contain it."""

_INSTALLED = Path("/usr/lib/postgresql")
_ACCESS = "local all postgres trust\nlocal all all scram-sha-256\n"
_DATABASES = count(1)

# What is tested here is a sender that dies, not a machine that loses its power: nothing waits for the disk, and little
# is kept to repeat.
_QUICK = "-F -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=64MB -c autovacuum=off"
_IN_ITS_FOLDER = "-c dynamic_shared_memory_type=mmap"  # an immediate stop leaves what lies in /dev/shm


@dataclass(frozen=True, slots=True)
class Fleet:
    """One database with the schema of the fleet."""

    socket: Path
    database: str

    def address(self, login: str = "postgres", *, password: bool = True) -> str:
        secret = f" password={PASSWORD}" if password and login != "postgres" else ""
        return f"host={self.socket} dbname={self.database} user={login}{secret}"

    def enrol(self, kiosk: str, site: str, department: str) -> str:
        """A kiosk and its login, as an administrator makes them; the address it connects with."""
        ((login,),) = self.ask("SELECT fleet.enrol(%s, %s, %s)", kiosk, site, department)
        self._give_password(login)
        return self.address(login)

    def member(self, login: str, group: str) -> str:
        """A login of somebody who is no kiosk."""
        if not self.ask("SELECT 1 FROM pg_roles WHERE rolname = %s", login):
            self.ask(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        self.ask(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(login)))
        self._give_password(login)
        return self.address(login)

    def ask(self, statement: str | sql.Composed, *values: object, address: str = "") -> list[tuple]:
        """One statement, as the administrator unless another address is given."""
        with psycopg.connect(address or self.address(), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def apply_schema(self) -> subprocess.CompletedProcess[str]:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.address(), "-f", str(SCHEMA)]
        return subprocess.run(command, check=True, capture_output=True, text=True)

    def _give_password(self, login: str) -> None:
        self.ask(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(PASSWORD)))


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server. ``empty`` and ``fleet`` make a database each time."""

    socket: Path

    def empty(self, options: sql.SQL = sql.SQL("")) -> Fleet:  # noqa: B008 (unchanged)
        """``options`` of CREATE DATABASE."""
        fleet = Fleet(self.socket, f"parc{next(_DATABASES)}")
        create = sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(fleet.database), options)
        Fleet(self.socket, "postgres").ask(create)
        return fleet

    def fleet(self) -> Fleet:
        fleet = self.empty()
        fleet.apply_schema()
        return fleet

    def drop(self, fleet: Fleet) -> None:
        """Whoever is still connected is put out."""
        name = sql.Identifier(fleet.database)
        Fleet(self.socket, "postgres").ask(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """The newest version installed; gone with its folder at the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="gcps-pg-", dir=MEMORY))
    folder.chmod(0o711)  # whoever is to be let in must reach the socket
    try:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        data = folder / "data"
        initdb = [_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run([*_unprivileged(), *initdb], check=True, capture_output=True, cwd="/")
        (data / "pg_hba.conf").write_text(_ACCESS)
        with _running(data, folder):
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(data: Path, socket: Path) -> Iterator[None]:
    control = [*_unprivileged(), _program("pg_ctl"), "-w", "-D", data, "-l", socket / "log"]
    start = [*control, "-o", f"-k {socket} -h '' {_QUICK} {_IN_ITS_FOLDER}", "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd="/")
    try:
        yield
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _program(name: str) -> Path:
    return max(_INSTALLED.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))


def _unprivileged() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
