"""Where the invented holder works and bills: what stands behind the PIN."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.simulator.contents import business
from kiosk.simulator.contents.identity import Identity, luhn_digit

EMPTY = b"\x00" * 64
PLACES = 16

_SELF_EMPLOYED, _EMPLOYED, _LOCUM, _UNPAID = 0x00, 0x01, 0x04, 0x07
_FINESS, _SIRET, _PRACTICE = "1", "3", "4"
_CORRUPT = bytes.fromhex("EE2A 8002 0000 84FF 4341")  # a company name that goes past the end of its file


@dataclass(frozen=True, slots=True)
class Practice:
    """The content of up to sixteen situations and of CPS_SIT_FACT. ``bytes`` of a place that is not used are zeros."""

    activities: tuple[bytes, ...]
    billing: bytes

    def place(self, index: int) -> bytes:
        """The content of situation ``index``, 0 to 15."""
        return self.activities[index] if index < len(self.activities) else EMPTY


def _keyed(digits: str) -> str:
    return f"{digits}{luhn_digit(digits)}"


def _own_practice(identity: Identity) -> bytes:
    place = business.Place(f"CABINET DU DR {identity.surname}", _PRACTICE + _keyed(identity.rpps + "00"), "SA07")
    return business.activity(_SELF_EMPLOYED, 1, place, speciality=0x01)


_CLINIC = business.activity(_EMPLOYED, 0, business.Place("CLINIQUE D'ESSAI", _FINESS + _keyed("76099990"), "SA01"))
_HEALTH_CENTRE = business.activity(
    _EMPLOYED, 2, business.Place("CENTRE DE SANTÉ D'ESSAI", _FINESS + _keyed("75099991"), "SA10")
)
_LOCUM_PRACTICE = business.activity(
    _LOCUM, 3, business.Place("SELARL MARTIN-TEST ET ASSOCIÉS", _SIRET + _keyed("9999999990001"), "SA08")
)
_ASSOCIATION = business.activity(
    _UNPAID, 0, business.Place("ASSOCIATION D'ESSAI", _FINESS + _keyed("69099992"), "SA29")
)

_OWN_BILLING = business.billing_entry(1, _keyed("76999910"), "01 1 24 2", "01 00 00", signs=0x11)
_CENTRE_BILLING = business.billing_entry(2, _keyed("75999920"), "01 1 20 1", "00 00 00", signs=0x10)
_LOCUM_BILLING = business.billing_entry(3, _keyed("69999930"), "01 3 22 F", "02 04 FF", signs=0x00)


def ordinary(identity: Identity) -> Practice:
    """A practice of one's own, which bills, and a post in a clinic, which does not."""
    return Practice((_own_practice(identity), _CLINIC), business.billing(_OWN_BILLING))


def several(identity: Identity) -> Practice:
    """Five situations with a gap among them, three of which bill."""
    own = _own_practice(identity)
    return Practice(
        (own, _CLINIC, EMPTY, _HEALTH_CENTRE, _LOCUM_PRACTICE, _ASSOCIATION),
        business.billing(_OWN_BILLING, _CENTRE_BILLING, _LOCUM_BILLING),
    )


def none(identity: Identity) -> Practice:
    """No situation at all."""
    return Practice((), business.billing())


def corrupt(identity: Identity) -> Practice:
    """A sound situation, one whose object is broken, and billing data that are broken."""
    return Practice((_own_practice(identity), _CORRUPT), business.billing(_OWN_BILLING)[:-4])
