"""All 65,536 status words."""

from __future__ import annotations

from kiosk.card.iso7816 import status_words

ALL = range(0x10000)


def test_sixteen_words_tell_tries_and_no_other() -> None:
    told = {sw: status_words.tries_told(sw) for sw in ALL if status_words.tries_told(sw) is not None}
    assert told == {0x63C0 + tries: tries for tries in range(16)}


def test_61_and_6c_offer_1_to_256_bytes_and_no_other_word_does() -> None:
    waiting = {sw: status_words.bytes_waiting(sw) for sw in ALL if status_words.bytes_waiting(sw) is not None}
    wrong = {sw: status_words.right_length(sw) for sw in ALL if status_words.right_length(sw) is not None}
    lengths = {0: 256} | {length: length for length in range(1, 256)}
    assert waiting == {0x6100 + low: length for low, length in lengths.items()}
    assert wrong == {0x6C00 + low: length for low, length in lengths.items()}
