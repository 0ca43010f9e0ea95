"""What can go wrong between the kiosk and a card, as one tree.

A refusal by the card (63Cx, 6983 …) is not here: it is a returned value. These are the cases where the world broke or
the card made no sense. No message ever holds a code, a name or a number.
"""

from __future__ import annotations


class CardError(Exception):
    """Root of the tree."""


class TransportError(CardError):
    """A command may or may not have reached the card; its answer did not reach us."""


class CardRemoved(TransportError):
    """The card left the reader."""


class CardWasReset(TransportError):
    """Somebody reset the card: what was verified no longer is."""


class ReaderGone(TransportError):
    """The reader was unplugged, or the card service went away with it."""


class CardServiceUnavailable(CardError):
    """No PC/SC service answers."""


class CardInUse(CardError):
    """Another program holds the card."""


class CardMute(CardError):
    """A card is in the reader but did not answer to reset."""


class CardUnreadable(CardError):
    """The card answers, but what it says cannot be understood or relied on."""


class MalformedTlv(CardUnreadable):
    """Bytes that are not strict BER-TLV."""


class MalformedData(CardUnreadable):
    """Well-formed TLV whose content is not what the specification says."""


class UnexpectedStatus(CardUnreadable):
    """A status word that the command cannot answer.

    ``command`` names the command (``"READ BINARY"``), ``sw`` is the 16-bit status word.
    """

    def __init__(self, command: str, sw: int) -> None:
        super().__init__(f"{command} answered {sw:04X}")
        self.command = command
        self.sw = sw


class PermitVoid(CardError):
    """The permit was spent, too old, or no longer describes the card: nothing was sent."""


class SendRevoked(CardError):
    """The deadline withdrew the right to send before it was claimed: nothing was sent."""


class DeadlinePassed(CardError):
    """A call did not come back in its time and was abandoned."""
