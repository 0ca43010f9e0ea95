"""The states of a visit: their names, what is true of each, and the wordings it may have.

One list of names for the machine, the screens, the stories and the guide; one row a state for all that is decided by
the state alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from diagnostics.outcomes.codes import Code
from kiosk.flow.model.entry import CodeSlot


class Face(Enum):
    """The wordings of one state; most have only the plain one.

    Of the current PIN: ``LAST_TRY`` is the gate of ``current_pin``, ``SAME_CURRENT_PIN`` the refused code typed again;
    ``SAME_AS_CURRENT_PIN`` a new code that is the current PIN; ``TRYING`` and ``OPENING`` are ``changing`` for a try
    and for the situations; ``NOW_BLOCKED`` (``wrong_pin``, ``torn_not_done``): the last try was counted.
    The screen uses ``CURRENT_PIN`` after an operation with the current PIN, and ``FORGOTTEN`` after staff replaced a
    forgotten PIN; in both cases the card was not blocked before.
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
    PUK_REFUSED = "puk_refused"
    REVOKED = "revoked"
    RUNNING = "running"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    SHOWN = "shown"
    SAME_CURRENT_PIN = "same_current_pin"
    SAME_AS_CURRENT_PIN = "same_as_current_pin"
    LAST_TRY = "last_try"
    TRYING = "trying"
    OPENING = "opening"
    NOW_BLOCKED = "now_blocked"
    OLD_CODE_STANDS = "old_code_stands"
    CURRENT_PIN = "current_pin"
    CURRENT_PIN_NO_TRY = "current_pin_no_try"
    CURRENT_PIN_TRY_COUNTED = "current_pin_try_counted"
    FORGOTTEN = "forgotten"
    FORGOTTEN_TRY_COUNTED = "forgotten_try_counted"


class Limit(Enum):
    """Which delay ends a state that nobody touches; ``NEVER``: it ends by itself, or there is no visit to end."""

    NEVER = "never"
    QUESTION = "question"
    TYPING = "typing"
    TORN = "torn"
    OTHER_CARD = "other_card"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of a state, whoever is in front of it.

    ``faces``: the wordings that it may have, each with the outcome code that stands beside it, where the wording
    decides that. ``unattended``: no visit is on, the state follows what is in the readers; ``idle``: and no card was
    refused. ``slot``: where digits go. ``before_send``: the person is on the way to a send, ``sending``: codes are on
    their way to the card. ``result``: it says how something ended, and stays when the card is pulled out; any other
    state that speaks of the card ``needs_card``. ``shows_outcome``: the outcome that the visit carries is shown.
    ``wants_card_out``: the person is asked to take the card out of the reader.
    """

    faces: Mapping[Face, Code | None]
    limit: Limit = Limit.QUESTION
    unattended: bool = False
    idle: bool = False
    slot: CodeSlot | None = None
    before_send: bool = False
    sending: bool = False
    result: bool = False
    needs_card: bool = False
    shows_outcome: bool = False
    wants_card_out: bool = False

    @property
    def offers_stop(self) -> bool:
        return self.limit is not Limit.NEVER

    @property
    def offers_help(self) -> bool:
        """Everywhere but where codes are being sent or the card is given back: that ends by itself."""
        return self.offers_stop or self.unattended


def _plain(*others: Face) -> dict[Face, Code | None]:
    return dict.fromkeys((Face.PLAIN, *others))


def _typing(slot: CodeSlot, *errors: Face) -> Traits:
    return Traits(_plain(*errors), Limit.TYPING, slot=slot, before_send=True)


def _result(*others: Face) -> Traits:
    return Traits(_plain(*others), result=True, shows_outcome=True)


_QUESTION = Traits(_plain())
_BEFORE_SEND = Traits(_plain(), before_send=True)
_REFUSAL = Traits(_plain(), Limit.NEVER, unattended=True, wants_card_out=True)
_NEEDS_CARD = Traits(_plain(), needs_card=True, shows_outcome=True)

_OUT_OF_SERVICE = {
    Face.NO_READER: Code.NO_READER,
    Face.NO_SERVICE: Code.NO_CARD_SERVICE,
    Face.CLOSED: Code.CLOSED_BY_STAFF,
    Face.SERVICE_STUCK: Code.CARD_SERVICE_STUCK,
    Face.CONFIGURATION: Code.CONFIGURATION_REFUSED,
}
_VERDICTS = dict.fromkeys((Face.BLOCKED, Face.NOT_BLOCKED, Face.ONE_TRY_LEFT, Face.MISMATCH_THRICE)) | {
    Face.NOT_HERE_TRIES: Code.UNBLOCK_NOT_HERE,
    Face.NOT_HERE_MODEL: Code.UNBLOCK_NOT_HERE,
    Face.NOT_READ: Code.READ_NOT_FINISHED,
    Face.NUMBER_UNREADABLE: Code.NUMBER_UNREADABLE,
    Face.EXPIRED: Code.REPLACE_EXPIRED,
    Face.EXPIRED_BLOCKED: Code.REPLACE_EXPIRED,
    Face.REVOKED: Code.REPLACE_REVOKED,
}
_WEAK = (Face.WEAK_ALIKE, Face.WEAK_RUN, Face.WEAK_YEAR)
_NOT_DONE = (
    Face.TRY_COUNTED,
    Face.FORGOTTEN,
    Face.FORGOTTEN_TRY_COUNTED,
    Face.CURRENT_PIN_NO_TRY,
    Face.CURRENT_PIN_TRY_COUNTED,
    Face.NOW_BLOCKED,
)
_STUCK = dict.fromkeys((Face.NOTHING_SENT, Face.UNKNOWN, Face.CURRENT_PIN, Face.FORGOTTEN))
_TORN = dict.fromkeys((Face.NOTHING_SENT, Face.UNKNOWN))
_PUK_LOST = dict.fromkeys((Face.PUK_DEAD, Face.PUK_REFUSED))
_PAPER = dict.fromkeys((Face.RUNNING, Face.SENT, Face.DONE, Face.SHOWN, Face.FAILED))


class State(Enum):
    """What the person has in front of them; its words stand in the view. Where the name alone does not tell:

    ==================  ==============================================================================
    ``IN_USE``          another program holds the card
    ``AUDIT``           everything that was read from the card
    ``SITUATIONS``      where the holder practises, as the card tells once it has its current PIN
    ``FORGOTTEN``       staff consider whether a PIN that is not blocked is replaced with the PUK
    ``HAVE_CODE``       does the person hold the letter with the PUK?
    ``LETTER_CHECK``    does the number on the letter match the card's?
    ``OTHER_LETTER``    the person holds the letter of another card
    ``LAST_TRY``        the gate before the last try or use of the PUK
    ``TWO_WRONG``       the card refused the PUK, and a visitor alone may not try again
    ``STOPPED``         the card gave an answer that is not expected (``OLD_CODE_STANDS``: refused the new PIN)
    ``CARD_CHANGED``    the permit was void, as when the card is not as it was read; no code was sent
    ``STUCK``           the card call passed its deadline; its thread may still be at work
    ``TORN``            contact was lost during an operation; the same card is asked for
    ``OTHER_CARD``      another card was put in instead of the one that ``TORN`` asks for
    ``TORN_DONE``       that card is not blocked any more; which PIN it holds was not proved
    ``TORN_NOT_DONE``   that card shows that the operation cost a try at most, and did nothing else
    ``TORN_UNKNOWN``    nobody knows: that card did not come back, or what it says contradicts itself
    ``CHANGE_UNKNOWN``  that card holds the old PIN or the new one, and nobody knows which
    ``NOT_PROVED``      the card took the new PIN, then refused its proof
    ``HALF_DONE``       the card reset the tries of its PIN and did not take the new one: the old PIN stands
    ``REFERRAL``        the person has no card or not the right PUK: where to get one
    ``REPLACEMENT``     no try or use of the PUK is left: only a new card helps
    ``TAKE_CARD``       the visit is over; its card must come out of the reader
    ==================  ==============================================================================
    """

    _value_: str
    traits: Traits

    def __new__(cls, word: str, traits: Traits) -> State:
        state = object.__new__(cls)
        state._value_ = word
        state.traits = traits
        return state

    WAITING = "waiting", Traits(_plain(Face.CARD_ALREADY_THERE), Limit.NEVER, unattended=True, idle=True)
    OUT_OF_SERVICE = "out_of_service", Traits(_OUT_OF_SERVICE, Limit.NEVER, unattended=True, idle=True)
    READING = "reading", Traits(_plain(Face.BEFORE_LETTER, Face.BEFORE_AUDIT, Face.BEFORE_CODE, Face.CONTACT_LOST))
    MUTE = "mute", _REFUSAL
    VITALE = "vitale", _REFUSAL
    FOREIGN = "foreign", _REFUSAL
    CONTACTLESS = "contactless", _REFUSAL
    OLD_GENERATION = "old_generation", _REFUSAL
    IN_USE = "in_use", _NEEDS_CARD
    CHOOSE_CARD = "choose_card", Traits(_plain(), Limit.NEVER, unattended=True)
    VERDICT = "verdict", Traits(_VERDICTS)
    UNREADABLE_COUNTERS = "unreadable_counters", Traits(_plain(), shows_outcome=True)
    AUDIT = "audit", _QUESTION
    CURRENT_PIN = (
        "current_pin",
        _typing(CodeSlot.CURRENT_PIN, Face.LAST_TRY, Face.SAME_CURRENT_PIN, Face.MISMATCH_THRICE),
    )
    WRONG_PIN = "wrong_pin", _result(Face.NOW_BLOCKED)
    CHANGING = "changing", Traits(_plain(Face.TRYING, Face.OPENING), Limit.NEVER, sending=True)
    SITUATIONS = "situations", Traits(_plain(Face.NOT_READ))
    FORGOTTEN = "forgotten", _QUESTION
    HAVE_CODE = "have_code", _BEFORE_SEND
    LETTER_CHECK = "letter_check", _BEFORE_SEND
    OTHER_LETTER = "other_letter", _BEFORE_SEND
    PUK = "puk", _typing(CodeSlot.PUK, Face.SAME_PUK)
    NEW_PIN = "new_pin", _typing(CodeSlot.NEW_PIN, *_WEAK, Face.MISMATCH_TWICE, Face.SAME_AS_CURRENT_PIN)
    CONFIRM = "confirm", _typing(CodeSlot.CONFIRM, Face.MISMATCH_ONCE)
    LAST_TRY = "last_try", _BEFORE_SEND
    UNBLOCKING = "unblocking", Traits(_plain(), Limit.NEVER, sending=True)
    WRONG_PUK = "wrong_puk", _result()
    TWO_WRONG = "two_wrong", _result()
    STOPPED = "stopped", _result(Face.NOTHING_SENT, Face.UNKNOWN, Face.OLD_CODE_STANDS)
    CARD_CHANGED = "card_changed", _NEEDS_CARD
    STUCK = "stuck", Traits(_STUCK, Limit.STUCK, needs_card=True, shows_outcome=True, wants_card_out=True)
    TORN = "torn", Traits(_TORN, Limit.TORN)
    OTHER_CARD = "other_card", Traits(_plain(), Limit.OTHER_CARD, wants_card_out=True)
    TORN_DONE = "torn_done", _result()
    TORN_NOT_DONE = "torn_not_done", _result(*_NOT_DONE)
    TORN_UNKNOWN = "torn_unknown", _result(Face.UNKNOWN, Face.CURRENT_PIN, Face.FORGOTTEN)
    CHANGE_UNKNOWN = "change_unknown", _result(Face.FORGOTTEN)
    UNBLOCKED = "unblocked", _result(Face.FORGOTTEN)
    PIN_CHANGED = "pin_changed", _result()
    PIN_WORKS = "pin_works", _result()
    NOT_PROVED = "not_proved", _result(Face.FORGOTTEN, Face.CURRENT_PIN)
    HALF_DONE = "half_done", _result(Face.FORGOTTEN, Face.CONTACT_LOST)
    REFERRAL = "referral", _result(Face.NO_CARD)
    REPLACEMENT = "replacement", Traits(_PUK_LOST, result=True, shows_outcome=True)
    PRINTING = "printing", Traits(_PAPER, result=True)
    TAKE_CARD = "take_card", Traits(_plain(Face.AFTER_RESTART), Limit.NEVER, wants_card_out=True)
    STAFF = "staff", Traits({}, Limit.NEVER)
    """No visit is ever in it, so it has no wording: staff mode stands over the state there is."""


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
    SPEAK = "speak"
    DISPLAY = "display"
    STAFF = "staff"
    ASSIST = "assist"
    END_ASSIST = "end_assist"
    FIGURES = "figures"
    READINESS = "readiness"
    EVENTS = "events"
    CARD_AUDIT = "card_audit"
    CLOSING = "closing"
    CLOSE_KIOSK = "close_kiosk"
    END_OF_DAY = "end_of_day"
    OPEN_KIOSK = "open_kiosk"
    REPRINT = "reprint"
    GO_ON = "go_on"
    REPLACE = "replace"
