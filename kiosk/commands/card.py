"""``guichet-cps card commission``: the first meeting with a real card; reads, reports, records (rule 13)."""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

from diagnostics.files.durable import create_private
from kiosk.card.commission import Commission, reader_model
from kiosk.commands.exit_status import ExitStatus, end
from kiosk.commands.options import config_option, help_option, reader_option
from kiosk.commands.settings import configuration, database_of, records_folder
from kiosk.commissioning.findings import obstacles
from kiosk.commissioning.meeting import Meeting, meet
from kiosk.commissioning.records import Record, write_record
from kiosk.commissioning.report import report
from kiosk.commissioning.transcript.redact import redact
from kiosk.commissioning.transcript.transcript import Transcript, encode_transcript
from kiosk.config.os_errors import reason_of
from kiosk.config.settings import Config
from kiosk.inspection.find_card import NotInspected, NotRead, find_card
from kiosk.runtime.process.clean_end import MARK, kiosk_runs

EMPTY_VERIFY = (
    "Attention\u00a0: un VERIFY sans code peut être envoyé à la carte. D’après les documents il ne coûte aucun "
    "essai\u00a0; cela n’a jamais été vu sur une vraie carte. Il ne part que vers une CPS3 dont le code porteur a tous "
    "ses essais, et les compteurs sont relus ensuite."
)
NOT_SENT = "VERIFY vide\u00a0: non envoyé. Il faut une CPS3 dont le code porteur a tous ses essais."
NOT_FOR_A_COUNTER = (
    "Cette carte est une carte de test, ou ne dit pas qu’elle n’en est pas une\u00a0: pour un guichet, refaites la "
    "mise en service avec une vraie carte."
)
SIMULATED = "SIMULATION\u00a0: rien n’est enregistré, ni mise en service ni transcription."


@click.group(short_help="La rencontre avec une vraie carte.")
@help_option
def card() -> None:
    """Ce qu’un technicien fait avec une vraie carte, borne arrêtée."""


@card.command(short_help="Lit une vraie carte et met ce modèle de lecteur en service.")
@help_option
@config_option
@reader_option
@click.option(
    "--essai-vide", "empty_verify", is_flag=True, help="CPS3 : envoie aussi un VERIFY sans code (lire l’avertissement)."
)
@click.option(
    "--transcription",
    "transcript",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("transcription.json"),
    show_default=True,
    help="Fichier où laisser l’échange, sans rien de la personne ni de la carte.",
)
def commission(config_path: Path | None, reader: str | None, empty_verify: bool, transcript: Path) -> None:
    """Lit une vraie carte et, si rien d’essentiel n’est contredit, met ce modèle de lecteur en service.

    N’envoie que des lectures : aucun code, aucun essai dépensé. Prenez une carte qui n’est pas bloquée, borne arrêtée.
    Dit, hypothèse par hypothèse, ce que la carte confirme ou contredit ; laisse une transcription à renvoyer aux
    auteurs. Mode d’emploi : deploy/guide/mise-en-service-carte.md.

    Dans un lecteur virtuel, le rapport est marqué SIMULATION et rien n’est enregistré.

    Sortie : 0 en service (ou SIMULATION), 3 pas de carte, 4 pas de lecteur, 5 pas de service, 6 pas une CPS,
    7 utilisée, 8 illisible, 9 borne en service, 10 contredit : pas de mise en service, 73 fichier impossible à écrire,
    78 configuration refusée.
    """
    config = configuration(config_path)
    folder = records_folder(config, database_of(config))
    try:
        meeting = _meet(config, reader, empty_verify, transcript)
    except NotInspected as error:
        end(str(error), ExitStatus[error.why.name])
    if empty_verify and meeting.empty_verify is None:
        click.echo(NOT_SENT, err=True)
    simulated = _is_simulated(config, meeting.slot.reader)
    click.echo(report(meeting, simulated=simulated))
    if simulated:
        click.echo(SIMULATED)
    else:
        _keep(meeting, folder, transcript)
    sys.exit(ExitStatus.CONTRADICTED if obstacles(meeting) else ExitStatus.OK)


def _meet(config: Config, reader: str | None, empty_verify: bool, transcript: Path) -> Meeting:
    if kiosk_runs(database_of(config).with_name(MARK)):
        raise NotInspected(NotRead.KIOSK_RUNS)
    from kiosk.card.pcsc import PcscDoor, PcscWatcher

    slot = find_card(PcscWatcher(), reader)
    if transcript.exists() and not _is_simulated(config, slot.reader):
        end(f"{transcript}\u00a0: ce fichier existe déjà. La carte n’a pas été lue.", ExitStatus.CANTCREAT)
    if empty_verify:
        click.echo(EMPTY_VERIFY, err=True)
    return meet(PcscDoor(), slot, empty_verify=empty_verify, progress=lambda what: click.echo(what, err=True))


def _is_simulated(config: Config, reader: str) -> bool:
    return config.rules(printer=False).is_simulated(reader)


def _keep(meeting: Meeting, folder: Path, transcript: Path) -> None:
    """The transcript whatever the card said, the record only if nothing essential is contradicted."""
    try:
        create_private(transcript, encode_transcript(_transcript(meeting)).encode())
        click.echo(f"Transcription à renvoyer\u00a0: {transcript}")
        if obstacles(meeting):
            click.echo("Pas de mise en service.")
        else:
            click.echo(f"En service\u00a0: {write_record(folder, _record(meeting))}. Redémarrez la borne.")
            if meeting.test_card is not False:
                click.echo(NOT_FOR_A_COUNTER)
    except OSError as error:
        why = f"enregistrement impossible ({reason_of(error)}). Pas de mise en service."
        end(f"{error.filename}\u00a0: {why}", ExitStatus.CANTCREAT)


def _transcript(meeting: Meeting) -> Transcript:
    model, atr = reader_model(meeting.slot.reader), meeting.slot.atr
    steps = tuple(redact(list(meeting.steps)))
    return Transcript(meeting.kind, model, atr, meeting.t0, version("guichet-cps"), steps)


def _record(meeting: Meeting) -> Record:
    model, aodf = reader_model(meeting.slot.reader), meeting.content.aodf_hash or ""
    return Record(Commission(meeting.kind, model, aodf, meeting.test_card), date.today(), version("guichet-cps"))
