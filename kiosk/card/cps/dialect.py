"""What is known of one generation of the card, and how it is spoken to: as values, not as ``if``s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.card.iso7816.binary_file import SelectedFile
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CardKind, CodeRole, Counters, Sent, UpdateWindow
from kiosk.card.pkcs15.directories import Location


@dataclass(frozen=True, slots=True)
class CodeStep:
    """One command that carries or uses a code: its header, its codes, and how far the operation is once it has left.

    ``codes`` stand in the data one after the other, each in its own form. There is none where the command has no data:
    it uses the PUK that was verified before.
    """

    sent: Sent
    cla: int
    ins: int
    p1: int
    p2: int
    codes: tuple[CodeRole, ...]


class Dialect(Protocol):
    """All methods raise TransportError; those that read raise CardUnreadable for what makes no sense."""

    @property
    def cla(self) -> int:
        """The class byte of its commands."""
        ...

    @property
    def counts_by_empty_verify(self) -> bool:
        """True if the card tells its counters by a VERIFY without a code only."""
        ...

    @property
    def unblock_steps(self) -> tuple[CodeStep, ...]:
        """The commands of an unblocking in order: PUK, RESET, on a CPS4 NEW_CODE, PROOF."""
        ...

    @property
    def change_steps(self) -> tuple[CodeStep, ...]:
        """The commands of a change in order: on a CPS4 CURRENT_PIN, then NEW_CODE and PROOF."""
        ...

    @property
    def current_pin_steps(self) -> tuple[CodeStep, ...]:
        """The one command that shows the card its current PIN."""
        ...

    def read_ef_sn(self, exchange: Exchange) -> bytes:
        """The whole EF.SN, 12 bytes. First in every transaction: it also opens the channel where there is one."""
        ...

    def read_update_window(self, exchange: Exchange) -> UpdateWindow:
        """What EF_ACTUA says."""
        ...

    def read_counters(self, exchange: Exchange) -> Counters:
        """Both codes' counters, without spending a try; right after ``read_ef_sn`` or a command with a code."""
        ...

    def open_file(self, exchange: Exchange, location: Location) -> SelectedFile:
        """Select a file for reading. Raises UnexpectedStatus if it is not there."""
        ...

    def read_billing(self, exchange: Exchange, listed: Location | None) -> bytes:
        """The encoding of the billing data, once the PIN is verified; codes cannot be asked for afterwards.

        ``listed``: where the card lists them, if it does. Raises CardUnreadable if they are not there.
        """
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """All that tells one kind of card from another outside of its dialect.

    Attributes:
        word: what staff and technicians read of it.
        found: the same in a sentence, "une CPS3".
        statistics: what the figures count it as, a value of ``CardGeneration``.
        atrs: the exact answers to reset. No other makes a card one that is read.
        masked: pairs of an answer to reset and a mask, for kinds that are recognised and left alone.
        dialect: None for cards that this kiosk does not speak to.
    """

    kind: CardKind
    word: str
    found: str
    statistics: str
    atrs: tuple[bytes, ...] = ()
    masked: tuple[tuple[bytes, bytes], ...] = ()
    dialect: Dialect | None = None
