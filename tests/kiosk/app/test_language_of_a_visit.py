"""The language of the screens: counted with the visit, and one choice for the words, the papers and the count."""

from __future__ import annotations

from pathlib import Path

from bench.counter_top import TODAY, CounterTop
from kiosk.app.assembly import Doors, Parts, Places, assemble
from kiosk.config.settings import Config
from kiosk.flow.model.states import Action, State
from kiosk.simulator.profiles import Order, build
from kiosk.simulator.reader.readers import SimulatedReaders


def kiosk_of(tmp_path: Path) -> Parts:
    readers = SimulatedReaders()
    return assemble(
        Config(), Doors(readers, readers.watcher()), Places(tmp_path / "base"), lambda _size, _document: b""
    )


def test_a_visit_is_counted_in_the_language_in_which_it_ended() -> None:
    top = CounterTop()
    try:
        for language in ("fr", "es"):
            top.insert(build("blocked", Order(TODAY, pin="4071")))
            top.language = language
            top.press(Action.STOP)
            top.remove()
            top.language = "en"
        assert [visit.language for visit in top.counted.visits] == ["fr", "es"]
    finally:
        top.close()


def test_words_papers_and_count_follow_one_choice(tmp_path: Path) -> None:
    parts = kiosk_of(tmp_path)
    assert (parts.words(()).language, parts.world.language()) == ("fr", "fr")
    parts.language.speak("es")
    words = parts.words(())
    assert (words.language, parts.world.language()) == ("es", "es")
    assert words.translate("Merci.") == "Gracias."
    parts.language.end_with_the_visit(State.READING, 0)
    parts.language.end_with_the_visit(State.WAITING, 0)
    assert (parts.words(()).translate("Merci."), parts.world.language()) == ("Merci.", "fr")
