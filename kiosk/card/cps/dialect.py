"""How one generation of the card is spoken to, as a value: the generations are objects, not ``if``s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.card.iso7816.binary_file import SelectedFile
from kiosk.card.iso7816.exchange import Exchange
from kiosk.card.model import CodeRole, Counters, Sent, UpdateWindow
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

    def enter_codes(self, exchange: Exchange) -> None:
        """Go where the codes live; ``read_counters`` and the unblock steps stay there."""
        ...

    def read_counters(self, exchange: Exchange) -> Counters:
        """Both codes' counters, without spending a try."""
        ...

    def open_file(self, exchange: Exchange, location: Location) -> SelectedFile:
        """Select a file for reading. Raises UnexpectedStatus if it is not there."""
        ...

    def read_billing(self, exchange: Exchange, listed: Location | None) -> bytes:
        """The encoding of the billing data, once the PIN is verified; codes cannot be asked for afterwards.

        ``listed``: where the card lists them, if it does. Raises CardUnreadable if they are not there.
        """
        ...
