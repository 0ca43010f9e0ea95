"""What the card's answers to its current PIN mean: believed only with the counters that say the same.

Nothing of the PUK may have changed.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.card.codes.judgement import is_refusal, pin_restored, refuses_the_new_code, tries_missing
from kiosk.card.model import (
    CodeAccepted,
    CodeChanged,
    Counters,
    CurrentPinRefused,
    NewCodeRefused,
    Sent,
    Unexpected,
)


def judge_current_pin_refusal(
    sw: int, before: Counters, after: Counters | None, sent: Sent
) -> CurrentPinRefused | Unexpected:
    """The card answered ``sw``, not 9000, to the command ``sent`` that carried the current PIN.

    =============  ==========================================================  =================
    sw             counters after                                              result
    =============  ==========================================================  =================
    63CX           one try of the PIN fewer, X left, else the same             CurrentPinRefused
    6983, 6984     at most one try fewer, none left, else the same             CurrentPinRefused
    anything       anything else, or unreadable                                Unexpected
    =============  ==========================================================  =================
    """
    if after is None or not only_tries_changed(before, after):
        return Unexpected(sent, after)
    refused = is_refusal(sw, before.pin, after.pin, used_up=after.pin_blocked)
    return CurrentPinRefused(after) if refused else Unexpected(sent, after)


def judge_change_refusal(sw: int, before: Counters, after: Counters | None) -> NewCodeRefused | Unexpected:
    """The card accepted the current PIN in a command of its own, then answered ``sw``, not 9000, to the new one.

    "The old code stands" is only said of 67XX, 69XX or 6AXX, after which nothing was written.
    """
    if after is None or not refuses_the_new_code(sw) or not _stands(before, after):
        return Unexpected(Sent.NEW_CODE, after)
    return NewCodeRefused(after)


def judge_one_command_change_refusal(
    sw: int, before: Counters, after: Counters | None
) -> CurrentPinRefused | NewCodeRefused | Unexpected:
    """The card answered ``sw``, not 9000, to the one command that carried both codes.

    With 67XX, 69XX or 6AXX the current PIN is known to be right only if its counter came back to its maximum.
    """
    refused = judge_current_pin_refusal(sw, before, after, Sent.NEW_CODE)
    if isinstance(refused, CurrentPinRefused) or after is None:
        return refused
    came_back = before.pin.left < after.pin.left and tries_missing(after.pin) == 0
    return judge_change_refusal(sw, before, after) if came_back else refused


def judge_change(before: Counters, after: Counters | None) -> CodeChanged | Unexpected:
    """The card accepted the proof of the new code: its counters must say the same (rule 10)."""
    if after is None or not _stands(before, after):
        return Unexpected(Sent.PROOF, after)
    return CodeChanged(after)


def judge_current_pin(before: Counters, after: Counters | None) -> CodeAccepted | Unexpected:
    """The card accepted its current PIN: its counters must say the same."""
    if after is None or not _stands(before, after):
        return Unexpected(Sent.CURRENT_PIN, after)
    return CodeAccepted(after, None)


def only_tries_changed(before: Counters, after: Counters) -> bool:
    """True if nothing but the tries left of the PIN differs."""
    return replace(after, pin=replace(after.pin, left=before.pin.left)) == before


def _stands(before: Counters, after: Counters) -> bool:
    """True if nothing changed but the tries of the PIN, which a right code brought back."""
    return only_tries_changed(before, after) and pin_restored(before.pin, after.pin)
