"""The signed repository as apt sees it: real packages, real keys, and an apt that has nothing of this machine."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checkout import ROOT

SCRIPT = ROOT / "deploy" / "debian" / "repository.sh"
QUICKSTART = ROOT / "deploy" / "quickstart.sh"
OURS, THEIRS = "depot@exemple.fr", "inconnu@exemple.fr"
ARCHITECTURE = subprocess.run(
    ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
).stdout.strip()
SBIN = f"{os.environ['PATH']}:/usr/sbin:/sbin"
Done = subprocess.CompletedProcess[str]


def run(*command: str | Path, **environment: str) -> Done:
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": SBIN, **environment}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def keyring() -> Iterator[str]:
    """GNUPGHOME with two secret keys. Its name is short: gpg-agent has a socket there."""
    with TemporaryDirectory(prefix="gpg-", dir="/tmp") as home:
        for address in (OURS, THEIRS):
            made = run(
                *("gpg", "--batch", "--passphrase", "", "--quick-generate-key", address, "ed25519", "sign", "never"),
                GNUPGHOME=home,
            )
            assert made.returncode == 0, made.stderr
        yield home
        run("gpgconf", "--kill", "all", GNUPGHOME=home)


def package(folder: Path, name: str, version: str, architecture: str = ARCHITECTURE, says: str = "") -> Path:
    """A .deb with one file in it."""
    content = folder / "content"
    (content / "DEBIAN").mkdir(parents=True)
    (content / "DEBIAN" / "control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\n"
        "Maintainer: essai <essai@exemple.fr>\nDescription: essai\n"
    )
    told = content / "usr" / "share" / name / "version"
    told.parent.mkdir(parents=True)
    told.write_text(says or version)
    path = folder / f"{name}_{version}_{architecture}.deb"
    built = run("dpkg-deb", "--build", "--root-owner-group", content, path)
    assert built.returncode == 0, built.stderr
    shutil.rmtree(content)
    return path


class Depot:
    """A repository, and the folder whose packages go into it next."""

    def __init__(self, base: Path, keyring: str) -> None:
        self.path = base / "depot"
        self._keyring = keyring
        self._packages = base / "paquets"
        self._packages.mkdir()

    def add(self, version: str, name: str = "guichet-cps", architecture: str = ARCHITECTURE, says: str = "") -> None:
        package(self._packages, name, version, architecture, says)

    def publish(self, key: str = OURS, packages: Path | None = None, **environment: str) -> Done:
        folder = packages or self._packages
        return run("sh", SCRIPT, folder, self.path, "--key", key, GNUPGHOME=self._keyring, **environment)

    def published(self, *versions: str, key: str = OURS) -> None:
        for version in versions:
            self.add(version)
        done = self.publish(key)
        assert done.returncode == 0, done.stderr

    def start(self) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "GNUPGHOME": self._keyring}
        return subprocess.Popen(
            ["sh", SCRIPT, self._packages, self.path, "--key", OURS], env=environ, stdout=subprocess.DEVNULL
        )

    @property
    def suite(self) -> Path:
        return self.path / "dists" / "bookworm"

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.path)): path.read_bytes() for path in self.path.rglob("*") if path.is_file()}

    def sign(self, key: str) -> None:
        """As somebody does who can write into the repository and has a key."""
        for form, target in (("--clearsign", "InRelease"), ("--detach-sign", "Release.gpg")):
            signed = run(
                *("gpg", "--batch", "--yes", "--armor", "--local-user", key, form, "--output", self.suite / target),
                self.suite / "Release",
                GNUPGHOME=self._keyring,
            )
            assert signed.returncode == 0, signed.stderr


class Client:
    """apt with its own lists, cache, settings and dpkg: nothing of this machine is read or changed."""

    def __init__(self, base: Path, depot: Depot) -> None:
        self.root = base / "root"
        for folder in ("info", "updates", "triggers"):
            (self.root / "var/lib/dpkg" / folder).mkdir(parents=True)
        (self.root / "var/lib/dpkg/status").touch()
        self._base = base
        for folder in ("state/lists/partial", "cache/archives/partial", "etc/sources.list.d", "etc/parts", "log"):
            (base / folder).mkdir(parents=True)
        key = base / "etc" / "guichet-cps.asc"
        shutil.copy(depot.path / "guichet-cps.asc", key)
        (base / "etc/sources.list.d/guichet-cps.sources").write_text(
            f"Types: deb\nURIs: file://{depot.path}\nSuites: bookworm\nComponents: main\nSigned-By: {key}\n"
        )
        self._config = base / "etc" / "apt.conf"
        self._config.write_text(
            f"""
            Dir::State "{base}/state/";
            Dir::State::status "{self.root}/var/lib/dpkg/status";
            Dir::Cache "{base}/cache/";
            Dir::Log "{base}/log/";
            Dir::Etc::sourcelist "/dev/null";
            Dir::Etc::sourceparts "{base}/etc/sources.list.d";
            Dir::Etc::main "/dev/null";
            Dir::Etc::parts "{base}/etc/parts";
            Dir::Etc::preferences "/dev/null";
            Dir::Etc::preferencesparts "{base}/etc/parts";
            Dir::Etc::trusted "/dev/null";
            Dir::Etc::trustedparts "{base}/etc/parts";
            APT::Architecture "{ARCHITECTURE}";
            APT::Architectures {{ "{ARCHITECTURE}"; }};
            APT::Sandbox::User "";
            DPkg::Options {{ "--root={self.root}"; "--log={base}/log/dpkg.log"; "--force-script-chrootless"; }};
            """
        )

    def apt(self, command: str, *arguments: str) -> Done:
        tool = ("apt-cache",) if command == "policy" else ("apt-get", "-q", "-y")
        return run(*tool, command, *arguments, APT_CONFIG=str(self._config))

    def update(self) -> Done:
        return self.apt("update", "--error-on=any")

    def updated(self) -> None:
        done = self.update()
        assert done.returncode == 0, done.stderr

    @property
    def candidate(self) -> str:
        found = [line.split()[-1] for line in self.apt("policy", "guichet-cps").stdout.splitlines() if "Cand" in line]
        return found[0] if found else "(none)"

    @property
    def installed(self) -> str:
        return (self.root / "usr/share/guichet-cps/version").read_text()


@pytest.fixture
def depot(tmp_path: Path, keyring: str) -> Depot:
    made = Depot(tmp_path, keyring)
    made.published("1.0+deb12")
    return made


@pytest.fixture
def client(tmp_path: Path, depot: Depot) -> Client:
    made = Client(tmp_path / "client", depot)
    made.updated()
    return made


def test_a_package_is_downloaded_and_installed(depot: Depot, client: Client, tmp_path: Path) -> None:
    assert client.candidate == "1.0+deb12"
    fetched = client.apt("install", "--download-only", "guichet-cps")
    assert fetched.returncode == 0, fetched.stderr
    assert not (client.root / "usr").exists()
    done = client.apt("install", "guichet-cps")
    assert done.returncode == 0, done.stderr
    assert client.installed == "1.0+deb12"


def test_the_next_version_is_the_candidate_and_the_one_before_can_come_back(depot: Depot, client: Client) -> None:
    assert client.apt("install", "guichet-cps").returncode == 0
    depot.published("1.1+deb12")
    client.updated()
    assert client.candidate == "1.1+deb12"
    assert client.apt("upgrade").returncode == 0
    assert client.installed == "1.1+deb12"
    back = client.apt("install", "--allow-downgrades", "guichet-cps=1.0+deb12")
    assert back.returncode == 0, back.stderr
    assert client.installed == "1.0+deb12"


def test_a_pre_release_comes_before_the_release(depot: Depot, client: Client) -> None:
    depot.published("1.1~rc1+deb12")
    client.updated()
    assert client.candidate == "1.1~rc1+deb12"
    depot.published("1.1+deb12")
    client.updated()
    assert client.candidate == "1.1+deb12"


def test_a_version_goes_to_the_release_that_it_was_made_for(depot: Depot, client: Client) -> None:
    depot.published("1.2+deb13", "1.2+ubuntu24.04")
    assert {path.name for path in (depot.path / "dists").iterdir()} == {"bookworm", "trixie", "noble"}
    client.updated()
    assert client.candidate == "1.0+deb12"


def test_the_package_for_every_architecture_is_beside_the_other(depot: Depot, client: Client) -> None:
    depot.add("1.0+deb12", name="guichet-cps-machine", architecture="all")
    depot.published()
    client.updated()
    assert client.apt("install", "--download-only", "guichet-cps-machine").returncode == 0


def test_an_unattended_upgrade_can_tell_the_repository_by_its_name(client: Client) -> None:
    assert "o=guichet-cps,a=bookworm,n=bookworm,l=guichet-cps,c=main" in client.apt("policy").stdout


@pytest.mark.parametrize("longer", [False, True])
def test_an_altered_package_is_refused(depot: Depot, client: Client, longer: bool) -> None:
    (path,) = depot.path.rglob("*.deb")
    raw = path.read_bytes()
    path.write_bytes(raw + b"\n" if longer else raw[:-1] + bytes([raw[-1] ^ 1]))
    done = client.apt("install", "guichet-cps")
    assert done.returncode == 100
    assert not (client.root / "usr").exists()


def with_an_evil_package(depot: Depot, tmp_path: Path) -> str:
    """Swap the package for another and put it into every index; the text of the Release that would go with them."""
    (place,) = depot.path.rglob("*.deb")
    (tmp_path / "evil").mkdir()
    evil = package(tmp_path / "evil", "guichet-cps", "6.6+deb12", says="evil")
    (index,) = depot.suite.rglob("Packages")
    text = index.read_text()
    for old, new in (
        (sha256(place.read_bytes()).hexdigest(), sha256(evil.read_bytes()).hexdigest()),
        (f"Size: {place.stat().st_size}", f"Size: {evil.stat().st_size}"),
        ("Version: 1.0", "Version: 6.6"),
    ):
        assert old in text
        text = text.replace(old, new)
    evil.replace(place)
    release = (depot.suite / "Release").read_text()
    for name, raw in (("Packages", text.encode()), ("Packages.gz", gzip.compress(text.encode()))):
        path = index.with_name(name)
        was = path.read_bytes()
        old = sha256(was).hexdigest()
        size = f"{len(was):>17} main/binary-{ARCHITECTURE}/{name}\n"
        assert f" {old}{size}" in release
        (path.parent / "by-hash/SHA256" / old).write_bytes(raw)
        new = sha256(raw).hexdigest()
        (path.parent / "by-hash/SHA256" / new).write_bytes(raw)
        path.write_bytes(raw)
        release = release.replace(f" {old}{size}", f" {new}{size.replace(str(len(was)), str(len(raw)), 1)}")
    return release


def test_an_altered_index_is_refused(depot: Depot, client: Client, tmp_path: Path) -> None:
    with_an_evil_package(depot, tmp_path)
    newcomer = Client(tmp_path / "newcomer", depot)
    assert newcomer.update().returncode == 100
    assert newcomer.candidate == "(none)"
    client.update()
    assert client.candidate == "1.0+deb12"


def refused(depot: Depot, client: Client, tmp_path: Path, why: str) -> None:
    """By who has seen the good one, and by who has not."""
    newcomer = Client(tmp_path / "newcomer", depot)
    for each, still in ((newcomer, "(none)"), (client, "1.0+deb12")):
        done = each.update()
        assert done.returncode == 100
        assert why in done.stderr.lower()
        assert each.candidate == still


@pytest.mark.parametrize("inline", [True, False])
def test_an_altered_release_is_refused(depot: Depot, client: Client, tmp_path: Path, inline: bool) -> None:
    release = with_an_evil_package(depot, tmp_path)
    was = (depot.suite / "Release").read_text()
    (depot.suite / "Release").write_text(release)
    if inline:
        signed = depot.suite / "InRelease"
        assert was in signed.read_text()
        signed.write_text(signed.read_text().replace(was, release))
    else:
        (depot.suite / "InRelease").unlink()
    refused(depot, client, tmp_path, "signature")


def test_a_release_that_somebody_else_signed_is_refused(depot: Depot, client: Client, tmp_path: Path) -> None:
    (depot.suite / "Release").write_text(with_an_evil_package(depot, tmp_path))
    depot.sign(THEIRS)
    refused(depot, client, tmp_path, "signature")


def test_the_same_forgery_passes_with_our_key(depot: Depot, client: Client, tmp_path: Path) -> None:
    """What the three before refuse is refused for its signature, not for a mistake in the forgery."""
    (depot.suite / "Release").write_text(with_an_evil_package(depot, tmp_path))
    depot.sign(OURS)
    client.updated()
    assert client.candidate == "6.6+deb12"
    assert client.apt("install", "guichet-cps").returncode == 0
    assert client.installed == "evil"


def test_an_unsigned_repository_is_refused(depot: Depot, client: Client, tmp_path: Path) -> None:
    for name in ("InRelease", "Release.gpg"):
        (depot.suite / name).unlink()
    refused(depot, client, tmp_path, "signed.")


def test_who_has_the_old_index_still_finds_what_it_names(depot: Depot) -> None:
    release = (depot.suite / "Release").read_text()
    depot.published("1.1+deb12")
    named = [line.split() for line in release.splitlines() if line.endswith(("Packages", "Packages.gz"))]
    assert len(named) == 2
    for digest, _, name in named:
        kept = (depot.suite / name).parent / "by-hash" / "SHA256" / digest
        assert sha256(kept.read_bytes()).hexdigest() == digest


def test_an_update_in_the_middle_of_a_publication_finds_a_whole_index(depot: Depot, client: Client) -> None:
    seen = set()
    for minor in range(1, 6):
        depot.add(f"1.{minor}+deb12")
        publication = depot.start()
        while publication.poll() is None:
            client.updated()
            seen.add(client.candidate)
        assert publication.returncode == 0
    client.updated()
    assert client.candidate == "1.5+deb12"
    assert len(seen) > 1


def test_where_signing_fails_nothing_is_published(depot: Depot, tmp_path: Path) -> None:
    before = depot.files()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gpg").write_text(
        f'#!/bin/sh\ncase "$*" in *--detach-sign*) exit 2 ;; esac\nexec {shutil.which("gpg")} "$@"\n'
    )
    (programs / "gpg").chmod(0o755)
    depot.add("1.1+deb12")
    assert depot.publish(PATH=f"{programs}:{SBIN}").returncode != 0
    after = depot.files()
    assert {name: after[name] for name in before} == before
    assert {name for name in after if not name.startswith("pool/")} == {
        name for name in before if not name.startswith("pool/")
    }


def test_a_second_run_changes_no_package_and_leaves_nothing_beside(depot: Depot) -> None:
    before = depot.files()
    depot.published()
    assert depot.files().keys() == before.keys()
    assert {name.split("/")[0] for name in before} == {".verrou", "dists", "guichet-cps.asc", "pool"}


def test_a_version_that_is_taken_out_of_the_pool_is_in_no_index(depot: Depot, client: Client, tmp_path: Path) -> None:
    depot.published("1.1+deb12")
    (place,) = depot.path.rglob("*_1.1+deb12_*.deb")
    place.unlink()
    (tmp_path / "vide").mkdir()
    done = depot.publish(packages=tmp_path / "vide")
    assert done.returncode == 0, done.stderr
    client.updated()
    assert client.candidate == "1.0+deb12"


def test_a_published_version_never_changes(depot: Depot) -> None:
    before = depot.files()
    depot.add("1.0+deb12", says="something else")
    done = depot.publish()
    assert done.returncode == 1
    assert "une version publiée ne change plus" in done.stderr
    assert depot.files() == before


@pytest.mark.parametrize("version", ["1.1", "1.1+deb1", "1.1+deb11", "1.1+ubuntu22.04", "1.1+deb12.1"])
def test_a_version_for_no_known_release_is_refused(depot: Depot, version: str) -> None:
    before = depot.files()
    depot.add(version)
    done = depot.publish()
    assert done.returncode == 1
    assert version in done.stderr
    assert depot.files() == before


def test_what_is_no_package_is_refused(depot: Depot, tmp_path: Path) -> None:
    before = depot.files()
    (tmp_path / "paquets" / "x.deb").write_text("nothing")
    assert depot.publish().returncode == 1
    assert depot.files() == before


def test_a_key_that_is_not_there_is_refused_before_anything_is_written(tmp_path: Path, keyring: str) -> None:
    depot = Depot(tmp_path, keyring)
    depot.add("1.0+deb12")
    done = depot.publish("personne@exemple.fr")
    assert done.returncode == 1
    assert "personne@exemple.fr" in done.stderr
    assert not depot.path.exists()


def test_two_publications_at_once_are_one_too_many(depot: Depot) -> None:
    holder = subprocess.Popen(["flock", depot.path / ".verrou", "cat"], stdin=subprocess.PIPE)
    taken = ["flock", "--nonblock", str(depot.path / ".verrou"), "true"]
    while subprocess.run(taken, check=False).returncode == 0:
        pass
    done = depot.publish()
    assert done.returncode == 1
    assert "en train" in done.stderr
    holder.communicate()
    assert depot.publish().returncode == 0


def test_an_index_does_not_run_out(depot: Depot) -> None:
    assert "Valid-Until" not in (depot.suite / "InRelease").read_text()


@pytest.mark.parametrize("arguments", [[], ["a"], ["a", "b"], ["a", "b", "--key"], ["a", "b", "c", "--key", "k"]])
def test_what_is_missing_is_told_with_the_usage(arguments: list[str], tmp_path: Path) -> None:
    done = run("sh", SCRIPT, *arguments)
    assert (done.returncode, "Usage" in done.stderr) == (2, True)


def test_help_is_in_french_and_the_tools_are_installed_for_the_tests() -> None:
    done = run("sh", SCRIPT, "--help")
    assert done.returncode == 0
    assert "empreinte" in done.stdout
    assert "apt-utils gnupg" in QUICKSTART.read_text()
