"""The file tree of a CPS3.

Identifiers of the application's directory files and certificates are those that the issuer's module caches from a real
card; D120 to D12F are its sixteen situations, D107 its free data. D101 to D104 are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.simulator import business, pkcs15
from kiosk.simulator.authority import chain
from kiosk.simulator.filesystem import MF, Directory, File, Read, directory
from kiosk.simulator.identity import Identity
from kiosk.simulator.root_files import CONTACT_AID, CONTACTLESS_AID, ROOT_AID, root_files

_SITUATIONS = 16
_BILLING_PATH = bytes.fromhex("3F00 7F01 4000")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a profile may put on its card. ``actua`` None: EF_ACTUA is absent, as on a card that was never updated."""

    identity: Identity
    actua: bytes | None = None
    aodf: bytes = pkcs15.AODF
    card_number_told: bool = True


def token_label(contents: Contents) -> str:
    """``CPS3v3-`` and the 10-digit card number; without the number where the profile hides it."""
    return f"CPS3v3-{contents.identity.card_number}" if contents.card_number_told else "CPS3v3"


@dataclass(frozen=True, slots=True)
class _DataFile:
    """A data object: its label in the DODF and its file in the application."""

    label: str
    file: File


def _data_files(contents: Contents) -> tuple[_DataFile, ...]:
    identity = contents.identity
    id_card_read = Read.ALWAYS if contents.card_number_told else Read.NEVER
    public = (
        _DataFile("CPS_ID_CARD", File(0xD101, business.id_card(identity), id_card_read)),
        _DataFile("CPS_NAME_PS", File(0xD102, business.name(identity))),
        _DataFile("CPS_LANG_PS", File(0xD103, business.language())),
        _DataFile("CPS_INFO_PS", File(0xD104, business.professional(identity))),
        _DataFile("CPS_DATA", File(0xD107, b"\x00" * 64)),
    )
    return public + tuple(_situation(identity, index) for index in range(_SITUATIONS))


def _situation(identity: Identity, index: int) -> _DataFile:
    """The first two of the sixteen hold an activity, the others zeros; all need the PIN."""
    activities = (
        business.activity(1, "CABINET D'ESSAI", "4" + identity.rpps + "002", "SA07"),
        business.activity(0, "CLINIQUE D'ESSAI", "10B0307377", "SA01"),
    )
    content = activities[index] if index < len(activities) else b"\x00" * 64
    return _DataFile(f"CPS_ACTIVITY_{index + 1:02d}_PS", File(0xD120 + index, content, Read.PIN))


def _contact_application(contents: Contents) -> Directory:
    issued = chain(contents.identity)
    data = _data_files(contents)
    entries = tuple(
        pkcs15.DataEntry(each.label, each.file.fid.to_bytes(2, "big"), each.file.read is Read.PIN) for each in data
    )
    billing = pkcs15.DataEntry("CPS_SIT_FACT", _BILLING_PATH, needs_pin=True)
    return directory(
        0x0001,
        File(pkcs15.ODF_FID, pkcs15.odf()),
        File(pkcs15.TOKEN_INFO_FID, pkcs15.token_info(token_label(contents), contents.identity.serial)),
        File(pkcs15.AODF_FID, contents.aodf),
        File(pkcs15.PRKDF_FID, pkcs15.PRKDF),
        File(pkcs15.CDF_FID, pkcs15.CDF),
        File(pkcs15.DODF_FID, pkcs15.dodf((*entries, billing))),
        File(pkcs15.SIGNATURE_CERTIFICATE_FID, issued.signature),
        File(pkcs15.AUTHENTICATION_CERTIFICATE_FID, issued.authentication),
        *(each.file for each in data),
        aids=(CONTACT_AID,),
    )


def _contactless_application(contents: Contents) -> Directory:
    """Its directory file lists nothing (assumed): the PIN is out of reach without contact."""
    token = pkcs15.token_info(token_label(contents), contents.identity.serial)
    return directory(
        0x0002,
        File(pkcs15.ODF_FID, b"\x00" * 16),
        File(pkcs15.TOKEN_INFO_FID, token),
        aids=(CONTACTLESS_AID,),
    )


def file_tree(contents: Contents) -> Directory:
    """The MF with everything under it."""
    billing = directory(0x7F01, File(0x4000, business.billing(1, "994004802"), Read.PIN))
    return directory(
        MF,
        *root_files(contents.identity, contents.actua),
        _contact_application(contents),
        _contactless_application(contents),
        billing,
        aids=(ROOT_AID,),
    )
