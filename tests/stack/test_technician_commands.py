"""``guichet-cps audit`` and ``guichet-cps simulate`` on a real pcscd, as a technician types them."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from lab.pcscd import FIRST_READER, SECOND_READER, PcscdLab
from lab.stack import SECOND_PORT, Card, Stack, simulate

CODE_COMMANDS = ("20", "24", "2C")


def test_audit_tells_the_card_and_sends_no_code(stack: Stack, card: Card) -> None:
    card.insert("blocked")
    stack.lab.wait_for("card")
    text = stack.command("audit")
    told = stack.command("audit", "--json", "--reader", FIRST_READER.lower())
    assert (text.returncode, told.returncode) == (0, 0)
    assert text.stdout.splitlines()[:2] == ["SIMULATION", f"Lecteur : {FIRST_READER}"]
    found = json.loads(told.stdout)
    assert (found["schema"], found["simulation"], found["generation"]) == (1, True, "cps3")
    assert found["counters"] == {"pin": {"left": 0, "max": 3}, "puk": {"left": 10, "max": 10}, "puk_uses_left": 100}
    assert (found["card_number"], found["holder"]["exercise_name"]) == ("2999471603", "LEGRAND-TEST")
    assert [len(card.answered(instruction)) for instruction in CODE_COMMANDS] == [0, 0, 0]
    assert card.left() == (0, 10, 100)


def test_audit_has_a_status_and_a_sentence_for_each_reason_not_to_read(stack: Stack, card: Card) -> None:
    def asked(*words: str) -> tuple[int, str]:
        done = stack.command("audit", *words)
        assert done.stdout == ""
        return done.returncode, done.stderr.split(".")[0].strip()

    assert asked() == (3, "Aucune carte dans le lecteur")
    assert asked("--reader", "Absent") == (4, "Aucun lecteur ne s’appelle «\u00a0Absent\u00a0»")
    for profile, status in {"vitale2": 6, "mute": 8}.items():
        stack.exchange(profile)
        assert asked()[0] == status
    stack.lab.stop()
    try:
        assert asked() == (5, "T02 – Le service de carte ne répond pas")
    finally:
        stack.lab.start()


def test_audit_beside_a_visit_does_not_disturb_it(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("blocked")
    kiosk.wait_for("verdict")
    kiosk.press("unblock", "have_code")
    assert stack.command("audit").returncode == 0
    kiosk.press("yes", "letter_check")
    assert kiosk.stop() == 0


def test_certificates_are_exported_once_no_kiosk_runs(stack: Stack, card: Card) -> None:
    kiosk = stack.kiosk()
    card.insert("healthy")
    stack.lab.wait_for("card")
    folder = stack.folder / "certificats"
    words = ("audit", "--config", str(stack.config()), "--export", str(folder))
    refused = stack.command(*words)
    assert (refused.returncode, refused.stdout, folder.exists()) == (9, "", False)
    assert refused.stderr.startswith("La borne est en service")
    assert kiosk.stop() == 0
    done = stack.command(*words)
    assert done.returncode == 0, done.stderr
    assert "données personnelles" in done.stderr
    names = [path.name for path in sorted(folder.iterdir())]
    assert names == ["certificat-authentification.cer", "certificat-signature.cer"]
    subject = ["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-in", str(folder / names[1])]
    assert "LEGRAND-TEST" in subprocess.run(subject, capture_output=True, text=True, check=True).stdout
    again = stack.command(*words)
    assert again.returncode == 73
    assert "existe déjà" in again.stderr


def test_a_simulated_card_is_met_and_nothing_is_recorded(stack: Stack, card: Card) -> None:
    card.insert("healthy")
    stack.lab.wait_for("card")
    done = stack.command("card", "commission", "--config", str(stack.config()), "--essai-vide")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("SIMULATION\n")
    assert "✗" not in done.stdout
    assert "VERIFY vide du code porteur" in done.stderr
    assert [card.answered(instruction) for instruction in CODE_COMMANDS] == [["01 SW=63C3"], [], []]
    assert card.left() == (3, 10, 100)
    assert sorted(path.name for path in stack.folder.iterdir()) == ["borne.toml", "home", "tmp"]
    stack.exchange("one-pin-try")
    spared = stack.command("card", "commission", "--config", str(stack.config()), "--essai-vide")
    assert spared.returncode == 0
    assert "VERIFY vide\u00a0: non envoyé." in spared.stderr
    assert card.answered("20") == []


CODE_COMMANDS_OF_A_MEETING = {"A4", "B0", "CB", "C0"}


def test_a_real_reader_is_commissioned_by_its_card(stack: Stack, card: Card) -> None:
    """The virtual reader passes for a real one: pcscd is told to call it so."""
    with stack.lab.renamed_reader("Lecteur de guichet"):
        card.insert("healthy")
        reader = "Lecteur de guichet 00 00"
        stack.lab.wait_for("card", reader)
        transcript = stack.folder / "transcription.json"
        words = ("card", "commission", "--config", str(stack.config()), "--transcription", str(transcript))
        done = stack.command(*words)
        assert done.returncode == 0, done.stderr + done.stdout
        assert "SIMULATION" not in done.stdout
        [record] = (stack.database.parent / "mises-en-service").iterdir()
        written = json.loads(record.read_text())
        assert (written["reader_model"], written["test_card"]) == ("Lecteur de guichet", True)
        assert "Carte de test : oui" in done.stdout
        assert "refaites la mise en service avec une vraie carte" in done.stdout
        assert "99213845" not in transcript.read_text()
        assert stack.command(*words).returncode == 73
        assert {line.split()[1] for line in card.control.ask("journal")["lines"]} == CODE_COMMANDS_OF_A_MEETING
        stack.exchange("bad-aodf", reader)
        transcript.unlink()
        refused = stack.command(*words)
        assert refused.returncode == 10
        assert "Pas de mise en service." in refused.stdout
        assert transcript.exists()
        card.remove()


def test_ctrl_c_takes_the_simulated_card_out_and_leaves_no_socket(stack: Stack, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = in_second_slot(stack.lab, folder)
    other.process.send_signal(signal.SIGINT)
    assert other.process.wait(30) == 0
    assert "Carte retirée." in str(other.process.stderr.read() if other.process.stderr else "")
    stack.lab.wait_for("empty", SECOND_READER)
    assert list(folder.iterdir()) == []


def in_second_slot(lab: PcscdLab, folder: Path) -> Card:
    """A shell that starts its jobs in the background would have them ignore Ctrl-C."""
    return simulate(
        lab,
        folder,
        "--port",
        SECOND_PORT,
        reader=SECOND_READER,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_a_control_socket_that_cannot_be_made_is_told(stack: Stack) -> None:
    done = stack.command("simulate", "--empty", "--control", str(stack.folder / "absent" / "simulate.sock"))
    assert done.returncode == 1
    assert "la prise de commande" in done.stderr
