"""``guichet-cps staff code``: makes the line of the configuration that opens staff mode."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from kiosk.commands.options import help_option
from kiosk.commands.staff_code_policy import StaffWeakness, staff_weakness
from kiosk.flow.model.staff_desk import MAX_DIGITS, MIN_DIGITS
from kiosk.runtime.process.hardening import harden_process
from kiosk.runtime.staff.code import hash_of

EX_DATAERR = 65
"""Exit status of a code that is refused (sysexits.h)."""

_WHY: Mapping[StaffWeakness, str] = {
    StaffWeakness.LENGTH: f"il faut de {MIN_DIGITS} à {MAX_DIGITS} chiffres, sans espace",
    StaffWeakness.ALIKE_OR_RUN: "ses chiffres sont identiques ou se suivent",
    StaffWeakness.TOO_FEW_DIFFERENT: "il a moins de trois chiffres différents",
    StaffWeakness.REPEATED: "il répète toujours le même groupe de chiffres",
    StaffWeakness.DATE: "il ressemble à une date",
}


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
        _refuse(f"Ce code est refusé\u00a0: {_WHY[weakness]}.")
    if click.prompt("Le même code, encore une fois", hide_input=True, err=True) != typed:
        _refuse("Les deux codes sont différents. Recommencez.")
    click.echo("Sous [agents], dans le fichier de réglages\u00a0:", err=True)
    click.echo(f'code = "{hash_of(bytearray(typed, "ascii"))}"')


def weakness_of_text(typed: str) -> StaffWeakness | None:
    """Only the ten ASCII digits can be typed on the pad."""
    if not (typed.isascii() and typed.isdigit()):
        return StaffWeakness.LENGTH
    return staff_weakness([int(digit) for digit in typed])


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(EX_DATAERR)
