"""The four ways in which a check ends, and what stands for each of them."""

from __future__ import annotations

from diagnostics.outcomes.status import Status


def test_what_was_not_checked_weighs_least_and_a_fault_most() -> None:
    assert sorted(Status, key=lambda status: status.severity) == [
        Status.NOT_CHECKED,
        Status.OK,
        Status.WARNING,
        Status.FAULT,
    ]


def test_no_two_are_told_by_the_same_glyph_or_word() -> None:
    for of in ("glyph", "word", "machine_word"):
        assert len({getattr(status, of) for status in Status}) == len(Status)


def test_only_a_fault_has_another_word_on_a_machine() -> None:
    assert [status for status in Status if status.word != status.machine_word] == [Status.FAULT]
    assert (Status.FAULT.word, Status.FAULT.machine_word) == ("Non valable", "En panne")
