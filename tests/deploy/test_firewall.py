"""The firewall of a kiosk as nft loads it: who reaches what, by real connections between two namespaces."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import ROOT
from lab.wire import INSIDE, Place, Wire

FOLDER = ROOT / "deploy" / "lockdown" / "firewall"
SCRIPT = str(FOLDER / "pare-feu")

ACCOUNTS = {
    "root": 0,
    "borne": 64001,
    "borne-parc": 64002,
    "guichet-cps-listes": 64003,
    "_apt": 64004,
    "systemd-timesync": 64005,
    "lp": 64006,
}
STRANGER = 64099
LISTS = {
    "resolveurs": ("192.0.2.53", "2001:db8::53"),
    "heure": ("192.0.2.123", "2001:db8::123"),
    "depots": ("192.0.2.80", "2001:db8::80"),
    "listes": ("192.0.2.30", "2001:db8::30"),
    "parc": ("192.0.2.10", "2001:db8::10"),
    "imprimante": ("192.0.2.91", "2001:db8::91"),
    "administration": ("192.0.2.22", "2001:db8::22"),
}
ELSEWHERE = ("198.51.100.9", "2001:db8:1::9")
DOORS = ((53, "udp"), (53, "tcp"), (123, "udp"), (80, "tcp"), (443, "tcp"), (5432, "tcp"), (631, "tcp"), (9100, "tcp"))
OUTSIDE = [Place(host, *door) for pair in (*LISTS.values(), ELSEWHERE) for host in pair for door in DOORS]
KIOSK = [Place(host, port) for host in INSIDE for port in (22, 631, 5432)]
OWN = [Place("127.0.0.1", 631)]


def places(name: str, *doors: tuple[int, str]) -> set[Place]:
    return {Place(host, *door) for host in LISTS[name] for door in doors}


NAMES = places("resolveurs", (53, "udp"), (53, "tcp"))
TIME = places("heure", (123, "udp"))
REPOSITORY = places("depots", (80, "tcp"), (443, "tcp"))
REVOCATION = places("listes", (80, "tcp"), (443, "tcp"))
FLEET = places("parc", (5432, "tcp"))
PRINTER = places("imprimante", (631, "tcp"), (9100, "tcp"))

REACHES = {
    "borne": places("imprimante", (631, "tcp")),
    "borne-parc": NAMES | FLEET,
    "guichet-cps-listes": NAMES | REVOCATION,
    "_apt": NAMES | REPOSITORY,
    "systemd-timesync": NAMES | TIME,
    "lp": NAMES | PRINTER,
    "root": NAMES | TIME | REPOSITORY | PRINTER,
}


class Firewall:
    """The kiosk's loader on the wire, with accounts of its own and a file that a technician fills in."""

    def __init__(self, wire: Wire, folder: Path, accounts: dict[str, int]) -> None:
        self.wire = wire
        self.file = folder / "pare-feu.nft"
        self.file.write_text((FOLDER / "pare-feu.nft").read_text(encoding="utf-8"), encoding="utf-8")
        passwd = folder / "passwd"
        passwd.write_text("".join(f"{name}:x:{number}:{number}::/:/bin/false\n" for name, number in accounts.items()))
        own = {"GUICHET_CPS_PARE_FEU": str(self.file), "GUICHET_CPS_COMPTES": str(passwd)}
        self._environ = {"PATH": f"{os.environ['PATH']}:/usr/sbin"} | own

    def fill_in(self, lists: dict[str, tuple[str, str]]) -> None:
        text = self.file.read_text(encoding="utf-8")
        for name, (four, six) in lists.items():
            for key, value in ((name, four), (f"{name}_6", six)):
                text, n = re.subn(rf"^define {key} = {{ }}", f"define {key} = {{ {value} }}", text, flags=re.MULTILINE)
                assert n == 1, key
        self.file.write_text(text, encoding="utf-8")

    def call(self, word: str) -> subprocess.CompletedProcess[str]:
        return self.wire.run(SCRIPT, word, environ=self._environ)

    def loaded(self) -> str:
        return self.wire.run("nft", "-s", "list", "ruleset").stdout


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with Wire(OUTSIDE, [*KIOSK, *OWN]) as made:
        yield made


@pytest.fixture
def firewall(wire: Wire, tmp_path: Path) -> Iterator[Firewall]:
    made = Firewall(wire, tmp_path, ACCOUNTS)
    yield made
    made.call("ouvrir")
    assert made.loaded() == ""


def test_without_it_everything_is_reached(wire: Wire) -> None:
    """What the other tests find closed is closed by the firewall."""
    assert wire.reached(STRANGER, OUTSIDE) == set(OUTSIDE)
    assert wire.reached_from(ELSEWHERE[0], KIOSK[:3]) == set(KIOSK[:3])


def test_as_it_is_delivered_nothing_leaves_and_nothing_enters(firewall: Firewall) -> None:
    assert firewall.call("charger").stderr == ""
    sample = [place for place in OUTSIDE if place.port in (53, 443)]
    for account in (ACCOUNTS["borne"], 0):
        assert firewall.wire.reached(account, sample) == set()
        assert firewall.wire.reached(account, OWN) == set(OWN)
    assert firewall.wire.reached_from(LISTS["administration"][0], KIOSK[:3]) == set()


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_account_reaches_what_it_is_there_for(firewall: Firewall, name: str) -> None:
    firewall.fill_in(LISTS)
    firewall.call("charger")
    assert firewall.wire.reached(ACCOUNTS[name], OUTSIDE) == REACHES[name]
    assert firewall.wire.reached(ACCOUNTS[name], OWN) == set(OWN)


def test_an_account_without_a_name_here_reaches_the_names_alone(firewall: Firewall) -> None:
    firewall.fill_in(LISTS)
    firewall.call("charger")
    assert firewall.wire.reached(STRANGER, OUTSIDE) == NAMES


@pytest.mark.parametrize("family", [0, 1])
def test_only_the_administration_comes_in_and_by_ssh_alone(firewall: Firewall, family: int) -> None:
    firewall.fill_in(LISTS)
    firewall.call("charger")
    kiosk = [place for place in KIOSK if place.host == INSIDE[family]]
    assert firewall.wire.reached_from(LISTS["administration"][family], kiosk) == {Place(INSIDE[family], 22)}
    assert firewall.wire.reached_from(ELSEWHERE[family], kiosk) == set()


def test_accounts_that_do_not_exist_yet_do_not_keep_it_from_being_loaded(wire: Wire, tmp_path: Path) -> None:
    bare = Firewall(wire, tmp_path, {"root": 0})
    bare.fill_in(LISTS)
    assert bare.call("charger").returncode == 0
    assert wire.reached(0, OUTSIDE) == REACHES["root"]
    assert wire.reached(ACCOUNTS["borne-parc"], OUTSIDE) == NAMES
    bare.call("ouvrir")


@pytest.mark.parametrize("value", ["0.0.0.0/0", "192.0.2.0/24, 192.0.2.10", "192.0.2.10-192.0.2.20", "192.0.2.10,"])
def test_a_list_takes_what_a_technician_writes(firewall: Firewall, value: str) -> None:
    firewall.fill_in({"parc": (value, "::/0")})
    assert firewall.call("essayer").stderr == ""
    assert firewall.call("charger").stderr == ""
    assert firewall.wire.reached(ACCOUNTS["borne-parc"], FLEET) == FLEET


def test_a_proxy_has_a_port_of_its_own(firewall: Firewall) -> None:
    firewall.fill_in(LISTS)
    text = firewall.file.read_text(encoding="utf-8")
    firewall.file.write_text(text.replace("define ports_web = { 80, 443 }", "define ports_web = { 9100 }"))
    firewall.call("charger")
    assert firewall.wire.reached(ACCOUNTS["_apt"], OUTSIDE) == NAMES | places("depots", (9100, "tcp"))


@pytest.mark.parametrize("value", ["192.0.2", "2001:db8::10", "parc exemple", "192.0.2.10 }; }"])
def test_a_faulty_file_leaves_what_was_in_place(firewall: Firewall, value: str) -> None:
    firewall.call("charger")
    before = firewall.loaded()
    firewall.fill_in({"parc": (value, "2001:db8::10")})
    assert firewall.call("essayer").returncode != 0
    done = firewall.call("charger")
    assert (done.returncode, "reste en place" in done.stderr) == (1, True)
    assert firewall.loaded() == before != ""


def test_a_machine_that_starts_with_a_faulty_file_is_closed(firewall: Firewall) -> None:
    firewall.file.write_text("table inet guichet_cps {")
    done = firewall.call("charger")
    assert (done.returncode, "fermée" in done.stderr) == (1, True)
    sample = [place for place in OUTSIDE if place.port == 53]
    assert firewall.wire.reached(0, sample) == set()
    assert firewall.wire.reached(0, OWN) == set(OWN)
    assert firewall.wire.reached_from(ELSEWHERE[0], KIOSK[:3]) == set()


def test_other_tables_are_left_alone(firewall: Firewall) -> None:
    firewall.wire.run("nft", "add table inet autre")
    firewall.call("charger")
    firewall.call("charger")
    firewall.call("ouvrir")
    assert firewall.loaded() == "table inet autre {\n}\n"
    firewall.wire.run("nft", "delete table inet autre")


@pytest.mark.parametrize("word", ["", "nonsense"])
def test_a_wrong_word_changes_nothing(firewall: Firewall, word: str) -> None:
    done = firewall.call(word)
    assert (done.returncode, "Usage" in done.stderr, firewall.loaded()) == (2, True, "")
