"""The work of ``guichet-cps fleet publish``; it reaches SQLite, which the other commands of the fleet do not need."""

from __future__ import annotations

from pathlib import Path

from diagnostics.fleet.doors import PublisherDoor
from diagnostics.fleet.open_data import DATABASE, write_extract
from diagnostics.fleet.publish_month import (
    NewerCatalogue,
    NoDepartment,
    StillAwaited,
    publish_month,
    published,
    set_aside,
)


class NotPublished(Exception):
    """The month was not published; the text is French, for whoever asked."""


def publish(central: PublisherDoor, month: str, output: Path, threshold: int, *, incomplete: bool) -> str:
    """Publishes, writes the files of every published month, and says what was done.

    Raises NotPublished, OSError, CentralUnreachable, CentralRefused.
    """
    try:
        is_new = publish_month(central, month, threshold=threshold, without_the_awaited=incomplete)
        months, without = published(central), set_aside(central, month)
    except NoDepartment:
        raise NotPublished("Aucune borne n’est inscrite dans cette base\u00a0: il n’y a rien à publier.") from None
    except StillAwaited as error:
        raise NotPublished(_awaited(error.kiosks)) from None
    except NewerCatalogue as error:
        raise NotPublished(
            f"Une borne compte «\u00a0{error}\u00a0», inconnu ici\u00a0: mettez ce programme à jour."
        ) from None
    write_extract(output, months)
    own = next(found for found in months if found.month == month)
    hidden = sum(row.n is None for row in own.rows)
    first = (
        f"{month} est publié et ne changera plus"
        if is_new
        else f"{month} était déjà publié\u00a0: rien n’est recalculé"
    )
    return (
        f"{first}\u00a0; {hidden} cases sur {len(own.rows)} sont masquées (seuil {own.threshold}).\n{_without(without)}"
        f"{output}\u00a0: {month}.csv, {month}.json, et {DATABASE} avec {len(months)} mois."
    )


def _without(kiosks: tuple[str, ...]) -> str:
    if not kiosks:
        return ""
    return (
        f"Publié sans {', '.join(kiosks)}, dont les chiffres de ce mois ne peuvent pas être justes "
        "(voir deploy/guide/parc.md).\n"
    )


def _awaited(kiosks: tuple[str, ...]) -> str:
    return (
        f"Ces bornes n’ont pas encore tout envoyé\u00a0: {', '.join(kiosks)}. Ce qui arrive après la publication "
        "n’est jamais publié. Attendez-les, retirez celles qui ne servent plus, ou ajoutez --incomplete."
    )
