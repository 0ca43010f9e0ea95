"""The walks: together they let everything meet everything that it can be thought to depend on.

One search of it all would not end: what one walk goes through to the end, another leaves out (``Scope.without``).
"""

from __future__ import annotations

from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.model import CardKind, Counters
from kiosk.flow.model.states import Action
from search.scope import READINGS, Scope, Staff, every_counter, of

CPS3, CPS4 = CardKind.CPS3, CardKind.CPS4
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
FORGOTTEN = Policy(forgotten_with_staff=True)

NO_CONTROL = frozenset({Action.AUDIT, Action.DETAILS})
ONLY_UNBLOCK = NO_CONTROL | {Action.CHANGE_PIN, Action.TRY_PIN}
ONLY_PIN = NO_CONTROL | {Action.UNBLOCK, Action.SET_WITH_PUK}
NO_OPERATION = frozenset({Action.UNBLOCK, Action.SET_WITH_PUK, Action.CHANGE_PIN, Action.TRY_PIN})
ONLY_CONTROL, ONLY_AUDIT = NO_OPERATION, NO_OPERATION | {Action.SITUATIONS}
ONLY_READ = ONLY_UNBLOCK | {Action.UNBLOCK}


def edges_of_the_puk(kind: CardKind) -> tuple[Counters, ...]:
    """A blocked card with each number of tries, one with its last use, and one that is not blocked."""
    uses = () if kind is CPS4 else (of(kind, 0, 5, 1),)
    return (*(of(kind, 0, tries) for tries in (5, 4, 3, 2, 1, 0)), *uses, of(kind, 3, 5))


def edges_of_the_pin(kind: CardKind) -> tuple[Counters, ...]:
    """Each number of tries, and the last one of a card whose PUK is dead."""
    return (*(of(kind, tries, 5) for tries in (3, 2, 1, 0)), of(kind, 1, 0))


def _of_a_generation(kind: CardKind) -> tuple[Scope, ...]:
    word = kind.value
    return (
        Scope(f"unblock {word}", (kind,), edges_of_the_puk(kind), without=ONLY_UNBLOCK),
        Scope(f"current PIN {word}", (kind,), edges_of_the_pin(kind), without=ONLY_PIN),
        Scope(f"few tries {word}", (kind,), edges_of_the_puk(kind)[2:6], without=ONLY_UNBLOCK, staff=Staff.HELP),
        Scope(
            f"forgotten PIN {word}",
            (kind,),
            (of(kind, 3, 5), of(kind, 2, 1)),
            without=ONLY_UNBLOCK,
            staff=Staff.HELP,
            policy=FORGOTTEN,
        ),
        Scope(
            f"last PIN {word}",
            (kind,),
            (of(kind, 2, 0), of(kind, 1, 0), of(kind, 0, 0)),
            without=ONLY_PIN,
            staff=Staff.HELP,
        ),
        Scope(f"both codes {word}", (kind,), (of(kind, 0, 5), of(kind, 1, 5), of(kind, 3, 5)), without=NO_CONTROL),
        Scope(f"every counter {word}", (kind,), every_counter(kind), without=ONLY_UNBLOCK),
        Scope(
            f"a lying {word}",
            (kind,),
            (*edges_of_the_puk(kind)[:6:2], of(kind, 3, 5)),
            readings=READINGS,
            without=ONLY_UNBLOCK,
            lying=True,
        ),
    )


WALKS = (
    *_of_a_generation(CPS3),
    *_of_a_generation(CPS4),
    Scope(
        "arrival",
        (*(CPS3, CPS4), CardKind.CPS2TER, CardKind.CPS3_CONTACTLESS, CardKind.VITALE, CardKind.BANK),
        (of(CPS3, 0, 5), of(CPS4, 3, 5)),
        readings=READINGS,
        readers=READERS,
        without=ONLY_READ,
        mute=True,
        unplug=True,
        restart=True,
    ),
    Scope("two readers", (CPS3,), (of(CPS3, 0, 5),), readers=READERS, without=ONLY_UNBLOCK, unplug=True),
    Scope("the control", (CPS3,), (of(CPS3, 2, 5), of(CPS3, 3, 5)), readings=READINGS, without=ONLY_CONTROL),
    Scope(
        "the control after it",
        (CPS4,),
        (of(CPS4, 0, 5), of(CPS4, 3, 5)),
        without=frozenset({Action.CHANGE_PIN, Action.TRY_PIN}),
    ),
    Scope("papers", (CPS3,), (of(CPS3, 0, 5), of(CPS3, 0, 0)), without=ONLY_UNBLOCK, printer=True),
    Scope("papers of a control", (CPS3,), (of(CPS3, 3, 5),), readings=READINGS, without=ONLY_AUDIT, printer=True),
    Scope("slips, unblock", (CPS3,), (of(CPS3, 0, 5),), without=ONLY_UNBLOCK, mistyping=True),
    Scope("slips, current PIN", (CPS3,), (of(CPS3, 3, 5),), without=ONLY_PIN, mistyping=True),
    Scope("idle, and calls for help", (CPS3,), (of(CPS3, 0, 5),), without=ONLY_UNBLOCK, idle=True, calls=True),
    Scope("the whole desk", (CPS3,), (of(CPS3, 0, 2),), without=ONLY_READ, staff=Staff.WHOLE, idle=True, calls=True),
)

IN_CI = (
    Scope("unblock", (CPS4,), (of(CPS4, 0, 4), of(CPS4, 0, 3), of(CPS4, 0, 1), of(CPS4, 3, 5)), without=ONLY_UNBLOCK),
    Scope("current PIN", (CPS3,), (of(CPS3, 2, 5), of(CPS3, 1, 0), of(CPS3, 0, 5)), without=ONLY_PIN),
)
"""What the checks walk at every change, in half a minute."""
