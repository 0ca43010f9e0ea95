"""The situations of a card in words, one group each, with every field that it gives; nothing stands for the others.

"Lire CPS" also shows a status of exercise, a replacement number and the key of the structure: no known field of the
card holds them (deploy/reference/card.md §10.7), so they are not shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.audit.national_id import identifier_of
from kiosk.card.model import Activity, Billing, HolderIdentity, PracticeSituations
from kiosk.flow.model.states import Action, Face
from kiosk.flow.model.visit import Kiosk
from kiosk.view.audit.holder import full_name, kind_of_identifier, profession_label
from kiosk.view.model.draft import Draft, primary
from kiosk.view.model.screen import CardFact, FactGroup, Groups, Message, PictureName, Tone
from kiosk.view.model.words import Words
from kiosk.view.phrases.nomenclature import Table, label, zone_label
from reports.papers.languages import Translate

BILLING_DIGITS = 9
"""Eight digits and their key (deploy/reference/card.md §11.2)."""
ONE_DIGIT = (Table.CONVENTION, Table.TRAVEL)


def groups(found: PracticeSituations, _: Translate) -> tuple[FactGroup, ...]:
    """One group a situation, in the order of the card, then what is billed under none of them."""
    billing = found.billing or ()
    linked = {activity.billing_link for activity in found.activities if activity.billing_link is not None}
    strays = [entry for entry in billing if entry.link not in linked]
    return (
        *(_situation(activity, found.billing, _) for activity in found.activities),
        *(_group(_("Facturation sans situation"), (), _billing(entry, _), _) for entry in strays),
    )


def professional(holder: HolderIdentity, _: Translate) -> FactGroup:
    """Whose situations they are: "Lire CPS" begins with it."""
    found = identifier_of(holder)
    return FactGroup(
        _("Professionnel"),
        _given(
            (_("Nom"), full_name(holder, _)),
            (_("Profession"), profession_label(holder) or _label(Table.PROFESSION, holder.profession, _)),
            (_("Type de carte"), _label(Table.CARD_TYPE, holder.card_type, _)),
            (_("Type d’identifiant"), _label(Table.PERSON_ID, kind_of_identifier(holder), _)),
            (_("Identifiant"), None if found is None else found.number),
        ),
    )


def _situation(activity: Activity, billing: tuple[Billing, ...] | None, _: Translate) -> FactGroup:
    title = _("Situation n° {n}").format(n=activity.number)
    if activity.unreadable:
        return FactGroup(title, remark=_("Cette situation n’a pas pu être lue."))
    entries = [entry for entry in billing or () if entry.link is not None and entry.link == activity.billing_link]
    if billing is not None and not entries:
        absent = _("La carte ne porte pas de facturation pour cette situation.")
        return FactGroup(title, _activity(activity, _), absent)
    return _group(title, _activity(activity, _), tuple(fact for entry in entries for fact in _billing(entry, _)), _)


def _group(title: str, activity: tuple[CardFact, ...], billing: tuple[CardFact, ...], _: Translate) -> FactGroup:
    unread = "" if billing else _("Les données de facturation n’ont pas pu être lues.")
    return FactGroup(title, (*activity, *billing), unread)


def _activity(activity: Activity, _: Translate) -> tuple[CardFact, ...]:
    return _given(
        (_("Raison sociale"), activity.company),
        (_("Mode d’exercice"), _label(Table.MODE, activity.mode, _)),
        (_("Secteur d’activité"), _label(Table.SECTOR, activity.sector, _)),
        (_("Type de structure"), _label(Table.STRUCTURE_ID, activity.id_type, _)),
        (_("N° de structure"), activity.identifier),
        (_("Spécialité ADELI"), _skill(Table.SPECIALITY_ADELI, activity.speciality, activity, _)),
        (_("Qualification"), _skill(Table.QUALIFICATION, activity.qualification, activity, _)),
        (_("Tableau des pharmaciens"), _lettered(activity.pharmacist_table, _)),
    )


def _billing(billing: Billing, _: Translate) -> tuple[CardFact, ...]:
    return _given(
        (_("N° de facturation"), _billing_id(billing.billing_id, _)),
        (_("Convention"), _label(Table.CONVENTION, billing.convention, _)),
        (_("Spécialité Assurance Maladie"), _label(Table.SPECIALITY_AM, billing.speciality, _)),
        (_("Zone tarifaire"), _zone(billing, _)),
        (_("Indemnité kilométrique"), _label(Table.TRAVEL, billing.ik, _)),
        (_("Agréments"), _approvals(billing.approvals, _)),
        (_("Signature d’une facture"), _right(billing.may_sign_fse, _)),
        (_("Signature d’un lot"), _right(billing.may_sign_lots, _)),
    )


def _given(*facts: tuple[str, str | None]) -> tuple[CardFact, ...]:
    return tuple(CardFact(name, value) for name, value in facts if value)


def _label(table: Table, code: str | int | None, _: Translate) -> str | None:
    """A code that the dictionary does not hold is shown as it is."""
    if code is None:
        return None
    found = label(table, code)
    if found is not None:
        return _(found)
    written = f"{code:02d}" if isinstance(code, int) and table not in ONE_DIGIT else str(code)
    return _("code {code}").format(code=written)


def _skill(table: Table, code: int | None, activity: Activity, _: Translate) -> str | None:
    """The byte is the code as it is written: 0x26 is "26".

    Two bytes of zero may as well be a field that nobody filled in: no speciality is read into them.
    """
    if code is None:
        return None
    if activity.speciality == 0 and not activity.qualification:
        return _("code {code}").format(code="00")
    return _label(table, f"{code:02X}", _)


def _lettered(table: str | None, _: Translate) -> str | None:
    found = label(Table.PHARMACIST, table)
    return table if found is None else f"{table} – {_(found)}"


def _zone(billing: Billing, _: Translate) -> str | None:
    if billing.zone is None:
        return None
    found = zone_label(billing.convention, billing.zone)
    code = _("code {code}").format(code=f"{billing.zone:02d}")
    return code if found is None else _(found)


def _billing_id(number: str | None, _: Translate) -> str | None:
    if number is None or len(number) != BILLING_DIGITS:
        return number
    return _("{number}, clé {key}").format(number=number[:-1], key=number[-1])


def _approvals(codes: Iterable[int], _: Translate) -> str | None:
    """Name each approval once; "none" (code 0) only where the card gives no other."""
    once = tuple(dict.fromkeys(codes))
    held = [code for code in once if code] or once
    return _(" ; ").join(_label(Table.APPROVAL, code, _) or "" for code in held) or None


def _right(granted: bool | None, _: Translate) -> str | None:
    if granted is None:
        return None
    return _("Autorisée") if granted else _("Non autorisée")


def situations(kiosk: Kiosk, words: Words) -> Draft:
    _ = words.translate
    found = kiosk.visit.situations
    if found is None or kiosk.visit.face is Face.NOT_READ:
        return _not_read(words)
    shown = groups(found, _)
    if not shown:
        return _none(words)
    return Draft(
        _("Vos situations d’exercice"),
        content=Groups((*_professional(kiosk, _), *shown)),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        back=True,
        private=True,
    )


def _professional(kiosk: Kiosk, _: Translate) -> tuple[FactGroup, ...]:
    card = kiosk.visit.card
    holder = None if card is None or card.content is None else card.content.holder
    return () if holder is None else (professional(holder, _),)


def _not_read(words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vos situations n’ont pas pu être lues"),
        (_("Votre code porteur est le bon."), _("Aucun essai n’a été perdu.")),
        Tone.WARNING,
        Message(PictureName.CARD_REFUSED),
        (primary(Action.FINISH, _("Terminer")),),
        back=True,
    )


def _none(words: Words) -> Draft:
    _ = words.translate
    return Draft(
        _("Vos situations d’exercice"),
        (_("Cette carte n’en porte aucune."),),
        content=Message(PictureName.CARD_OK),
        buttons=(primary(Action.FINISH, _("Terminer")),),
        back=True,
    )
