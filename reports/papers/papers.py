"""The papers of the kiosk, as the values its caller fills in. Nothing here knows a layout, a screen or a printer.

Sentences arrive in French; facts about offices and issuers arrive from configuration. A fact that is missing
stays missing: it is left out, or becomes a labelled line to fill in by hand. ``language`` is the tag of the
holder's, of ``reports.papers.languages.LANGUAGES``; None, or one that is not there, leaves the paper in French alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from diagnostics.outcomes.status import Status


@dataclass(frozen=True, slots=True)
class Office:
    """The counter that hands the paper over. ``privacy`` is the line of GDPR article 13. Empty facts are left out."""

    name: str = ""
    address: tuple[str, ...] = ()
    telephone: str = ""
    privacy: str = ""
    stamp_box: bool = True


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whom to ask for a new letter or a new card, as known on ``as_of``.

    ``telephone_note`` is printed beside the number (price, hours). ``enclose`` lists what to send with the form.
    """

    name: str = ""
    telephone: str = ""
    telephone_note: str = ""
    form_name: str = ""
    post_to: tuple[str, ...] = ()
    enclose: tuple[str, ...] = ()
    page_url: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the visit. It has no field for a card number, a name or a code of the card, and gets none.

    ``outcome`` is the stable code of the catalogue (``U01``); ``place`` is printed if the office has no name. Title,
    sentences and steps are French sentences of a closed list, so that ``reports.papers.languages`` can know them.
    """

    outcome: str
    title: str
    sentences: tuple[str, ...]
    next_steps: tuple[str, ...]
    day: date
    place: str = ""
    simulated: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """Whose card it is, for the holder's own use. Its repr is hidden from logs and tracebacks.

    ``card_number`` is 10 digits as the card shows them (CPS_ID_CARD); ``name`` as it is read on the card.
    """

    card_number: str | None = None
    name: str | None = None

    def __repr__(self) -> str:
        return "Holder(•••)"


UNKNOWN_HOLDER = Holder()


class ReferralReason(Enum):
    """Why a new letter must be asked for."""

    CODE_UNKNOWN = "code_unknown"
    OTHER_LETTER = "other_letter"
    TWO_WRONG = "two_wrong"
    NO_CARD = "no_card"


@dataclass(frozen=True, slots=True)
class Referral:
    """The *réfection de code*: how to get the letter with the PUK again.

    Unless ``identity_allowed`` (see ``reports.printing.spool``), ``holder`` is ignored and blank lines are printed
    instead.
    """

    reason: ReferralReason
    outcome: str
    day: date
    identity_allowed: bool = False
    holder: Holder = UNKNOWN_HOLDER
    simulated: bool = False
    language: str | None = None


class ReplacementReason(Enum):
    """Why no code helps this card any more; each is proved before it is printed.

    ``FAULTY``: the card does not answer, or not as a card must; its holder or an agent decided for a new one.
    """

    PUK_EXHAUSTED = "puk_exhausted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Replacement:
    """The way to a new card. ``expired_on`` is the day since which it is not valid, for ``EXPIRED`` only."""

    reason: ReplacementReason
    outcome: str
    day: date
    expired_on: date | None = None
    identity_allowed: bool = False
    holder: Holder = UNKNOWN_HOLDER
    simulated: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class AuditRow:
    """One line of the audit: ``label`` (« Code porteur »), ``sentence`` (« 3 essais restants »), ``state``."""

    label: str
    sentence: str
    state: Status

    def __repr__(self) -> str:
        return f"Check({self.state.name})"


@dataclass(frozen=True, slots=True)
class AuditSheet:
    """*Fiche n° 2* on paper. Lines that identify the holder belong in ``holder``, never in ``checks``."""

    outcome: str
    verdict: str
    checks: tuple[AuditRow, ...]
    day: date
    identity_allowed: bool = False
    holder: Holder = UNKNOWN_HOLDER
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """One line of the readiness report: ``name`` (« Lecteur »), its state, what was found, what to do about it."""

    name: str
    state: Status
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ReadinessPaper:
    """Can this kiosk serve? For staff and technicians; it knows no visit, so it may give the hour.

    ``kiosk`` is the machine's name. ``when`` is local time, printed to the minute. ``versions`` are pairs of what
    and which (« guichet-cps », « 0.1.0 »).
    """

    kiosk: str
    when: datetime
    checks: tuple[ReadinessRow, ...]
    versions: tuple[tuple[str, str], ...] = ()
    simulated: bool = False

    @property
    def worst(self) -> Status:
        """The state of the machine: a fault, else something to watch; what was not checked weighs nothing."""
        return max((check.state for check in self.checks), key=lambda state: state.severity, default=Status.NOT_CHECKED)


Paper = Receipt | Referral | Replacement | AuditSheet | ReadinessPaper
