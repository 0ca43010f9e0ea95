"""The facts about codes in use: what a card does when one is shown, set or changed, and what it opens."""

from __future__ import annotations

from kiosk.card.assumption import Assumption, Standing

ASSUMPTIONS_OF_CODES = (
    Assumption(
        "one_session",
        Standing.INFERRED,
        "RESET RETRY COUNTER wants the unblock code verified in the same session, without a reset between.",
        "kiosk.card.operation",
        "None: both are sent in one transaction anyway.",
    ),
    Assumption(
        "reset_sets_both",
        Standing.INFERRED,
        "RESET RETRY COUNTER of a CPS3 sets code and counter at once, or neither.",
        "kiosk.card.aftermath",
        "After a tear the screen would say which code stands, and be wrong: it proves the counters only and says so.",
    ),
    Assumption(
        "last_refusal",
        Standing.UNKNOWN,
        "The refusal that exhausts a counter answers either 63C0 or 6983.",
        "kiosk.card.judgement, kiosk.card.present_judgement",
        "Another answer is unexpected; the counters are read and shown.",
    ),
    Assumption(
        "uses_spent",
        Standing.UNKNOWN,
        "One unblocking lowers the usage counter of the code de déblocage by 0, 1 or 2.",
        "kiosk.card.judgement, kiosk.card.aftermath",
        "A larger fall is unexpected, or unknown after a tear.",
    ),
    Assumption(
        "refusal_writes_nothing",
        Standing.INFERRED,
        "After 67XX, 69XX or 6AXX to a new code the card holds the old one (ISO 7816-4, 5.1.3).",
        "kiosk.card.judgement",
        "The screen says that the old code stands, and the holder finds that it does not.",
    ),
    Assumption(
        "success_restores",
        Standing.INFERRED,
        "An accepted code sets its own try counter back to its maximum.",
        "kiosk.card.aftermath, kiosk.card.present_aftermath",
        "After a tear a count between is unknown.",
    ),
    Assumption(
        "counts_before_comparing",
        Standing.INFERRED,
        "A card may count a try before it compares: a tear costs no try or one.",
        "kiosk.card.aftermath, kiosk.card.present_aftermath",
        "A larger fall after a tear is unknown, and said so.",
    ),
    Assumption(
        "change_in_one_command",
        Standing.INFERRED,
        "A CPS3 changes its code porteur on one command with the present code and the new one, each in its own form.",
        "kiosk.card.cps3",
        "Unexpected: the old code stands, nothing more is sent.",
    ),
    Assumption(
        "change_compares_first",
        Standing.INFERRED,
        "A card that accepts its present code sets its tries back before it writes the new one.",
        "kiosk.card.present_aftermath",
        "A torn change could be told as not done although it was; trying the code shows which one stands.",
    ),
    Assumption(
        "situation_labels",
        Standing.ASSUMED,
        "The DODF lists the situations under their labels, and a place that is not used is absent or filler.",
        "kiosk.card.situations_reader",
        "The situations could not be read, or one is shown as unreadable; no try is spent.",
    ),
)
