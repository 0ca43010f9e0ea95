"""Cards by name. The names are part of the command line; the descriptions are its help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kiosk.simulator.card import SimulatedCard
from kiosk.simulator.chip.codes import ChipCodes, fresh_codes
from kiosk.simulator.chip.command import ClosedChip
from kiosk.simulator.chip.cps2ter import Cps2terHalf
from kiosk.simulator.chip.cps3 import Cps3Chip
from kiosk.simulator.chip.cps4 import Cps4Chip
from kiosk.simulator.chip.habits import CounterAnswers, Habits, ResetFault
from kiosk.simulator.chip.navigator import Navigator
from kiosk.simulator.contents import pkcs15
from kiosk.simulator.contents.identity import REVOKED_SERIAL, Identity, current_validity, past_validity
from kiosk.simulator.contents.practice import Practice, corrupt, none, several
from kiosk.simulator.contents.root_files import CORRUPT_EF_ACTUA, ef_actua
from kiosk.simulator.file_trees import Contents, cps2ter_tree, cps4_file_tree, file_tree
from kiosk.simulator.transport.protocol import link_for

DEFAULT_PIN = "1234"
DEFAULT_PUK = "12345678"

ATR_CPS3 = bytes.fromhex("3BAC00402A001225006480000310009000")  # OpenSC, pcsc-tools
ATR_CPS3_CONTACTLESS = bytes.fromhex("3B8F80010031B86404B0ECC1739401808290000E")  # pcsc-tools
ATR_CPS2TER = bytes.fromhex("3BAC00402A001225006480820212009000")  # pcsc-tools; the generation is inferred
ATR_CPS4 = bytes.fromhex("3BDC18FF00001225006480000401009000")  # pcsc-tools "CPS V4"
ATR_CPS4_2 = bytes.fromhex("3B9B18800100122500648004010000 9044")  # the issuer's module knows all three
ATR_CPS4_3 = bytes.fromhex("3B9B18800100122500648000040100 9044")
ATR_VITALE_1 = bytes.fromhex("3F6525002C09699000")  # pcsc-tools
ATR_VITALE_2 = bytes.fromhex("3B751300004409EA9000")  # pcsc-tools
ATR_AGENT = bytes.fromhex("3B6700002D20160178 9000")  # pcsc-tools, agent card of the CNAMTS
ATR_BANK = bytes.fromhex("3B6500002063CB6800")  # pcsc-tools, French bank cards
ATR_TELEPHONE = bytes.fromhex("3F65250823046890 00")  # pcsc-tools, France Telecom card
ATR_MUTE = b""


@dataclass(frozen=True, slots=True)
class Order:
    """What the caller chooses: the day the card is seen, its codes (1..8 digits) and what sets it apart from its like.

    None in ``serial``, ``card_number`` and ``habits`` means the profile's own.
    """

    today: date
    pin: str = field(default=DEFAULT_PIN, repr=False)
    puk: str = field(default=DEFAULT_PUK, repr=False)
    serial: str | None = None
    card_number: str | None = None
    habits: Habits | None = None


@dataclass(frozen=True, slots=True)
class CardProfile:
    """``description`` is one line of French for ``--help``; ``make`` gets the profile's name."""

    description: str
    make: Callable[[str, Order], SimulatedCard]


def _counters(pin: int = 3, puk: int = 10, uses: int = 100) -> Callable[[ChipCodes], None]:
    """Set tries and uses left."""

    def set_on(codes: ChipCodes) -> None:
        codes.pin.tries_left, codes.puk.tries_left, codes.puk.uses_left = pin, puk, uses

    return set_on


def _ordinary(contents: Contents, today: date) -> Contents:
    return contents


def _expired(contents: Contents, today: date) -> Contents:
    return replace(contents, identity=replace(contents.identity, validity=past_validity(today)))


def _revoked(contents: Contents, today: date) -> Contents:
    return replace(contents, identity=replace(contents.identity, serial=REVOKED_SERIAL))


def _no_number(contents: Contents, today: date) -> Contents:
    return replace(contents, card_number_told=False)


def _bad_aodf(contents: Contents, today: date) -> Contents:
    return replace(contents, aodf=pkcs15.AODF[:-5])


def _actua_valid(contents: Contents, today: date) -> Contents:
    return replace(contents, actua=ef_actua(today - timedelta(days=30), today + timedelta(days=30)))


def _actua_corrupt(contents: Contents, today: date) -> Contents:
    return replace(contents, actua=CORRUPT_EF_ACTUA)


def _practising(practice: Callable[[Identity], Practice]) -> Callable[[Contents, date], Contents]:
    """The same card with other situations on it."""

    def change(contents: Contents, today: date) -> Contents:
        return replace(contents, practice=practice)

    return change


def _cps3(
    description: str,
    counters: Callable[[ChipCodes], None],
    *,
    contents: Callable[[Contents, date], Contents] = _ordinary,
    own_habits: Habits | None = None,
) -> CardProfile:
    """A CPS3 with its counters set, its files changed and habits of its own."""

    def make(name: str, order: Order) -> SimulatedCard:
        habits = order.habits or own_habits or Habits()
        codes = fresh_codes(order.pin, order.puk, habits)
        counters(codes)
        written = contents(Contents(_identity(order)), order.today)
        half = Cps2terHalf(cps2ter_tree(written))
        chip = Cps3Chip(Navigator(file_tree(written), habits.largest_read), codes, half)
        return SimulatedCard(name, ATR_CPS3, link_for(ATR_CPS3, chip, habits.short_read), codes)

    return CardProfile(description, make)


def _cps4(
    description: str,
    pin_tries: int = 3,
    *,
    atr: bytes = ATR_CPS4,
    contents: Callable[[Contents, date], Contents] = _ordinary,
    own_habits: Habits | None = None,
) -> CardProfile:
    """A CPS4: the same holder, no usage counter, its own file tree."""

    def make(name: str, order: Order) -> SimulatedCard:
        habits = order.habits or own_habits or Habits()
        codes = fresh_codes(order.pin, order.puk, habits, uses=None)
        codes.pin.tries_left = pin_tries
        files = cps4_file_tree(contents(Contents(_identity(order), kind="CPS4v1"), order.today))
        chip = Cps4Chip(Navigator(files, habits.largest_read), codes)
        return SimulatedCard(name, atr, link_for(atr, chip, habits.short_read), codes)

    return CardProfile(description, make)


def _identity(order: Order) -> Identity:
    ordinary = Identity(current_validity(order.today))
    return replace(
        ordinary,
        serial=order.serial or ordinary.serial,
        card_number=order.card_number or ordinary.card_number,
    )


def _closed(description: str, atr: bytes) -> CardProfile:
    """A card that only has an ATR and refuses every command."""

    def make(name: str, order: Order) -> SimulatedCard:
        return SimulatedCard(name, atr, link_for(atr, ClosedChip(), (order.habits or Habits()).short_read))

    return CardProfile(description, make)


_BLOCKED = _counters(pin=0)

PROFILES: dict[str, CardProfile] = {
    "healthy": _cps3("carte valide, code porteur utilisable", _counters()),
    "one-pin-try": _cps3("il reste un essai du code porteur", _counters(pin=1)),
    "blocked": _cps3("code porteur bloqué, tous les essais du code de déblocage", _BLOCKED),
    "puk-one-try": _cps3("bloquée, dernier essai du code de déblocage", _counters(pin=0, puk=1)),
    "puk-two-tries": _cps3("bloquée, deux essais du code de déblocage", _counters(pin=0, puk=2)),
    "puk-below-max": _cps3("bloquée, neuf essais du code de déblocage sur dix", _counters(pin=0, puk=9)),
    "puk-dead": _cps3("code de déblocage épuisé : carte à remplacer", _counters(pin=0, puk=0)),
    "puk-uses-spent": _cps3("plus aucun déblocage possible : carte à remplacer", _counters(pin=0, uses=0)),
    "puk-last-use": _cps3("bloquée, un seul déblocage encore possible", _counters(pin=0, uses=1)),
    "expired": _cps3("carte et certificats dont la validité est passée", _counters(), contents=_expired),
    "blocked-expired": _cps3("bloquée, et dont la validité est passée", _BLOCKED, contents=_expired),
    "revoked": _cps3("certificats révoqués par l’autorité de TEST", _counters(), contents=_revoked),
    "no-number": _cps3("bloquée, numéro de carte illisible", _BLOCKED, contents=_no_number),
    "bad-aodf": _cps3("bloquée, description des codes tronquée", _BLOCKED, contents=_bad_aodf),
    "unreadable-counters": _cps3(
        "compteurs d’essais refusés à la lecture", _BLOCKED, own_habits=Habits(counters=CounterAnswers.REFUSED)
    ),
    "refuses-new-code": _cps3(
        "se débloque puis refuse le nouveau code", _BLOCKED, own_habits=Habits(reset_fault=ResetFault.STORES_ANOTHER)
    ),
    "stops": _cps3("répond par une erreur au déblocage", _BLOCKED, own_habits=Habits(reset_fault=ResetFault.STOPS)),
    "actua-valid": _cps3("bloquée, actualisée récemment", _BLOCKED, contents=_actua_valid),
    "actua-corrupt": _cps3("inutilisable après une actualisation interrompue", _BLOCKED, contents=_actua_corrupt),
    "situations-many": _cps3(
        "cinq situations, dont trois avec facturation", _counters(), contents=_practising(several)
    ),
    "situations-none": _cps3("aucune situation d’exercice", _counters(), contents=_practising(none)),
    "situations-corrupt": _cps3(
        "une situation et la facturation illisibles", _counters(), contents=_practising(corrupt)
    ),
    "cps4": _cps4("CPS4 valide, code porteur utilisable"),
    "cps4-atr-2": _cps4("CPS4 bloquée, deuxième ATR connu", 0, atr=ATR_CPS4_2),
    "cps4-atr-3": _cps4("CPS4 bloquée, troisième ATR connu", 0, atr=ATR_CPS4_3),
    "cps4-blocked": _cps4("CPS4 au code porteur bloqué", 0),
    "cps4-half-done": _cps4(
        "CPS4 qui se débloque puis garde son ancien code", 0, own_habits=Habits(reset_fault=ResetFault.REFUSES_CODE)
    ),
    "cps4-stops": _cps4(
        "CPS4 qui répond par une erreur au déblocage", 0, own_habits=Habits(reset_fault=ResetFault.STOPS)
    ),
    "cps4-unreadable": _cps4(
        "CPS4 dont les compteurs ne se lisent pas", 0, own_habits=Habits(counters=CounterAnswers.VERIFIED)
    ),
    "cps4-situations": _cps4("CPS4 à cinq situations", contents=_practising(several)),
    "cps4-one-pin-try": _cps4("CPS4 : il reste un essai du code porteur", 1),
    "vitale1": _closed("carte Vitale 1", ATR_VITALE_1),
    "vitale2": _closed("carte Vitale 2", ATR_VITALE_2),
    "agent": _closed("carte d’agent de l’assurance maladie", ATR_AGENT),
    "bank": _closed("carte bancaire", ATR_BANK),
    "foreign": _closed("carte de téléphone", ATR_TELEPHONE),
    "contactless": _closed("CPS3 posée sur un lecteur sans contact", ATR_CPS3_CONTACTLESS),
    "cps2ter": _closed("CPS2ter, génération ancienne", ATR_CPS2TER),
    "mute": _closed("carte qui ne répond pas", ATR_MUTE),
}


def build(profile: str, order: Order) -> SimulatedCard:
    """A fresh card of this profile. Raises KeyError for a name that is not in PROFILES."""
    return PROFILES[profile].make(profile, order)
