"""What a meeting says of each assumption, and whether a kiosk may unblock such cards in such a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.audit.findings import YesNoUnknown
from kiosk.audit.national_id import identifier_of
from kiosk.card import spec
from kiosk.card.data.card_number import SOURCE_ID_CARD, number_in_label
from kiosk.card.data.ef_sn import decode_serial
from kiosk.card.errors import MalformedData
from kiosk.card.iso7816 import status_words
from kiosk.card.model import CardKind, CodeFormat, CodeFormats, Counters, UpdateWindow
from kiosk.card.pkcs15.directories import Directories, decode_odf
from kiosk.card.reading.objects import unless_unreadable
from kiosk.commissioning.assumptions import ASSUMPTIONS
from kiosk.commissioning.meeting import Meeting
from kiosk.commissioning.transcript.files_read import segments
from kiosk.commissioning.transcript.redact import entries, records


class Seen(Enum):
    """What the card said of one assumption."""

    CONFIRMED = "confirmé"
    CONTRADICTED = "contredit"
    NOT_SEEN = "pas vu"


@dataclass(frozen=True, slots=True)
class Finding:
    """``fact`` is the assumption in French."""

    key: str
    fact: str
    seen: Seen


PUBLISHED_FORMATS = CodeFormats(CodeFormat(4, 4, 8, 0xFF), CodeFormat(8, 8, 8, None))
"""What the one published AODF asks for (#2224)."""


def findings(meeting: Meeting) -> tuple[Finding, ...]:
    """One for each assumption, in the order of the table."""
    return tuple(Finding(each.key, each.french, _seen(each.key, meeting)) for each in ASSUMPTIONS)


def obstacles(meeting: Meeting) -> tuple[str, ...]:
    """Why no record may be written, as French sentences; empty if one may."""
    first, last, content = meeting.first, meeting.last, meeting.content
    told = {
        "Le numéro de série (EF.SN) n’a pas pu être lu, ou n’est pas celui d’une CPS.": first.ef_sn is None,
        "Les compteurs d’essais n’ont pas pu être lus.": first.counters is None,
        "La description des codes (AODF) n’a pas été comprise\u00a0: longueur et complément sont inconnus.": (
            content.formats is None or content.aodf_hash is None
        ),
        "Aucun numéro de carte à dix chiffres n’a été trouvé\u00a0: la borne ne débloquerait pas.": content.number
        is None,
        "La carte n’est plus la même à la fin de la lecture.": first.ef_sn != last.ef_sn,
        "Les compteurs ont changé pendant la lecture. N’essayez pas une autre carte\u00a0: envoyez la transcription.": (
            first.counters != last.counters
        ),
        "Le VERIFY vide n’a pas répondu le nombre d’essais restants.": _verify_tells(meeting) is False,
    }
    return tuple(sentence for sentence, is_so in told.items() if is_so)


def _seen(key: str, meeting: Meeting) -> Seen:
    only_on = CardKind.CPS4 if key.startswith("cps4_") else CardKind.CPS3 if key in _CPS3_ONLY else meeting.kind
    look = _LOOKS.get(key)
    right = None if look is None or meeting.kind is not only_on else look(meeting)
    return Seen.NOT_SEEN if right is None else Seen.CONFIRMED if right else Seen.CONTRADICTED


def _serial_luhn(meeting: Meeting) -> bool | None:
    try:
        return None if meeting.first.ef_sn is None else decode_serial(meeting.first.ef_sn).check_digit_right
    except MalformedData:
        return False


def _short_read(meeting: Meeting) -> bool | None:
    sw = meeting.past_end
    known = (status_words.SUCCESS, status_words.END_OF_FILE)
    return None if sw is None else sw in known or status_words.right_length(sw) is not None


def _counters_read(meeting: Meeting) -> bool:
    return meeting.first.counters is not None


def _puk_has_uses(meeting: Meeting) -> bool:
    counters = meeting.first.counters
    return counters is not None and counters.puk_uses_left is not None


def _aodf_understood(meeting: Meeting) -> bool:
    return meeting.content.formats is not None


def _aodf_as_published(meeting: Meeting) -> bool:
    return meeting.content.formats == PUBLISHED_FORMATS


def _label(meeting: Meeting) -> bool | None:
    label = meeting.content.label
    return False if label is None else number_in_label(label) is not None


def _directories(meeting: Meeting) -> Directories | None:
    read = segments(list(meeting.steps))
    return unless_unreadable(lambda: decode_odf(records(read, spec.EF_ODF)))


def _odf_shape(meeting: Meeting) -> bool:
    found = _directories(meeting)
    if found is None or not (found.codes and found.data and found.certificates):
        return False
    read = segments(list(meeting.steps))
    return bool(entries(read, found.data) and entries(read, found.certificates))


def _certificate_labels(meeting: Meeting) -> bool | None:
    found = _directories(meeting)
    listed = () if found is None else entries(segments(list(meeting.steps)), found.certificates)
    said = [entry.label.casefold() for entry in listed]
    return None if not said else all(any(word in label for label in said) for word in ("signature", "authentification"))


def _certificate_files(meeting: Meeting) -> bool:
    content = meeting.content
    return None not in (content.authentication_certificate, content.signature_certificate)


def _id_card(meeting: Meeting) -> bool:
    content = meeting.content
    return content.number_source == SOURCE_ID_CARD and None not in (content.issued, content.valid_until)


def _holder(meeting: Meeting) -> bool:
    holder = meeting.content.holder
    return holder is not None and None not in (holder.exercise_name, holder.usual_first_name, holder.national_id)


def _numbers_agree(meeting: Meeting) -> bool | None:
    content = meeting.content
    in_label = None if content.label is None else number_in_label(content.label)
    return None if in_label is None or content.number_source != SOURCE_ID_CARD else in_label == content.number


def _rpps(meeting: Meeting) -> bool | None:
    found = identifier_of(meeting.content.holder)
    known = {YesNoUnknown.YES: True, YesNoUnknown.NO: False}
    return None if found is None else known.get(found.check_digit_right)


def _update_window(meeting: Meeting) -> bool | None:
    return {UpdateWindow.SOUND: True, UpdateWindow.CORRUPT: False}.get(meeting.first.update_window)


def _verify_tells(meeting: Meeting) -> bool | None:
    """On a CPS3 that was asked: whether it told the tries it has."""
    counters = meeting.first.counters
    if meeting.empty_verify is None or counters is None:
        return None
    return status_words.tries_told(meeting.empty_verify) == counters.pin.left


def _costs_nothing(meeting: Meeting) -> bool | None:
    first: Counters | None = meeting.first.counters
    return None if first is None else first == meeting.last.counters


def _empty_verify_cps3(meeting: Meeting) -> bool | None:
    told, free = _verify_tells(meeting), _costs_nothing(meeting)
    return None if told is None else told and bool(free)


def _pin_tries(meeting: Meeting) -> bool | None:
    """Three or fewer left say nothing of the maximum; counters that made no sense contradict it."""
    return None if _counters_read(meeting) else False


_CPS3_ONLY = frozenset(("puk_sdo_shape", "mf_is_current", "cps3_empty_verify"))
_LOOKS: Mapping[str, Callable[[Meeting], bool | None]] = {
    "serial_luhn": _serial_luhn,
    "cps4_ef_sn": lambda meeting: bool(_serial_luhn(meeting) is not None),
    "short_read": _short_read,
    "puk_sdo_shape": _puk_has_uses,
    "mf_is_current": _counters_read,
    "aodf_shape": _aodf_understood,
    "cps4_aodf": _aodf_as_published,
    "token_info": _label,
    "odf_shape": _odf_shape,
    "certificate_labels": _certificate_labels,
    "certificate_files": _certificate_files,
    "id_card_layout": _id_card,
    "holder_layout": _holder,
    "numbers_agree": _numbers_agree,
    "rpps_luhn": _rpps,
    "update_window_order": _update_window,
    "cps3_empty_verify": _empty_verify_cps3,
    "cps4_empty_verify": _costs_nothing,
    "cps4_asked_anywhere": _counters_read,
    "cps4_pin_tries": _pin_tries,
}
"""Assumption → True, False, or None where this card does not show it; what is not listed takes a code to be seen."""
