"""``guichet-cps selftest`` on a real pcscd, an X server and beside a kiosk in the middle of a visit."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.runtime.process.watchdog import ALIVE
from lab.kiosk_process import PATIENCE_S
from lab.stack import NEW_PIN, PUK, Card, Stack

Checks = dict[str, dict[str, Any]]


def checked(stack: Stack) -> Checks:
    done = stack.command("selftest", "--config", str(stack.config()), "--json")
    assert done.returncode in (0, 1, 2), done.stderr
    return {each["check"]: each for each in json.loads(done.stdout)["checks"]}


@contextmanager
def no_service(stack: Stack) -> Iterator[None]:
    stack.lab.stop()
    try:
        yield
    finally:
        stack.lab.start()


@contextmanager
def no_reader(stack: Stack) -> Iterator[None]:
    driver = stack.lab.folder / "reader.conf.d" / "vpcd"
    away = driver.with_name("away").with_suffix(".off")
    with no_service(stack):
        driver.rename(stack.folder / away.name)
    try:
        yield
    finally:
        with no_service(stack):
            (stack.folder / away.name).rename(driver)


def test_what_lies_in_the_reader_is_told_without_touching_it(stack: Stack, card: Card) -> None:
    empty = checked(stack)
    assert (empty["card_service"]["state"], empty["card"]["state"]) == ("ok", "ok")
    assert (empty["readers"]["state"], empty["commissioning"]["state"]) == ("warning", "not_checked")
    card.insert("blocked")
    stack.lab.wait_for("card")
    before = card.exchanges
    found = checked(stack)
    assert found["card"]["state"] == "ok"
    assert "une CPS3" in found["card"]["sentence"]
    assert card.exchanges == before
    stack.exchange("mute")
    assert checked(stack)["card"]["state"] == "warning"


def test_without_service_and_without_reader(stack: Stack) -> None:
    with no_service(stack):
        gone = checked(stack)
    with no_reader(stack):
        alone = checked(stack)
    assert (gone["card_service"]["state"], gone["card_service"]["code"]) == ("fault", "T02")
    assert (alone["card_service"]["state"], alone["readers"]["code"]) == ("ok", "T01")


def test_a_service_that_never_answers_is_a_fault_like_another(stack: Stack) -> None:
    with stack.lab.frozen():
        found = checked(stack)
    assert found["card_service"]["state"] == "fault"
    assert found["disk"]["state"] == "ok"


def test_the_screen_of_the_session_is_measured(stack: Stack) -> None:
    assert checked(stack)["screen"]["state"] == "ok"
    lying = stack.config("[ecran]\nlargeur_mm = 476.0\nhauteur_mm = 268.0\n")
    done = stack.command("selftest", "--config", str(lying), "--json")
    (screen,) = [each for each in json.loads(done.stdout)["checks"] if each["check"] == "screen"]
    assert (done.returncode, screen["state"]) == (2, "fault")


def test_a_visit_is_not_disturbed(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    during = checked(stack)
    assert (during["database"]["state"], during["backup"]["state"]) == ("ok", "ok")
    kiosk.press("yes", "letter_check")
    assert stack.command("bundle", "--config", str(stack.config()), str(stack.folder / "b.zip")).returncode == 0
    assert Path(stack.folder / "b.zip").stat().st_size > 1000
    kiosk.press("yes", "puk")
    kiosk.type_code(PUK, "validate", "new_pin")
    assert checked(stack)["card"]["state"] == "ok"
    kiosk.type_code(NEW_PIN, "validate", "confirm")
    kiosk.type_code(NEW_PIN, "send", "unblocked")
    assert card.answers_to(NEW_PIN)
    assert kiosk.stop() == 0
    assert stack.counted()["U01"] == 1


def test_the_screen_tells_systemd_that_it_is_alive(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(stack.folder / "notify"))
        systemd.settimeout(PATIENCE_S)
        monkeypatch.setitem(stack.lab.env, "NOTIFY_SOCKET", str(stack.folder / "notify"))
        kiosk = stack.kiosk()
        assert systemd.recv(100) == ALIVE
        assert systemd.recv(100) == ALIVE
        assert kiosk.stop() == 0
