"""The file trees of a CPS3 and of a CPS4.

Identifiers of the application's directory files and certificates are those that the issuer's module caches from a real
card; D120 to D12F are its sixteen situations, D107 its free data. D101 to D104 and D110 are assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.simulator.chip.filesystem import MF, Directory, File, Read, directory
from kiosk.simulator.contents import business, pkcs15
from kiosk.simulator.contents.identity import Identity
from kiosk.simulator.contents.practice import PLACES, Practice, ordinary
from kiosk.simulator.contents.root_files import CONTACT_AID, CONTACTLESS_AID, EF_ATR_FID, ROOT_AID, root_files
from kiosk.simulator.pki.authority import chain

_BILLING_FID_CPS4 = 0xD110


@dataclass(frozen=True, slots=True)
class Contents:
    """What a profile may put on its card. ``actua`` None: EF_ACTUA is absent, as on a card that was never updated.

    ``kind`` begins the token label, as the issuer names its own test cards: ``CPS3v3``, ``CPS4v1``. ``practice`` makes
    what stands behind the PIN.
    """

    identity: Identity
    actua: bytes | None = None
    aodf: bytes = pkcs15.AODF
    card_number_told: bool = True
    kind: str = "CPS3v3"
    practice: Callable[[Identity], Practice] = ordinary


def token_label(contents: Contents) -> str:
    """The kind, ``-`` and the 10-digit card number; without the number where the profile hides it."""
    return f"{contents.kind}-{contents.identity.card_number}" if contents.card_number_told else contents.kind


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
    practice = contents.practice(identity)
    return public + tuple(_situation(practice, index) for index in range(PLACES))


def _situation(practice: Practice, index: int) -> _DataFile:
    """All need the PIN, those that are not used too."""
    return _DataFile(f"CPS_ACTIVITY_{index + 1:02d}_PS", File(0xD120 + index, practice.place(index), Read.PIN))


def _contact_application(contents: Contents, data: tuple[_DataFile, ...]) -> Directory:
    issued = chain(contents.identity)
    entries = tuple(
        pkcs15.DataEntry(each.label, each.file.fid.to_bytes(2, "big"), each.file.read is Read.PIN) for each in data
    )
    return directory(
        0x0001,
        File(pkcs15.ODF_FID, pkcs15.odf()),
        File(pkcs15.TOKEN_INFO_FID, pkcs15.token_info(token_label(contents), contents.identity.serial)),
        File(pkcs15.AODF_FID, contents.aodf),
        File(pkcs15.PRKDF_FID, pkcs15.PRKDF),
        File(pkcs15.CDF_FID, pkcs15.CDF),
        File(pkcs15.DODF_FID, pkcs15.dodf(entries)),
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
    """The MF of a CPS3 with everything under it, but for its CPS2ter half."""
    return directory(
        MF,
        *root_files(contents.identity, contents.actua),
        _contact_application(contents, _data_files(contents)),
        _contactless_application(contents),
        aids=(ROOT_AID,),
    )


def cps2ter_tree(contents: Contents) -> Directory:
    """The MF of the CPS2ter half: the billing data, which no PKCS#15 directory lists (CL, card-cps.c)."""
    return directory(MF, directory(0x7F01, File(0x4000, contents.practice(contents.identity).billing, Read.PIN)))


def cps4_file_tree(contents: Contents) -> Directory:
    """The MF of a CPS4: no EF.ATR and no EF_ACTUA, the billing data an object like the others (CL, card-cps4.c)."""
    billing = _DataFile("CPS_SIT_FACT", File(_BILLING_FID_CPS4, contents.practice(contents.identity).billing, Read.PIN))
    return directory(
        MF,
        *(file for file in root_files(contents.identity, None) if file.fid != EF_ATR_FID),
        _contact_application(contents, (*_data_files(contents), billing)),
        _contactless_application(contents),
        aids=(ROOT_AID,),
    )
