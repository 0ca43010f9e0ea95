"""What is tried on the whole machine. Each scenario begins with a machine of its own that is switched off."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from bench import NEW_PIN, RESTARTED, STEPS, UNBLOCKED, WAITING, Bench
from guest import GuestError
from measures import MEASURES

Scenario = Callable[[Bench], None]
SCENARIOS: dict[str, Scenario] = {}
UNCOMMISSIONED = frozenset({"amorcage", "mise-en-service"})
"""Scenarios that begin with a machine that was never commissioned; the others begin with one that was."""

UNBLOCK_COUNTED = "unblock/U01"
TAKE_CARD = "Reprenez votre carte"


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    def keep(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        return function

    return keep


def must(truth: bool, sentence: str) -> None:
    """Raises GuestError with ``sentence`` if it is not so."""
    if not truth:
        raise GuestError(sentence)


@scenario("amorcage")
def boots_to_the_waiting_screen(bench: Bench) -> None:
    """Power, and nobody touches anything: the waiting screen, every unit green, every measure of protection holds."""
    guest = bench.guest
    bench.facts["s_to_kiosk"] = round(bench.boot())
    bench.eyes.wait(WAITING)
    bench.facts["s_to_waiting"] = round(time.monotonic() - guest.started_at)
    bench.eyes.keep("accueil")
    guest.output("until systemctl is-system-running | grep -qE 'running|degraded'; do sleep 2; done", 300)
    failed = guest.output("systemctl --failed --no-legend --plain")
    must(failed == "", f"failed units: {failed}")
    held = {}
    for name, command in MEASURES.items():
        status, text = guest.run(command, 120)
        held[name] = "tient" if status == 0 else f"NE TIENT PAS: {text[-200:]}"
    bench.facts["measures"] = held
    broken = [f"{name}: {word}" for name, word in held.items() if word != "tient"]
    must(not broken, "; ".join(broken))
    status, text = guest.run("runuser -u borne -- guichet-cps selftest --config /etc/guichet-cps/guichet-cps.toml", 300)
    bench.facts["selftest"] = text
    must(status in (0, 1), f"selftest ended with {status}: {text}")


@scenario("mise-en-service")
def refuses_then_unblocks(bench: Bench) -> None:
    """A reader that is not virtual unblocks nothing until it was commissioned; then it does, by touches and keys."""
    bench.boot()
    bench.eyes.wait(WAITING)
    bench.card.insert("blocked")
    bench.eyes.wait("Cette borne ne peut pas le")
    bench.eyes.keep("pas-encore-autorisee")
    bench.card.take_out()
    bench.eyes.wait(WAITING)
    bench.commission()
    bench.eyes.wait(WAITING)
    bench.card.insert("blocked")
    for name, sentence, act in STEPS:
        bench.eyes.wait(sentence)
        bench.eyes.keep(name)
        act(bench)
    state = bench.card("state")
    must((state["pin_tries_left"], state["puk_uses_left"]) == (3, 99), f"the card says {state}")
    must(bench.card(f"check-pin {NEW_PIN}") is True, "the card does not hold the new code")
    journal = bench.card.journal()
    bench.facts["apdus"] = len(journal)
    codes = [line for line in journal if re.match(r"00 (20|2C|24) .. .. Lc=0[1-9A-F]", line)]
    bench.facts["commands_with_a_code"] = codes
    must(len(codes) == 3, f"three commands with a code were expected: {codes}")
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=300)
    must(bench.counted() == {UNBLOCK_COUNTED: 1}, f"{bench.counted()}")


@scenario("interface-figee")
def a_frozen_interface_is_started_again(bench: Bench) -> None:
    """The interface's process stops: the watchdog starts it again within two minutes, twice."""
    bench.boot()
    bench.eyes.wait(WAITING)
    seconds = []
    for _ in range(2):
        before, began = bench.began(), time.monotonic()
        bench.guest.output("pkill -STOP -f 'm [k]iosk run'")
        bench.until(f"[ $(systemctl show -p InvocationID --value guichet-cps) != {before} ]")
        bench.until("systemctl --quiet is-active guichet-cps")
        bench.eyes.wait(WAITING, RESTARTED)
        seconds.append(round(time.monotonic() - began))
    bench.eyes.keep("relancee")
    bench.facts["s_to_waiting_again"] = seconds


@scenario("pcscd-fige")
def a_frozen_card_service_is_started_again(bench: Bench) -> None:
    """pcscd stops answering while nobody is there: the screen says so, its unit starts it again, three times over."""
    bench.boot()
    seconds = []
    for _ in range(3):
        bench.eyes.wait(WAITING, patience_s=300)
        before, began = bench.guest.output("systemctl show -p MainPID --value pcscd"), time.monotonic()
        bench.guest.output("pkill -STOP -x pcscd")
        bench.until(f"p=$(systemctl show -p MainPID --value pcscd); [ $p != {before} ] && [ $p != 0 ]")
        bench.card.insert("blocked")
        bench.eyes.wait("Débloquer mon code porteur", patience_s=300)
        seconds.append(round(time.monotonic() - began))
        bench.card.take_out()
    bench.facts["s_from_frozen_to_a_card_read"] = seconds


@scenario("lecteur-debranche")
def the_reader_is_unplugged_in_every_state(bench: Bench) -> None:
    """Unplugged and plugged while the person stands on each screen: no code is spent, and the kiosk serves again."""
    bench.boot()
    for name, *_ in (("waiting", "", None), *STEPS):
        bench.eyes.wait(WAITING, patience_s=400)
        if name != "waiting":
            bench.card.insert("blocked")
            bench.go_to(name)
        bench.guest.unplug_reader()
        bench.card("forget") if name != "waiting" else None
        time.sleep(8)
        bench.eyes.keep(f"debranche-{name}")
        if name != "waiting":
            bench.card.take_out()
        bench.guest.plug_reader()
        if name != "waiting":
            state = bench.card("state")
            spent = (state["puk_tries_left"], state["puk_uses_left"])
            must(spent == ((10, 99) if name == "result" else (10, 100)), f"{name}: the card says {state}")
    bench.eyes.wait(WAITING, patience_s=400)
    bench.card.insert("blocked")
    bench.unblock()
    bench.facts["states"] = len(STEPS) + 1


@scenario("coupures")
def the_current_is_cut(bench: Bench) -> None:
    """Twenty visits end in the middle: QEMU is killed around the codes, the proof and the record, drawn by seed.

    Judged from outside: each visit is counted once, nothing says "unblocked" of a card that is not, and no command with
    a code goes to the card without a press.
    """
    bench.facts["seed"] = bench.seed
    draw = random.Random(bench.seed)  # noqa: S311 moments, not secrets
    bench.boot()
    bench.eyes.wait(WAITING)
    total = sum(bench.counted().values())
    lines = []
    for number in range(1, 21):
        bench.card.insert(f"blocked {draw.randrange(10**8):08d}")
        bench.go_to("confirm")
        bench.card("forget")
        for digit in NEW_PIN:
            bench.guest.key(f"kp_{digit}")
        delay = draw.choice((draw.uniform(0, 3), draw.uniform(3, 8), draw.uniform(8, 14)))
        bench.guest.key("kp_enter")
        time.sleep(delay)
        shown = "débloquée" if _says_unblocked(bench) else "-"
        bench.guest.cut()
        state, codes = bench.card("state"), _codes(bench)
        held = bench.card(f"check-pin {NEW_PIN}")
        bench.boot()
        said = bench.eyes.wait(RESTARTED, TAKE_CARD, WAITING, patience_s=400)
        bench.eyes.keep(f"apres-coupure-{number:02d}")
        must(_codes(bench) == codes, f"cut {number}: codes went to the card after the cut: {_codes(bench)}")
        bench.card.take_out()
        bench.eyes.wait(WAITING, patience_s=400)
        counted = bench.counted()
        now = sum(counted.values())
        lines.append(
            f"{number}: {delay:.1f} s, à l’écran {shown}, codes {len(codes)}, code {'neuf' if held else 'ancien'}, "
            f"essais {state['pin_tries_left']}, ensuite « {said} », comptés {now - total}"
        )
        bench.facts["cuts"] = lines
        must(now - total == 1, f"cut {number}: {now - total} outcomes were counted: {counted}")
        must(shown == "-" or (held and state["pin_tries_left"] == 3), f"cut {number}: the screen lied: {state}")
        total = now
    bench.facts["counted"] = bench.counted()


def _codes(bench: Bench) -> list[str]:
    return [line for line in bench.card.journal() if re.match(r"00 (20|2C|24) .. .. Lc=0[1-9A-F]", line)]


def _says_unblocked(bench: Bench) -> bool:
    try:
        bench.eyes.wait(UNBLOCKED, patience_s=0)
    except GuestError:
        return False
    return True


@scenario("disque-plein")
def a_full_disk_stops_no_visit(bench: Bench) -> None:
    """No byte is left on the disk: the card is unblocked all the same, and it is counted once there is room."""
    bench.boot()
    bench.eyes.wait(WAITING)
    bench.guest.run(
        "dd if=/dev/zero of=/var/plein bs=1M 2>/dev/null; dd if=/dev/zero of=/var/plein2 bs=512 2>/dev/null"
    )
    bench.facts["left"] = bench.guest.output("df --output=avail / | tail -1").strip()
    bench.card.insert("blocked")
    bench.unblock()
    bench.eyes.keep("debloquee-disque-plein")
    must(bench.card("state")["pin_tries_left"] == 3, "the card is not unblocked")
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=400)
    bench.guest.output("rm -f /var/plein-*; sync")
    bench.card.insert("healthy")
    time.sleep(10)
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=400)
    counted = bench.counted()
    bench.facts["counted"] = counted
    must(counted.get(UNBLOCK_COUNTED) == 1, f"the visit without room was not counted once: {counted}")


@scenario("horloge-fausse")
def a_wrong_clock_condemns_nobody(bench: Bench) -> None:
    """The machine believes that it is 2019, then 2049: nothing is said to be useless, and a card is still unblocked."""
    for year in (2019, 2049):
        bench.boot(rtc=f"{year}-05-02T10:00:00")
        bench.eyes.wait(WAITING)
        bench.facts[f"date_{year}"] = bench.guest.output("date +%F")
        bench.card.insert(f"blocked {year:08d}")
        bench.eyes.wait("Débloquer mon code porteur")
        bench.eyes.keep(f"verdict-{year}")
        words = " ".join(word.text for word in bench.eyes.words()).lower()
        must("expir" not in words and "inutilisable" not in words, f"{year}: the screen says {words}")
        bench.unblock()
        bench.card.take_out()
        bench.eyes.wait(WAITING, patience_s=400)
        bench.guest.shut_down()


@scenario("imprimante")
def a_receipt_is_printed_then_the_printer_is_gone(bench: Bench) -> None:
    """A receipt goes to an IPP printer; the next one, whose printer was switched off, is told to be missing."""
    bench.boot()
    guest = bench.guest
    guest.output("systemctl start cups && mkdir -p /run/imprime && chmod 777 /run/imprime")
    printer = "ippeveprinter -p 8631 -r off -k -d /run/imprime -f application/pdf Essai"
    guest.output(f"systemd-run --unit=imprimante {printer} && sleep 5")
    guest.output("lpadmin -p borne -E -v ipp://localhost:8631/ipp/print -m everything", 300)
    guest.output('sed -i \'s/^#file = ""/file = "borne"/\' /etc/guichet-cps/guichet-cps.toml')
    guest.output("systemctl restart guichet-cps", 400)
    bench.eyes.wait(WAITING)
    bench.card.insert("blocked 00000001")
    bench.unblock()
    bench.eyes.touch("Imprimer un reçu")
    said = bench.eyes.wait("Reçu imprimé", "Reçu envoyé à l’imprimante", "Prenez votre reçu", patience_s=300)
    bench.eyes.keep("imprime")
    bench.facts["said"] = said
    bench.facts["sheets"] = guest.output("ls /run/imprime | wc -l")
    must(bench.facts["sheets"] == "1", f"one sheet was expected: {bench.facts['sheets']}")
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=400)
    guest.output("systemctl stop imprimante")
    bench.card.insert("blocked 00000002")
    bench.unblock()
    bench.eyes.keep("imprimante-eteinte")
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=400)
    left = guest.output("grep -rl 'débloquée\\|%PDF' /var/spool/cups /var/cache/cups 2>/dev/null | wc -l")
    must(left == "0", f"{left} printed files are kept")


@scenario("mise-a-jour")
def an_upgrade_waits_and_one_that_does_not_start_goes_back(bench: Bench) -> None:
    """Upgraded while a visit is on: it waits. A version that does not start gives way to the last one that did."""
    bench.boot()
    guest = bench.guest
    bench.eyes.wait(WAITING)
    bench.card.insert("blocked 00000003")
    bench.unblock()
    bench.card.take_out()
    bench.eyes.wait(WAITING, patience_s=400)
    counted = bench.counted()
    _repack(bench, "9.1")
    _repack(bench, "9.2", without="venv/lib/python3*/site-packages/kiosk/ui")
    bench.card.insert("blocked 00000004")
    bench.eyes.wait("Débloquer mon code porteur")
    guest.output("systemd-run --unit=maj dpkg --install /var/tmp/9.1.deb")
    time.sleep(20)
    bench.go_to("letter")
    must(guest.output("cat /usr/lib/guichet-cps/version") != "9.1", "the files changed in the middle of a visit")
    bench.card.take_out()
    bench.until("[ $(cat /usr/lib/guichet-cps/version) = 9.1 ] && systemctl --quiet is-active guichet-cps", 900)
    bench.eyes.wait(WAITING, patience_s=400)
    must(bench.counted().items() >= counted.items(), f"{counted} became {bench.counted()}")
    guest.run("dpkg --install /var/tmp/9.2.deb", 900)
    bench.until("systemctl --quiet is-active guichet-cps", 900)
    bench.eyes.wait(WAITING, patience_s=400)
    bench.eyes.keep("revenue-a-la-version-d-avant")
    bench.facts["in_service"] = guest.output("/usr/lib/guichet-cps/programmes montrer")
    must("9.1" in str(bench.facts["in_service"]), f"{bench.facts['in_service']}")
    bench.card.insert("blocked 00000005")
    bench.unblock()
    bench.facts["counted"] = bench.counted()


def _repack(bench: Bench, version: str, without: str = "") -> None:
    """The installed package under another version, with a part of its programs missing."""
    home = "neuf/usr/lib/guichet-cps"
    bench.guest.output(
        "cd /var/tmp && rm -rf neuf && dpkg-deb --raw-extract /paquets/guichet-cps_*.deb neuf && "
        f"sed -i 's/^Version:.*/Version: {version}/' neuf/DEBIAN/control && echo {version} >{home}/version && "
        f"{f'rm -r {home}/{without} && ' if without else ''}"
        f"dpkg-deb --build --root-owner-group -Znone neuf {version}.deb && rm -rf neuf",
        1200,
    )
