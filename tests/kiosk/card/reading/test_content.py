"""The longer reading on cards whose directories are odd: twice, broken, empty, elsewhere."""

from __future__ import annotations

import pytest

from bench.card import EF_SN, a_snapshot, counters
from kiosk.card.iso7816.connection import Disposition
from kiosk.card.model import CardContent
from kiosk.card.session import read_content

APP = "3F000001"


class FileCard:
    """Files by path; SELECT by path and READ BINARY of what it selected, nothing else."""

    def __init__(self, files: dict[str, str]) -> None:
        self.t0 = True
        self.selected: list[str] = []
        self._files = {"3F00D003": EF_SN} | {path: bytes.fromhex(content) for path, content in files.items()}

    def begin(self) -> None: ...

    def end(self, disposition: Disposition) -> None: ...

    def close(self, disposition: Disposition) -> None: ...

    def transmit(self, command: bytearray) -> tuple[bytes, int]:
        if command[1] == 0xA4:
            self.selected.append(command[5:].hex().upper())
            return b"", 0x9000 if self.selected[-1] in self._files else 0x6A82
        if command[2] & 0x80:
            return b"", 0x6A82
        content = self._files[self.selected[-1]]
        at, le = int.from_bytes(command[2:4], "big"), command[4] or 256
        return content[at : at + le], 0x9000


def tlv(tag: str, *parts: str) -> str:
    inner = bytes.fromhex("".join(parts))
    assert len(inner) < 128
    return f"{tag}{len(inner):02X}{inner.hex()}"


def path(fid: str) -> str:
    return tlv("30", tlv("04", fid))


def data_object(label: str, fid: str) -> str:
    return tlv("30", tlv("30", tlv("0C", label.encode().hex())), tlv("30"), tlv("A1", path(fid)))


def certificate(label: str, identifier: str, fid: str) -> str:
    named = tlv("30", tlv("0C", label.encode().hex()))
    return tlv("30", named, tlv("30", tlv("04", identifier)), tlv("A1", tlv("30", path(fid))))


def id_card(number: str) -> str:
    return tlv("E3", tlv("81", number))


def read(files: dict[str, str]) -> tuple[FileCard, CardContent]:
    card = FileCard(files)
    return card, read_content(card, a_snapshot(counters()))


ODF = tlv("A7", path("7006")) + tlv("A7", path("7106")) + tlv("A4", path("7005"))
NUMBER_A, NUMBER_B = "1111111111", "2222222222"


def test_of_two_objects_with_one_label_the_first_is_read() -> None:
    twice = data_object("CPS_ID_CARD", "D101") + data_object("CPS_ID_CARD", "D102")
    files = {APP + "D101": id_card(NUMBER_A), APP + "D102": id_card(NUMBER_B)}
    _, content = read({APP + "5031": ODF, APP + "7006": twice, **files})
    assert content.number == NUMBER_A


def test_a_second_directory_is_read_for_what_the_first_lacks() -> None:
    files = {APP + "7006": data_object("CPS_NAME_PS", "D102"), APP + "7106": data_object("CPS_ID_CARD", "D101")}
    name = tlv("E4", tlv("84", b"ANNE".hex()))
    _, content = read({APP + "5031": ODF, **files, APP + "D101": id_card(NUMBER_A), APP + "D102": name})
    assert content.number == NUMBER_A
    assert content.holder is not None
    assert content.holder.usual_first_name == "ANNE"


def test_reading_stops_at_the_third_label() -> None:
    three = "".join(data_object(label, "D101") for label in ("CPS_ID_CARD", "CPS_NAME_PS", "CPS_INFO_PS"))
    card, content = read({APP + "5031": ODF, APP + "7006": three, APP + "D101": id_card(NUMBER_A)})
    assert APP + "7106" not in card.selected
    assert content.number == NUMBER_A
    assert content.holder is None


def test_an_object_that_makes_no_sense_hides_only_itself() -> None:
    odd = tlv("30", tlv("30"), tlv("30")) + tlv("31") + data_object("CPS_ID_CARD", "D101")
    _, content = read({APP + "5031": ODF, APP + "7006": odd, APP + "D101": id_card(NUMBER_A)})
    assert content.number == NUMBER_A


def test_a_directory_that_breaks_off_gives_what_stood_before() -> None:
    broken = data_object("CPS_ID_CARD", "D101") + "3040AA"
    _, content = read({APP + "5031": ODF, APP + "7006": broken, APP + "D101": id_card(NUMBER_A)})
    assert content.number == NUMBER_A


def test_certificates_are_sorted_by_label_then_by_identifier() -> None:
    cdf = certificate("Certificat", "0001", "A002") + certificate("Certificat d'Authentification CPS", "0001", "A001")
    der = {APP + "A001": tlv("30", "0500"), APP + "A002": tlv("30", "020100")}
    _, content = read({APP + "5031": ODF, APP + "7005": cdf, **der})
    assert content.authentication_certificate == bytes.fromhex(der[APP + "A001"])
    assert content.signature_certificate == bytes.fromhex(der[APP + "A002"])


def key(identifier: str) -> str:
    return tlv("30", tlv("30", tlv("0C", "41")), tlv("30", tlv("04", identifier)))


BOTH = certificate("Certificat de Signature CPS", "0001", "A001") + certificate("Authentification", "0002", "A002")
FIRST = certificate("Certificat de Signature CPS", "0001", "A001")


@pytest.mark.parametrize(
    ("cdf", "prkdf", "found"),
    [
        (BOTH, key("0001") + key("0002"), True),
        (BOTH, key("0003") + key("0002") + key("0001"), True),
        (BOTH, key("0001") + key("0002") + "3140", True),
        (BOTH, key("0001") + key("0003"), False),
        (BOTH, key("0001"), False),
        (FIRST, key("0001"), True),
        (FIRST, key("0002"), False),
        (FIRST, "", False),
        (BOTH, key("0001") + "3000", None),
        (BOTH, key("0001") + "3140", None),
        ("", key("0001"), None),
    ],
)
def test_certificates_have_the_keys_that_the_card_lists(cdf: str, prkdf: str, found: bool | None) -> None:
    odf = ODF + tlv("A0", path("7002"))
    _, content = read({APP + "5031": odf, APP + "7005": cdf, APP + "7002": prkdf})
    assert content.certificates_have_keys is found


def test_without_a_directory_of_keys_nothing_is_said_of_them() -> None:
    _, content = read({APP + "5031": ODF, APP + "7005": BOTH, APP + "7002": key("0001")})
    assert content.certificates_have_keys is None


def test_what_is_no_sequence_is_no_certificate() -> None:
    cdf = certificate("Certificat de Signature CPS", "0001", "A001")
    _, content = read({APP + "5031": ODF, APP + "7005": cdf, APP + "A001": "040155"})
    assert content.signature_certificate is None


@pytest.mark.parametrize("odf", ["", "00", "FF", "A003", tlv("A8", path("7001"))])
def test_without_directories_the_label_still_tells_the_number(odf: str) -> None:
    token = tlv("30", "020100", "040101", tlv("80", b"CPS3v3-2900995261".hex()))
    _, content = read({APP + "5031": odf, APP + "5032": token})
    assert (content.number, content.number_source) == ("2900995261", "label")
    assert content.formats is None
    assert content.aodf_hash is None
    assert content.holder is None


def test_an_aodf_that_is_not_understood_still_has_a_hash() -> None:
    _, content = read({APP + "5031": tlv("A8", path("7001")), APP + "7001": tlv("30", "0500")})
    assert content.formats is None
    assert content.aodf_hash is not None


def test_nothing_at_all_is_no_error() -> None:
    _, content = read({})
    assert content == CardContent(None, None, None, None, None, None, None, None, None, None)
