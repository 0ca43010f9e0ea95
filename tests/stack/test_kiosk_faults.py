"""What breaks around the kiosk: readers, pcscd, settings, disk, printer, its own process. The next card still works."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from lab.display import CANVAS, OK_TINT
from lab.kiosk_process import Kiosk
from lab.stack import NEW_PIN, PUK, Card, Stack


def up_to_confirm(kiosk: Kiosk) -> None:
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    kiosk.press("yes", "letter_check")
    kiosk.press("yes", "puk")
    kiosk.type_code(PUK, "validate", "new_pin")
    kiosk.type_code(NEW_PIN, "validate", "confirm")


def unblock(kiosk: Kiosk) -> None:
    up_to_confirm(kiosk)
    kiosk.type_code(NEW_PIN, "send", "unblocked")


def leave(kiosk: Kiosk, card: Card) -> None:
    kiosk.press("finish", "take_card")
    card.remove()
    kiosk.wait_for("waiting")


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# the card's world


def test_without_a_reader_it_is_out_of_service_until_one_is_there(stack: Stack, card: Card) -> None:
    stack.lab.stop()
    reader = stack.lab.folder / "reader.conf.d" / "vpcd"
    reader.rename(stack.lab.folder / "vpcd")
    stack.lab.start()
    kiosk = stack.launch("--trace-states")
    told = kiosk.wait_for_event("readers")
    assert (told["count"], "simulated" in told) == (0, False)
    assert kiosk.wait_for_event("card_service")["available"] is True
    kiosk.wait_for("out_of_service")
    stack.lab.stop()
    (stack.lab.folder / "vpcd").rename(reader)
    stack.lab.start()
    kiosk.wait_for("waiting")
    card.insert("blocked")
    kiosk.wait_for("verdict")
    assert kiosk.stop() == 0


def test_without_pcscd_it_is_out_of_service_until_it_runs(stack: Stack, card: Card) -> None:
    stack.lab.stop()
    kiosk = stack.launch("--trace-states")
    assert kiosk.wait_for_event("card_service")["available"] is False
    kiosk.wait_for("out_of_service")
    stack.lab.start()
    kiosk.wait_for("waiting")
    kiosk.wait_for_event("card_service", available=True)
    card.insert("blocked")
    kiosk.wait_for("verdict")
    assert kiosk.stop() == 0


def test_pcscd_that_dies_during_a_visit_ends_it_and_the_next_one_works(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    up_to_confirm(kiosk)
    stack.lab.stop()
    kiosk.wait_for("out_of_service")
    assert card.answered("20") == []
    stack.lab.start()
    unblock(kiosk)
    leave(kiosk, card)
    assert kiosk.stop() == 0
    assert card.left() == (3, 10, 99)
    assert stack.counted() == {"L01": 2, "U04": 1, "U01": 1}


# settings, disk, printer


def test_a_setting_that_cannot_be_used_is_told_and_ends_with_78(stack: Stack) -> None:
    """It stays open for a while, so that people are told that the machine is closed; SIGTERM ends that."""
    kiosk = stack.launch(config="[carte]\nessais_avec_agent = 11\n")
    kiosk.wait_for_line(
        "la clé «\u00a0carte.essais_avec_agent\u00a0» vaut 11, mais il faut un nombre entier de 1 à 10."
    )
    assert stack.display.shows(CANVAS)
    assert kiosk.stop() == 78


def test_a_panel_too_small_for_what_people_must_read_is_told_and_ends_with_78(stack: Stack) -> None:
    kiosk = stack.launch(config="[ecran]\nlargeur_mm = 100.0\n")
    kiosk.wait_for_line("L’écran configuré est trop petit.")
    assert kiosk.ended() == 78
    assert files(stack.database.parent) == []


def test_a_database_that_cannot_be_written_stops_no_visit_and_loses_no_outcome(stack: Stack, card: Card) -> None:
    stack.database.mkdir(parents=True)
    kiosk = stack.kiosk()
    kiosk.wait_for_event("database", available=False)
    card.insert("blocked")
    unblock(kiosk)
    leave(kiosk, card)
    stack.database.rmdir()
    card.insert("healthy")
    kiosk.wait_for("verdict")
    kiosk.wait_for_event("database", available=True)
    leave(kiosk, card)
    assert kiosk.stop() == 0
    assert stack.counted() == {"L01": 1, "U01": 1, "L02": 1}


def test_without_a_printer_the_paper_stands_on_the_screen_and_nowhere_else(stack: Stack) -> None:
    kiosk = stack.launch("--trace-states")
    ask_for_the_referral(kiosk)
    kiosk.press("finish", "waiting")
    assert kiosk.stop() == 0
    assert list(stack.folder.rglob("*.pdf")) == []
    assert stack.counted() == {"R02": 1}


def test_a_queue_that_is_not_there_takes_no_paper_and_the_visit_goes_on(stack: Stack) -> None:
    kiosk = stack.launch("--trace-states", config='[impression]\nfile = "absente"\n')
    ask_for_the_referral(kiosk)
    assert not stack.display.has(OK_TINT)
    kiosk.press("finish", "waiting")
    assert kiosk.stop() == 0
    assert stack.counted() == {"R02": 1}


def ask_for_the_referral(kiosk: Kiosk) -> None:
    """Without any card."""
    kiosk.wait_for_event("readers")
    kiosk.press("no_code", "referral")
    kiosk.press("print", "printing")
    kiosk.display.until_armed()


def test_a_receipt_that_does_not_come_out_takes_nothing_back(stack: Stack, card: Card) -> None:
    stack.papers.write_text("no folder")
    kiosk = stack.launch("--papers", str(stack.papers / "within"), "--trace-states")
    kiosk.wait_for_event("readers")
    card.insert("blocked")
    unblock(kiosk)
    kiosk.press("print", "printing")
    stack.display.until_armed()
    assert not stack.display.has(OK_TINT)
    leave(kiosk, card)
    assert kiosk.stop() == 0
    assert stack.counted() == {"L01": 1, "U01": 1}


# the process itself


def test_a_kiosk_killed_during_a_visit_is_counted_once_and_gives_the_card_back_first(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    up_to_confirm(kiosk)
    kiosk.kill()
    assert card.answered("20") == []
    assert stack.under_way() == ["unblock"]

    again = stack.kiosk()
    again.wait_for("take_card")
    assert again.offers_nothing()
    card.remove()
    again.wait_for("waiting")
    card.insert()
    again.wait_for("verdict")
    again.press("stop", "take_card")
    assert again.stop() == 0
    assert stack.counted() == {"L01": 2, "U99": 1}
    assert stack.under_way() == []

    assert stack.kiosk().stop() == 0
    assert stack.counted() == {"L01": 2, "U99": 1}


def test_a_card_found_at_a_clean_start_is_read_only_when_somebody_asks(stack: Stack, card: Card) -> None:
    card.insert("blocked")
    stack.lab.wait_for("card")
    kiosk = stack.kiosk()
    kiosk.wait_for_focus("start")
    assert (kiosk.shown.state, card.exchanges) == ("waiting", 0)
    kiosk.press("start", "verdict")
    assert kiosk.stop() == 0


def test_sigterm_ends_it_cleanly_and_it_leaves_nothing_but_its_figures(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    mark = stack.database.with_name("en-service")
    assert mark.exists()
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    kiosk.press("yes", "letter_check")
    assert kiosk.stop() == 0
    left = [name for name in files(stack.folder) if not name.startswith("figures/compteurs.sqlite3")]
    assert left == ["borne.toml", "figures", "home", "tmp"]
    assert not stack.database.with_name("compteurs.sqlite3-wal").exists()
    events = [json.loads(line)["event"] for line in kiosk.stderr]
    technical = sorted(event for event in events if event != "state")
    assert technical == ["card_service", "database", "readers", "started", "stopped"]
    assert (stack.counted(), stack.under_way()) == ({"L01": 1}, ["unblock"])


def test_an_update_that_waits_ends_it_once_the_person_has_gone(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.process.send_signal(signal.SIGUSR1)
    kiosk.press("unblock", "have_code")
    kiosk.press("stop", "take_card")
    assert kiosk.process.poll() is None
    card.remove()
    assert kiosk.ended() == 0
    assert not stack.database.with_name("en-service").exists()


def test_an_update_that_waits_ends_a_kiosk_that_is_out_of_service_at_once(stack: Stack) -> None:
    stack.lab.stop()
    kiosk = stack.launch("--trace-states")
    kiosk.wait_for("out_of_service")
    kiosk.process.send_signal(signal.SIGUSR1)
    assert kiosk.ended() == 0
    stack.lab.start()


def test_an_update_that_waits_ends_a_kiosk_whose_settings_are_refused(stack: Stack) -> None:
    kiosk = stack.launch(config="[carte]\nessais_avec_agent = 11\n")
    kiosk.wait_for_line("essais_avec_agent")
    assert stack.display.shows(CANVAS)
    kiosk.process.send_signal(signal.SIGUSR1)
    assert kiosk.ended() == 78
