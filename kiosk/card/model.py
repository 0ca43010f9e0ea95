"""What a card said, as plain values, and how an operation on it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


@dataclass(frozen=True, slots=True, repr=False)
class Activity:
    """One CPS_ACTIVITY_nn_PS; every field but ``number`` is None where the card did not say it or said it wrong.

    ``number`` is the nn of the label, 1 to 16. ``mode`` is a code of table G17; ``speciality`` and ``qualification``
    are ADELI codes as they are written (0x26 is "26"); ``pharmacist_table`` one or two letters; ``billing_link`` the
    ``link`` of the Billing that belongs to it; ``company`` at most 40 characters; ``id_type`` a digit of table G07 and
    ``identifier`` at most 14 characters; ``sector`` a code of table R02, "SA07".
    """

    number: int
    mode: int | None = None
    speciality: int | None = None
    qualification: int | None = None
    pharmacist_table: str | None = None
    billing_link: int | None = None
    company: str | None = None
    id_type: str | None = None
    identifier: str | None = None
    sector: str | None = None

    @property
    def unreadable(self) -> bool:
        """True if the card has this situation and nothing of it made sense."""
        return self == Activity(self.number)

    def __repr__(self) -> str:
        return "Activity(•••)"


@dataclass(frozen=True, slots=True, repr=False)
class Billing:
    """One entry of CPS_SIT_FACT; every field is None where the card did not say it or said it wrong.

    ``billing_id`` is up to 10 digits, the last one a Luhn key; ``speciality`` of table G100, ``convention`` of G101,
    ``zone`` of G102, ``ik`` of G103; ``approvals`` up to three codes of G104; the two rights are those to sign an
    electronic claim (FSE) and a batch of them.
    """

    link: int | None
    billing_id: str | None
    speciality: int | None
    convention: int | None
    zone: int | None
    ik: int | None
    approvals: tuple[int, ...]
    may_sign_fse: bool | None
    may_sign_lots: bool | None

    def __repr__(self) -> str:
        return "Billing(•••)"


@dataclass(frozen=True, slots=True, repr=False)
class PracticeSituations:
    """What stands on the card behind its PIN; ``billing`` is None if it could not be read."""

    activities: tuple[Activity, ...]
    billing: tuple[Billing, ...] | None

    def __repr__(self) -> str:
        return "Situations(•••)"


class CardKind(Enum):
    """What the answer to reset tells."""

    CPS3 = "cps3"
    CPS4 = "cps4"
    CPS2TER = "cps2ter"
    CPS3_CONTACTLESS = "cps3_contactless"
    VITALE = "vitale"
    AGENT = "agent"
    BANK = "bank"
    FOREIGN = "foreign"

    @property
    def is_cps_in_contact(self) -> bool:
        """True for the generations that may be read for a visit."""
        return self in (CardKind.CPS3, CardKind.CPS4)


@dataclass(frozen=True, slots=True)
class TryCounter:
    """A try counter as the card gives it: ``left`` of ``max`` (None where the card does not say its maximum)."""

    left: int
    max: int | None


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of the PIN and of the PUK.

    ``puk_uses_left`` is the usage counter of the PUK; None where the card has none.
    """

    pin: TryCounter
    puk: TryCounter
    puk_uses_left: int | None

    @property
    def pin_blocked(self) -> bool:
        return self.pin.left == 0

    @property
    def puk_dead(self) -> bool:
        """No try or no use is left: nothing but a new card helps (deploy/reference/card.md §7.5)."""
        return self.puk.left == 0 or self.puk_uses_left == 0

    @property
    def puk_last(self) -> bool:
        """One more refusal, or one more use, ends the card."""
        return self.puk.left == 1 or self.puk_uses_left == 1


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """How one code is typed and sent, from its object in the AODF.

    ``pad`` is the padding byte up to ``stored_length`` bytes, or None where the card wants the bare digits.
    """

    min_digits: int
    max_digits: int
    stored_length: int
    pad: int | None


@dataclass(frozen=True, slots=True)
class CodeFormats:
    pin: CodeFormat
    puk: CodeFormat


class UpdateWindow(Enum):
    """What EF_ACTUA says; absent is normal."""

    ABSENT = "absent"
    SOUND = "sound"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class CardSnapshot:
    """The first, short reading: which card it is and what its counters say.

    ``ef_sn`` is the whole value of EF.SN (12 bytes), the identity that is compared before any code is sent; None if
    it could not be read. ``counters`` is None if they could not be read or made no sense.
    """

    reader: str
    kind: CardKind
    ef_sn: bytes | None = field(repr=False)
    counters: Counters | None
    update_window: UpdateWindow


@dataclass(frozen=True, slots=True, repr=False)
class HolderIdentity:
    """Who the card belongs to, from CPS_NAME_PS and CPS_INFO_PS. Its repr shows nothing.

    ``civility`` is a code of table G03 (22, 23, 31), ``profession`` of G15 or G16, ``card_type`` of G02;
    ``national_id`` is the id-type digit followed by the identifier.
    """

    civility: int | None
    usual_first_name: str | None
    exercise_name: str | None
    card_type: int | None
    national_id: str | None
    profession: int | None

    def __repr__(self) -> str:
        return "HolderIdentity(•••)"


@dataclass(frozen=True, slots=True, repr=False)
class CardContent:
    """The second, longer reading. Every part is None where the card did not say it or said it wrong.

    ``number`` is the 10-digit card number, ``number_source`` where it was found; ``label`` the token label, which is
    read where it is wanted or ``number`` stands nowhere else; ``category`` the code of table G01 (80 to 83 are test
    cards), ``issued`` and ``valid_until`` the dates of CPS_ID_CARD; the certificates are DER.
    ``certificates_have_keys``: every certificate that the card lists has the identifier of a private key that it lists
    too; None where it does not say. Its repr shows no identity.
    """

    formats: CodeFormats | None
    aodf_hash: str | None
    number: str | None
    label: str | None
    category: int | None
    issued: date | None
    valid_until: date | None
    holder: HolderIdentity | None
    authentication_certificate: bytes | None
    signature_certificate: bytes | None
    number_source: str | None = None
    certificates_have_keys: bool | None = None

    def __repr__(self) -> str:
        return "CardContent(•••)"

    @property
    def is_test_card(self) -> bool:
        """Category 80, 81, 82 or 83 of table G01 (deploy/reference/card.md §10.2)."""
        return self.category is not None and 0x80 <= self.category <= 0x83


NOTHING_READ = CardContent(
    formats=None,
    aodf_hash=None,
    number=None,
    label=None,
    category=None,
    issued=None,
    valid_until=None,
    holder=None,
    authentication_certificate=None,
    signature_certificate=None,
)
"""A long reading of which nothing could be read."""


class CodeRole(Enum):
    """Which code a command carries."""

    PUK = "puk"
    CURRENT_PIN = "current_pin"
    NEW_PIN = "new_pin"


class Purpose(Enum):
    """What the current PIN is typed for."""

    CHANGE = "change"
    TRY = "try"
    SITUATIONS = "situations"


class Sent(Enum):
    """How far an operation had gone when it ended: which code commands left for the card.

    RESET sets counter and code at once on a CPS3; on a CPS4 the counter alone, and NEW_CODE sets the code.
    CURRENT_PIN is a VERIFY of the current PIN; a change on a CPS3 sends both codes in one command, which is NEW_CODE.
    """

    NOTHING = "nothing"
    CURRENT_PIN = "current_pin"
    PUK = "puk"
    RESET = "reset"
    NEW_CODE = "new_code"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Unblocked:
    """Proved: the card accepted one VERIFY of the new code and its counters were read again."""

    counters: Counters


@dataclass(frozen=True, slots=True)
class PukRefused:
    """The card refused the PUK. ``counters`` were read after the refusal."""

    counters: Counters


@dataclass(frozen=True, slots=True)
class ProofRefused:
    """The new code was accepted when it was set, its VERIFY was not. Nothing more was sent."""

    counters: Counters | None


@dataclass(frozen=True, slots=True)
class HalfDone:
    """CPS4: the counter was reset, the new code was refused: the old one still stands."""

    counters: Counters | None


@dataclass(frozen=True, slots=True)
class CodeAccepted:
    """The current PIN is right: the card accepted it and its counters were read again.

    ``situations`` were asked for and could be read, else None.
    """

    counters: Counters
    situations: PracticeSituations | None


@dataclass(frozen=True, slots=True)
class CodeChanged:
    """Proved: the card accepted one VERIFY of the new code and its counters were read again."""

    counters: Counters


@dataclass(frozen=True, slots=True)
class CurrentPinRefused:
    """The card refused the current PIN. ``counters`` were read after the refusal and may show it blocked now."""

    counters: Counters


@dataclass(frozen=True, slots=True)
class NewCodeRefused:
    """The current PIN was accepted, the new one was refused with a reason: the old one stands."""

    counters: Counters


@dataclass(frozen=True, slots=True)
class Voided:
    """The card is not, or no longer, what the permit says: no code was sent."""


@dataclass(frozen=True, slots=True)
class Unexpected:
    """An answer that stops everything. ``sent`` says how far it went, ``counters`` what the card says now."""

    sent: Sent
    counters: Counters | None


@dataclass(frozen=True, slots=True)
class Torn:
    """Contact was lost. With ``sent`` other than NOTHING the truth is unknown until the same card is read again."""

    sent: Sent


UnblockResult = Unblocked | PukRefused | ProofRefused | HalfDone | Voided | Unexpected | Torn
CurrentPinResult = (
    CodeAccepted | CodeChanged | CurrentPinRefused | NewCodeRefused | ProofRefused | Voided | Unexpected | Torn
)
