"""What is tried on the whole machine. Each scenario begins with a machine of its own that is switched off."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from eyes import find, read
from guest import GuestError
from measures import MEASURES
from trial import NEW_PIN, RESTARTED, STEPS, UNBLOCKED, WAITING, Trial

Scenario = Callable[[Trial], None]
SCENARIOS: dict[str, Scenario] = {}
UNCOMMISSIONED = frozenset({"amorcage", "mise-en-service"})
"""Scenarios that begin with a machine that was never commissioned; the others begin with one that was."""

UNBLOCK_COUNTED = "unblock/U01"
CUTS = 20

MOMENTS = (("00200002", 0.0), ("002C0201", 0.0), ("00200001", 0.0), ("", 2.0), ("", 10.0))
"""Where the current is cut: with the card's answer to this command on its way, or up to so many seconds after the last.

An unblock sends three commands with a code: VERIFY with the PUK, RESET RETRY COUNTER, and VERIFY with the new PIN, the
proof (deploy/reference/card.md).
"""


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
def boots_to_the_waiting_screen(trial: Trial) -> None:
    """Power, and nobody touches anything: the waiting screen, every unit green, every measure of protection holds."""
    guest = trial.guest
    trial.facts["s_to_kiosk"] = round(trial.boot())
    trial.eyes.wait(WAITING)
    trial.facts["s_to_waiting"] = round(time.monotonic() - guest.started_at)
    trial.eyes.keep("accueil")
    guest.output("until systemctl is-system-running | grep -qE 'running|degraded'; do sleep 2; done", 300)
    failed = guest.output("systemctl --failed --no-legend --plain")
    must(failed == "", f"failed units: {failed}")
    held = {}
    for name, command in MEASURES.items():
        status, text = guest.run(command, 120)
        held[name] = "tient" if status == 0 else f"NE TIENT PAS: {text[-200:]}"
    trial.facts["measures"] = held
    broken = [f"{name}: {word}" for name, word in held.items() if word != "tient"]
    must(not broken, "; ".join(broken))
    status, text = guest.run("runuser -u borne -- guichet-cps selftest --config /etc/guichet-cps/guichet-cps.toml", 300)
    trial.facts["selftest"] = text
    must(status in (0, 1), f"selftest ended with {status}: {text}")


@scenario("mise-en-service")
def refuses_then_unblocks(trial: Trial) -> None:
    """A reader that is not virtual unblocks nothing until it was commissioned; then it does, by touches and keys."""
    trial.boot()
    trial.eyes.wait(WAITING)
    trial.card.insert("blocked")
    trial.eyes.wait("Cette borne ne peut pas le")
    trial.eyes.keep("pas-encore-autorisee")
    trial.card.take_out()
    trial.eyes.wait(WAITING)
    trial.commission()
    trial.eyes.wait(WAITING)
    trial.card.insert("blocked")
    for name, sentence, act in STEPS:
        trial.eyes.wait(sentence)
        trial.eyes.keep(name)
        act(trial)
    state = trial.card("state")
    must((state["pin_tries_left"], state["puk_uses_left"]) == (3, 99), f"the card says {state}")
    must(trial.card(f"check-pin {NEW_PIN}") is True, "the card does not hold the new code")
    journal = trial.card.journal()
    trial.facts["apdus"] = len(journal)
    codes = [line for line in journal if re.match(r"00 (20|2C|24) .. .. Lc=0[1-9A-F]", line)]
    trial.facts["commands_with_a_code"] = codes
    must(len(codes) == 3, f"three commands with a code were expected: {codes}")
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=300)
    must(trial.counted() == {"reading/L01": 2, UNBLOCK_COUNTED: 1}, f"{trial.counted()}")


@scenario("interface-figee")
def a_frozen_interface_is_started_again(trial: Trial) -> None:
    """The interface's process stops: the watchdog starts it again within two minutes, twice."""
    trial.boot()
    trial.eyes.wait(WAITING)
    seconds = []
    for _ in range(2):
        before, began = trial.began(), time.monotonic()
        trial.guest.output("pkill -STOP -f 'm [k]iosk run'")
        trial.until(f"[ $(systemctl show -p InvocationID --value guichet-cps) != {before} ]")
        trial.until("systemctl --quiet is-active guichet-cps")
        trial.eyes.wait(WAITING, RESTARTED)
        seconds.append(round(time.monotonic() - began))
    trial.eyes.keep("relancee")
    trial.facts["s_to_waiting_again"] = seconds


@scenario("pcscd-fige")
def a_frozen_card_service_is_started_again(trial: Trial) -> None:
    """pcscd stops answering while nobody is there: the screen says so, its unit starts it again, three times over."""
    trial.boot()
    seconds = []
    for _ in range(3):
        trial.eyes.wait(WAITING, patience_s=300)
        before, began = trial.guest.output("systemctl show -p MainPID --value pcscd"), time.monotonic()
        trial.guest.output("pkill -STOP -x pcscd")
        trial.until(f"p=$(systemctl show -p MainPID --value pcscd); [ $p != {before} ] && [ $p != 0 ]")
        trial.card.insert("blocked")
        trial.eyes.wait("Débloquer mon code porteur", patience_s=300)
        seconds.append(round(time.monotonic() - began))
        trial.card.take_out()
    trial.facts["s_from_frozen_to_a_card_read"] = seconds


@scenario("relances-demandees")
def asking_again_and_again_wears_out_no_unit(trial: Trial) -> None:
    """The kiosk asks for pcscd to be started again all the time: the next request is still heard, and a card is read.

    Then the pause of the unit is taken away, to show that it is what keeps the path unit from giving up.
    """
    trial.boot()
    trial.eyes.wait(WAITING)
    guest, unit = trial.guest, "guichet-cps-lecteur"
    ask = "runuser -u borne -- touch /run/guichet-cps/relancer-pcscd"
    again_and_again = f"for i in $(seq 90); do {ask}; sleep 1; done"
    guest.output(again_and_again, 600)
    trial.facts["path_unit"] = guest.output(f"systemctl is-active {unit}.path")
    trial.facts["times_started_again"] = guest.output(f"journalctl -b -u {unit} | grep -c Finished")
    must(trial.facts["path_unit"] == "active", "the path unit listens no more")
    trial.until("[ ! -e /run/guichet-cps/relancer-pcscd ]", 120)
    before = guest.output("systemctl show -p InvocationID --value pcscd")
    guest.output(ask)
    trial.until(f"[ $(systemctl show -p InvocationID --value pcscd) != {before} ]", 120)
    trial.eyes.wait(WAITING, patience_s=300)
    trial.card.insert("blocked")
    trial.unblock()
    guest.output(f"mkdir /run/systemd/system/{unit}.service.d")
    guest.output(f"printf '[Service]\\nExecStopPost=\\n' >/run/systemd/system/{unit}.service.d/sans-pause.conf")
    guest.output(f"systemctl daemon-reload && {again_and_again}", 600)
    _, without = guest.run(f"systemctl is-active {unit}.path")
    trial.facts["path_unit_without_the_pause"] = without
    must(without == "failed", f"without its pause the path unit is {without}: this scenario shows nothing")


@scenario("lecteur-debranche")
def the_reader_is_unplugged_in_every_state(trial: Trial) -> None:
    """Unplugged and plugged while the person stands on each screen: no code is spent, and the kiosk serves again."""
    trial.boot()
    for name, *_ in (("waiting", "", None), *STEPS):
        trial.eyes.wait(WAITING, patience_s=400)
        if name != "waiting":
            trial.card.insert("blocked")
            trial.go_to(name)
        trial.guest.unplug_reader()
        trial.card("forget") if name != "waiting" else None
        time.sleep(8)
        trial.eyes.keep(f"debranche-{name}")
        if name != "waiting":
            trial.card.take_out()
        trial.guest.plug_reader()
        if name != "waiting":
            state = trial.card("state")
            spent = (state["puk_tries_left"], state["puk_uses_left"])
            must(spent == ((10, 99) if name == "result" else (10, 100)), f"{name}: the card says {state}")
    trial.eyes.wait(WAITING, patience_s=400)
    trial.card.insert("blocked")
    trial.unblock()
    trial.facts["states"] = len(STEPS) + 1


@scenario("coupures")
def the_current_is_cut(trial: Trial) -> None:
    """Twenty visits end in the middle: QEMU is killed around the codes, the proof and the record, drawn by seed.

    Judged from outside: each visit is counted once, nothing says "unblocked" of a card that is not, and no command with
    a code goes to the card without a press. Begun again, it goes on after the last cut that was judged.
    """
    trial.boot()
    trial.eyes.wait(WAITING)
    trial.facts["seed"] = trial.seed
    while (number := len(trial.judged()) + 1) <= CUTS:
        trial.judge(_one_cut(trial, number))
        trial.facts["cuts"] = trial.judged()
    trial.facts["counted"] = trial.counted()


def _one_cut(trial: Trial, number: int) -> str:
    """One visit, cut at a moment of its own. What was seen, in one line; raises GuestError for what may not be."""
    draw = random.Random(f"{trial.seed}/{number}")  # noqa: S311 moments, not secrets
    total = _unblocks(trial)
    trial.card.insert(f"blocked {draw.randrange(10**8):08d}")
    trial.go_to("confirm")
    trial.card("forget")
    for digit in NEW_PIN:
        trial.guest.key(f"kp_{digit}")
    during, slack_s = MOMENTS[number % len(MOMENTS)]
    delay = draw.uniform(0, slack_s)
    last = during or "00200001"
    if during:
        trial.card(f"hang after {during}")
    trial.guest.key("kp_enter")
    trial.wait_outside(lambda: any(line.replace(" ", "").startswith(last) for line in _codes(trial)))
    time.sleep(delay)
    trial.guest.stand_still()
    picture = trial.eyes.keep(f"avant-coupure-{number:02d}")
    trial.guest.cut()
    trial.card("release")
    shown = "débloquée" if find(read(picture), UNBLOCKED) is not None else "-"
    state, codes = trial.card("state"), _codes(trial)
    held = trial.card(f"check-pin {NEW_PIN}")
    trial.boot()
    trial.eyes.wait(RESTARTED, patience_s=400)
    trial.eyes.keep(f"apres-coupure-{number:02d}")
    must(_codes(trial) == codes, f"cut {number}: codes went to the card after the cut: {_codes(trial)}")
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    counted = _unblocks(trial) - total
    line = (
        f"{number} : {f'réponse à {during} en route' if during else f'{delay:.1f} s après la preuve'}, "
        f"à l’écran {shown}, codes {len(codes)}, "
        f"code {'neuf' if held else 'ancien'}, essais {state['pin_tries_left']}, comptés {counted}"
    )
    must(counted == 1, f"{line}: {trial.counted()}")
    must(shown == "-" or (held and state["pin_tries_left"] == 3), f"{line}: the screen lied: {state}")
    return line


def _unblocks(trial: Trial) -> int:
    """How many times the service was counted, whatever came of it."""
    return sum(n for name, n in trial.counted().items() if name.startswith("unblock/"))


def _codes(trial: Trial) -> list[str]:
    return [line for line in trial.card.journal() if re.match(r"00 (20|2C|24) .. .. Lc=0[1-9A-F]", line)]


@scenario("casque")
def headphones_are_plugged_in_later(trial: Trial) -> None:
    """A USB sound card comes while the kiosk waits: the machine knows it, and the kiosk goes on as before."""
    trial.boot()
    trial.eyes.wait(WAITING)
    began = trial.began()
    trial.guest.plug_headphones()
    trial.until("grep -qi usb /proc/asound/cards", 60)
    trial.card.insert("blocked")
    trial.unblock()
    must(trial.began() == began, "the kiosk was started again")


@scenario("souris")
def a_mouse_is_not_listened_to(trial: Trial) -> None:
    """A mouse and a keypad are plugged in: cage, which reads the person's devices, opens the keypad and no mouse."""
    trial.boot()
    trial.eyes.wait(WAITING)
    guest = trial.guest
    guest.plug_mouse_and_keypad()
    opened = "ls -l /proc/$(pgrep -x cage)/fd | grep -o 'event[0-9]*$'"
    named = "grep -l 'QEMU USB {}' /sys/class/input/event*/device/name | cut -d/ -f5"
    trial.until(f'{opened} | grep -qx "$({named.format("Keyboard")})"', 60)
    guest.output("udevadm settle")
    mouse, held = guest.output(named.format("Mouse")), guest.output(opened).split()
    trial.facts["mouse"], trial.facts["opened"] = mouse, " ".join(sorted(set(held)))
    must(mouse.startswith("event") and mouse not in held, f"cage has opened {held}, and the mouse is {mouse}")
    guest.press_with_the_pointer()
    trial.card.insert("blocked")
    trial.unblock()


@scenario("disque-plein")
def a_full_disk_stops_no_visit(trial: Trial) -> None:
    """No byte is left on the disk: the card is unblocked all the same, and it is counted once there is room."""
    trial.boot()
    trial.eyes.wait(WAITING)
    trial.guest.run(
        "dd if=/dev/zero of=/var/plein bs=1M 2>/dev/null; dd if=/dev/zero of=/var/plein2 bs=512 2>/dev/null"
    )
    trial.facts["left"] = trial.guest.output("df --output=avail / | tail -1").strip()
    trial.card.insert("blocked")
    trial.unblock()
    trial.eyes.keep("debloquee-disque-plein")
    must(trial.card("state")["pin_tries_left"] == 3, "the card is not unblocked")
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    trial.guest.output("rm /var/plein /var/plein2; sync")
    trial.card.insert("healthy")
    time.sleep(10)
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    counted = trial.counted()
    trial.facts["counted"] = counted
    must(counted.get(UNBLOCK_COUNTED) == 1, f"the visit without room was not counted once: {counted}")


@scenario("horloge-fausse")
def a_wrong_clock_condemns_nobody(trial: Trial) -> None:
    """The kiosk starts in 2019, then in 2049: nothing is said to be useless, and a card is still unblocked.

    The clock is set once the machine runs: systemd moves one that it cannot believe to the day on which it was built.
    """
    for year in (2019, 2049):
        trial.boot()
        trial.eyes.wait(WAITING)
        wrong = f"systemctl stop guichet-cps && date --set {year}-05-02T10:00:00 && systemctl start guichet-cps"
        trial.guest.output(wrong, 400)
        trial.eyes.wait(WAITING)
        trial.facts[f"date_{year}"] = trial.guest.output("date +%F")
        must(str(trial.facts[f"date_{year}"]).startswith(str(year)), f"the clock says {trial.facts[f'date_{year}']}")
        trial.card.insert(f"blocked {year:08d}")
        trial.eyes.wait("Débloquer mon code porteur")
        trial.eyes.wait("Validité : à vérifier")
        trial.eyes.keep(f"verdict-{year}")
        words = " ".join(word.text for word in trial.eyes.words()).lower()
        must("expir" not in words and "inutilisable" not in words, f"{year}: the screen says {words}")
        trial.unblock()
        trial.card.take_out()
        trial.eyes.wait(WAITING, patience_s=400)
        trial.guest.shut_down()


@scenario("imprimante")
def a_receipt_is_printed_then_the_printer_is_gone(trial: Trial) -> None:
    """A receipt goes to an IPP printer; once that is switched off, the next one is offered on the screen instead."""
    trial.boot()
    guest = trial.guest
    guest.output("systemctl start avahi-daemon cups && mkdir -p /run/imprime && chmod 777 /run/imprime")
    printer = "ippeveprinter -p 8631 -n localhost -r off -k -d /run/imprime -f application/pdf,image/pwg-raster Essai"
    guest.output(f"systemd-run --unit=imprimante {printer}")
    trial.until("ipptool -T 2 -q ipp://localhost:8631/ipp/print get-printer-attributes.test")
    guest.output(
        "lpadmin -p borne -E -v ipp://localhost:8631/ipp/print -m everywhere -o printer-error-policy=abort-job"
        " && lpadmin -p borne -v 'ipp://localhost:8631/ipp/print?contimeout=5' && lpstat -p borne",
        300,
    )
    guest.output('sed -i \'s/^#file = ""/file = "borne"/\' /etc/guichet-cps/guichet-cps.toml')
    guest.output("systemctl restart guichet-cps", 400)
    trial.eyes.wait(WAITING)
    trial.card.insert("blocked 00000001")
    trial.unblock()
    trial.eyes.touch("Imprimer un reçu")
    trial.eyes.wait("Votre fiche est imprimée", patience_s=300)
    trial.eyes.keep("imprime")
    trial.facts["sheets"] = guest.output("ls /run/imprime | wc -l")
    must(trial.facts["sheets"] == "1", f"one sheet was expected: {trial.facts['sheets']}")
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    guest.output("systemctl stop imprimante")
    trial.card.insert("blocked 00000002")
    trial.unblock()
    trial.eyes.wait("Voir le reçu")
    trial.eyes.keep("imprimante-eteinte")
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    left = guest.output("grep -rl 'débloquée\\|%PDF' /var/spool/cups /var/cache/cups 2>/dev/null | wc -l")
    must(left == "0", f"{left} printed files are kept")


@scenario("mise-a-jour")
def an_upgrade_waits_and_one_that_does_not_start_goes_back(trial: Trial) -> None:
    """Upgraded while a visit is on: it waits. A version that does not start gives way to the last one that did."""
    trial.boot()
    guest = trial.guest
    trial.eyes.wait(WAITING)
    trial.card.insert("blocked 00000003")
    trial.unblock()
    trial.card.take_out()
    trial.eyes.wait(WAITING, patience_s=400)
    counted = trial.counted()
    _repack(trial, "9.1")
    _repack(trial, "9.2", without="venv/lib/python3*/site-packages/kiosk/ui")
    trial.card.insert("blocked 00000004")
    trial.eyes.wait("Débloquer mon code porteur")
    guest.output("systemd-run --unit=maj dpkg --install /var/tmp/9.1.deb")
    time.sleep(20)
    trial.go_to("letter")
    must(guest.output("cat /usr/lib/guichet-cps/version") != "9.1", "the files changed in the middle of a visit")
    trial.card.take_out()
    trial.until("[ $(cat /usr/lib/guichet-cps/version) = 9.1 ] && systemctl --quiet is-active guichet-cps", 900)
    trial.eyes.wait(WAITING, patience_s=400)
    now = trial.counted()
    must(all(now.get(name, 0) >= n for name, n in counted.items()), f"{counted} became {now}")
    guest.run("dpkg --install /var/tmp/9.2.deb", 900)
    trial.until("systemctl --quiet is-active guichet-cps", 900)
    trial.eyes.wait(WAITING, patience_s=400)
    trial.eyes.keep("revenue-a-la-version-d-avant")
    trial.facts["in_service"] = guest.output("/usr/lib/guichet-cps/programmes montrer")
    must("9.1" in str(trial.facts["in_service"]), f"{trial.facts['in_service']}")
    trial.card.insert("blocked 00000005")
    trial.unblock()
    trial.facts["counted"] = trial.counted()


def _repack(trial: Trial, version: str, without: str = "") -> None:
    """The installed package under another version, with a part of its programs missing."""
    home = "neuf/usr/lib/guichet-cps"
    trial.guest.output(
        "cd /var/tmp && rm -rf neuf && dpkg-deb --raw-extract /paquets/guichet-cps_*.deb neuf && "
        f"sed -i 's/^Version:.*/Version: {version}/' neuf/DEBIAN/control && echo {version} >{home}/version && "
        f"{f'rm -r {home}/{without} && ' if without else ''}"
        f"dpkg-deb --build --root-owner-group -Znone neuf {version}.deb && rm -rf neuf",
        1200,
    )
