"""The situations in which a professional works and bills, as values (cps-card.md §12.2). No repr shows anything."""

from __future__ import annotations

from dataclasses import dataclass


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
class Situations:
    """What stands on the card behind its code porteur; ``billing`` is None if it could not be read."""

    activities: tuple[Activity, ...]
    billing: tuple[Billing, ...] | None

    def __repr__(self) -> str:
        return "Situations(•••)"
