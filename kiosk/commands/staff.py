"""``guichet-cps staff code``: makes the line of the configuration that opens staff mode."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from enum import Enum

import click

from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import help_option
from kiosk.flow.model.entry import weakness_of
from kiosk.flow.model.staff_desk import MAX_DIGITS, MIN_DIGITS
from kiosk.runtime.process.hardening import harden_process
from kiosk.runtime.staff.code import hash_of

FEWEST_DIFFERENT = 3


class StaffWeakness(Enum):
    """Why a staff code is refused when it is made: it opens the last try of other people's cards. In French."""

    LENGTH = f"il faut de {MIN_DIGITS} à {MAX_DIGITS} chiffres, sans espace"
    ALIKE_OR_RUN = "ses chiffres sont identiques ou se suivent"
    TOO_FEW_DIFFERENT = "il a moins de trois chiffres différents"
    REPEATED = "il répète toujours le même groupe de chiffres"
    DATE = "il ressemble à une date"


@click.group(short_help="Le mode agent : fabrique le code.")
@help_option
def staff() -> None:
    """Le mode agent de la borne (deploy/guide/agents.md)."""


@staff.command(short_help="Demande un code d’agent et écrit la ligne des réglages.")
@help_option
def code() -> None:
    """Demande deux fois un code de 6 à 12 chiffres, sans l’afficher, et écrit la ligne à copier sous [agents].

    La ligne ne contient que l’empreinte du code (argon2id). Sortie : 0, 2 sans terminal, 65 si le code est refusé.
    """
    if not sys.stdin.isatty():
        raise click.UsageError("il faut un terminal pour taper le code sans l’afficher.")
    harden_process()
    typed = click.prompt(f"Code d’agent, de {MIN_DIGITS} à {MAX_DIGITS} chiffres", hide_input=True, err=True)
    weakness = weakness_of_text(typed)
    if weakness is not None:
        end(f"Ce code est refusé\u00a0: {weakness.value}.", ExitStatus.DATAERR)
    if click.prompt("Le même code, encore une fois", hide_input=True, err=True) != typed:
        end("Les deux codes sont différents. Recommencez.", ExitStatus.DATAERR)
    click.echo("Sous [agents], dans le fichier de réglages\u00a0:", err=True)
    click.echo(f'code = "{hash_of(bytearray(typed, "ascii"))}"')


def weakness_of_text(typed: str) -> StaffWeakness | None:
    """Only the ten ASCII digits can be typed on the pad."""
    if not (typed.isascii() and typed.isdigit()):
        return StaffWeakness.LENGTH
    return staff_weakness([int(digit) for digit in typed])


def staff_weakness(digits: Sequence[int]) -> StaffWeakness | None:
    """Why a staff code (digits 0 to 9) is refused; None if it is not.

    ``REPEATED``: the same group of digits over and over (``258258``). ``DATE``: a day written JJMMAA, AAMMJJ, JJMMAAAA
    or AAAAMMJJ.
    """
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        return StaffWeakness.LENGTH
    found = weakness_of(digits)
    if found is not None and found.refused:
        return StaffWeakness.ALIKE_OR_RUN
    if len(set(digits)) < FEWEST_DIFFERENT:
        return StaffWeakness.TOO_FEW_DIFFERENT
    if _repeated(digits):
        return StaffWeakness.REPEATED
    return StaffWeakness.DATE if _is_date("".join(map(str, digits))) else None


def _repeated(digits: Sequence[int]) -> bool:
    whole = list(digits)
    lengths = (size for size in range(1, len(whole) // 2 + 1) if len(whole) % size == 0)
    return any(whole == whole[:size] * (len(whole) // size) for size in lengths)


def _is_date(text: str) -> bool:
    if len(text) == 6:
        return _day(text[:2], text[2:4], f"20{text[4:]}") or _day(text[4:], text[2:4], f"20{text[:2]}")
    if len(text) == 8:
        return _day(text[:2], text[2:4], text[4:]) or _day(text[6:], text[4:6], text[:4])
    return False


def _day(day: str, month: str, year: str) -> bool:
    """A day of the years 1900 to 2099 (two digits of a year are read as 20xx, a leap year more than is needed)."""
    if not 1900 <= int(year) <= 2099:
        return False
    with suppress(ValueError):
        date(int(year), int(month), int(day))
        return True
    return False
