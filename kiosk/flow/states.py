"""The states of a visit. One list of names for the machine, the screens, the stories and the guide."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the person has in front of them; the meaning of each stands in its handler and its words in the view."""

    WAITING = "waiting"
    OUT_OF_SERVICE = "out_of_service"
    READING = "reading"
    MUTE = "mute"
    VITALE = "vitale"
    FOREIGN = "foreign"
    CONTACTLESS = "contactless"
    OLD_GENERATION = "old_generation"
    IN_USE = "in_use"
    CHOOSE_CARD = "choose_card"
    VERDICT = "verdict"
    UNREADABLE_COUNTERS = "unreadable_counters"
    AUDIT = "audit"
    CURRENT_PIN = "current_pin"
    WRONG_PIN = "wrong_pin"
    CHANGING = "changing"
    SITUATIONS = "situations"
    FORGOTTEN = "forgotten"
    HAVE_CODE = "have_code"
    LETTER_CHECK = "letter_check"
    OTHER_LETTER = "other_letter"
    PUK = "puk"
    NEW_PIN = "new_pin"
    CONFIRM = "confirm"
    LAST_TRY = "last_try"
    UNBLOCKING = "unblocking"
    WRONG_PUK = "wrong_puk"
    TWO_WRONG = "two_wrong"
    STOPPED = "stopped"
    CARD_CHANGED = "card_changed"
    STUCK = "stuck"
    TORN = "torn"
    OTHER_CARD = "other_card"
    TORN_DONE = "torn_done"
    TORN_NOT_DONE = "torn_not_done"
    TORN_UNKNOWN = "torn_unknown"
    CHANGE_UNKNOWN = "change_unknown"
    UNBLOCKED = "unblocked"
    PIN_CHANGED = "pin_changed"
    PIN_WORKS = "pin_works"
    NOT_PROVED = "not_proved"
    HALF_DONE = "half_done"
    REFERRAL = "referral"
    REPLACEMENT = "replacement"
    PRINTING = "printing"
    TAKE_CARD = "take_card"
    STAFF = "staff"


LATER = frozenset(
    {
        State.CURRENT_PIN,
        State.WRONG_PIN,
        State.CHANGING,
        State.SITUATIONS,
        State.FORGOTTEN,
        State.CHANGE_UNKNOWN,
        State.PIN_CHANGED,
        State.PIN_WORKS,
        State.STAFF,
    }
)
"""States that have their words and screens but no way in yet: the present code, the situations and staff mode."""


class Face(Enum):
    """The wordings of one state; most have only the plain one.

    Of the present code: ``LAST_TRY`` is the gate of ``current_pin``, ``SAME_PRESENT`` the refused code typed again;
    ``SAME_AS_PRESENT`` a new code that is the present one; ``TRYING`` and ``OPENING`` are ``changing`` for a try and
    for the situations; ``NOW_BLOCKED`` (``wrong_pin``, ``torn_not_done``): the last try was counted. ``PRESENT`` and
    ``FORGOTTEN`` take the place of what would be said of a card that was blocked before.
    """

    PLAIN = "plain"
    CARD_ALREADY_THERE = "card_already_there"
    AFTER_RESTART = "after_restart"
    NO_READER = "no_reader"
    NO_SERVICE = "no_service"
    CLOSED = "closed"
    SERVICE_STUCK = "service_stuck"
    CONFIGURATION = "configuration"
    BEFORE_LETTER = "before_letter"
    BEFORE_AUDIT = "before_audit"
    BEFORE_CODE = "before_code"
    CONTACT_LOST = "contact_lost"
    BLOCKED = "blocked"
    NOT_HERE_TRIES = "not_here_tries"
    NOT_HERE_MODEL = "not_here_model"
    NUMBER_UNREADABLE = "number_unreadable"
    NOT_READ = "not_read"
    NOT_BLOCKED = "not_blocked"
    ONE_TRY_LEFT = "one_try_left"
    EXPIRED = "expired"
    EXPIRED_BLOCKED = "expired_blocked"
    SAME_PUK = "same_puk"
    WEAK_ALIKE = "weak_alike"
    WEAK_RUN = "weak_run"
    WEAK_YEAR = "weak_year"
    MISMATCH_ONCE = "mismatch_once"
    MISMATCH_TWICE = "mismatch_twice"
    MISMATCH_THRICE = "mismatch_thrice"
    TRY_COUNTED = "try_counted"
    NOTHING_SENT = "nothing_sent"
    UNKNOWN = "unknown"
    NO_CARD = "no_card"
    PUK_DEAD = "puk_dead"
    REVOKED = "revoked"
    RUNNING = "running"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    SHOWN = "shown"
    SAME_PRESENT = "same_present"
    SAME_AS_PRESENT = "same_as_present"
    LAST_TRY = "last_try"
    TRYING = "trying"
    OPENING = "opening"
    NOW_BLOCKED = "now_blocked"
    OLD_CODE_STANDS = "old_code_stands"
    PRESENT = "present"
    PRESENT_NO_TRY = "present_no_try"
    PRESENT_TRY_COUNTED = "present_try_counted"
    FORGOTTEN = "forgotten"
    FORGOTTEN_TRY_COUNTED = "forgotten_try_counted"


class Overlay(Enum):
    """What may stand over any state."""

    NONE = "none"
    STILL_THERE = "still_there"
    HELP_CALLED = "help_called"


class Action(Enum):
    """Every button. The value is the name that traces and tests use."""

    START = "start"
    NO_CODE = "no_code"
    RETRY = "retry"
    CHOOSE_LEFT = "choose_left"
    CHOOSE_RIGHT = "choose_right"
    UNBLOCK = "unblock"
    AUDIT = "audit"
    PRINT = "print"
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    VALIDATE = "validate"
    CORRECT = "correct"
    CLEAR = "clear"
    WHERE = "where"
    CHOOSE_ANOTHER = "choose_another"
    KEEP_ANYWAY = "keep_anyway"
    SEND = "send"
    PREFER_TO_STOP = "prefer_to_stop"
    REREAD = "reread"
    RESTART = "restart"
    NO_LONGER_HAVE = "no_longer_have"
    DETAILS = "details"
    REFERRAL = "referral"
    BACK = "back"
    CONTINUE = "continue"
    FINISH = "finish"
    CHANGE_PIN = "change_pin"
    TRY_PIN = "try_pin"
    SITUATIONS = "situations"
    FORGOTTEN = "forgotten"
    SET_WITH_PUK = "set_with_puk"
    HELP = "help"
    RESUME = "resume"
    STILL_HERE = "still_here"
    STOP = "stop"
    PRIVACY = "privacy"
    LANGUAGE = "language"
    DISPLAY = "display"
