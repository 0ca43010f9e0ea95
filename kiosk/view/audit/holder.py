"""The lines of the control that speak of the holder: who, of which profession, with which kind of card and number."""

from __future__ import annotations

from typing import assert_never

from diagnostics.outcomes.status import Status
from kiosk.audit.findings import YesNoUnknown
from kiosk.audit.national_id import identifier_of
from kiosk.card.model import CardContent, HolderIdentity
from kiosk.view.audit.check_line import AuditCheck, coded, line
from kiosk.view.model.screen import ShownCheck
from kiosk.view.phrases.nomenclature import Table, label
from reports.papers.languages import Translate

IN_TRAINING = 1
"""The type of card, of table G02, whose professions are those of table G16."""


def holder_lines(content: CardContent, _: Translate) -> tuple[ShownCheck, ...]:
    holder = content.holder
    return (
        coded(AuditCheck.HOLDER, _holder(holder, _), _),
        coded(AuditCheck.NATIONAL_ID, _national_id(holder, _), _),
        coded(AuditCheck.PROFESSION, _profession(holder, _), _),
        coded(AuditCheck.CARD_TYPE, _card_type(holder, _), _),
    )


def profession_label(holder: HolderIdentity) -> str | None:
    """The label of the holder's profession, or of the one that they are training for."""
    future = label(Table.FUTURE_PROFESSION, holder.profession) if holder.card_type == IN_TRAINING else None
    return future or label(Table.PROFESSION, holder.profession)


def full_name(holder: HolderIdentity, _: Translate) -> str:
    """Civility, usual first name and name in exercise (deploy/reference/card.md §10.7); empty if none."""
    civility = label(Table.CIVILITY, holder.civility)
    parts = (civility and _(civility), holder.usual_first_name, holder.exercise_name)
    return " ".join(part for part in parts if part)


def kind_of_identifier(holder: HolderIdentity) -> str | None:
    """The code of table G08 that stands before the identifier."""
    written = "" if holder.national_id is None else "".join(holder.national_id.split())
    return written[0] if len(written) > 1 else None


def _holder(holder: HolderIdentity | None, _: Translate) -> ShownCheck:
    name = _("Porteur")
    said = "" if holder is None else full_name(holder, _)
    if not said:
        return line(Status.WARNING, name, _("Le nom n’a pas pu être lu."), _)
    return line(Status.OK, name, said, _, private=True)


def _national_id(holder: HolderIdentity | None, _: Translate) -> ShownCheck:
    name, found = _("Identifiant national"), identifier_of(holder)
    if found is None or holder is None:
        return line(Status.WARNING, name, _("Il n’a pas pu être lu."), _)
    kind = label(Table.PERSON_ID, kind_of_identifier(holder))
    number = f"{_(kind)} {found.number}" if kind else found.number
    status, words = _check_digit(found.check_digit_right, _)
    return line(status, name, words.format(number=number), _, private=True)


def _check_digit(right: YesNoUnknown, _: Translate) -> tuple[Status, str]:
    match right:
        case YesNoUnknown.YES:
            return Status.OK, _("{number}, clé juste.")
        case YesNoUnknown.NO:
            return Status.WARNING, _("{number}, mais sa clé est fausse.")
        case YesNoUnknown.UNKNOWN:
            return Status.NOT_CHECKED, _("{number}, sans clé connue.")
        case _:
            assert_never(right)


def _profession(holder: HolderIdentity | None, _: Translate) -> ShownCheck:
    name = _("Profession")
    if holder is None or holder.profession is None:
        return line(Status.WARNING, name, _("La profession n’a pas pu être lue."), _)
    return _labelled(name, profession_label(holder), holder.profession, _)


def _card_type(holder: HolderIdentity | None, _: Translate) -> ShownCheck:
    name = _("Type de carte")
    if holder is None or holder.card_type is None:
        return line(Status.WARNING, name, _("Il n’a pas pu être lu."), _)
    return _labelled(name, label(Table.CARD_TYPE, holder.card_type), holder.card_type, _)


def _labelled(name: str, found: str | None, code: int, _: Translate) -> ShownCheck:
    """A code that the kiosk does not know is shown as it is: it may be younger than the kiosk."""
    if found is None:
        return line(Status.NOT_CHECKED, name, _("Code {code}, inconnu de cette borne.").format(code=f"{code:02d}"), _)
    return line(Status.OK, name, _(found), _)
