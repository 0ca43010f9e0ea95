"""The state of the kiosk on paper, for staff: what is wrong first, each with what to do about it."""

from __future__ import annotations

from diagnostics.outcomes.status import Status
from reports.papers.blocks import Block, CheckBlock, Heading, LabelledValue, Lead
from reports.papers.french import long_day
from reports.papers.languages import Translate
from reports.papers.papers import ReadinessPaper, ReadinessRow


def health_blocks(paper: ReadinessPaper, _: Translate) -> tuple[Block, ...]:
    """The verdict, the checks with the worst first, the versions."""
    versions = [LabelledValue(name, (version,)) for name, version in paper.versions]
    return (
        Lead((_verdict(paper.worst, _),)),
        Heading(_("Ce qui a été vérifié")),
        *(_line(check, _) for check in sorted(paper.checks, key=_worst_first)),
        *([Heading(_("Versions"))] if versions else ()),
        *versions,
    )


def _worst_first(check: ReadinessRow) -> tuple[bool, int]:
    """What is good stands last, after what was not checked."""
    return (check.state is Status.OK, -check.state.severity)


def health_dateline(paper: ReadinessPaper, _: Translate) -> tuple[str, ...]:
    """The day with its hour, and which kiosk it is."""
    day = _("Le {day}").format(day=long_day(paper.when.date(), _))
    hour = _("à {hour} h {minute}").format(hour=paper.when.hour, minute=f"{paper.when.minute:02}")
    return tuple(line for line in (f"{day} {hour}", paper.kiosk) if line)


def _verdict(worst: Status, _: Translate) -> str:
    if worst is Status.FAULT:
        return _("La borne a une panne.")
    if worst is Status.OK:
        return _("La borne est prête.")
    return _("La borne fonctionne ; un point est à vérifier.")


def _line(check: ReadinessRow, _: Translate) -> CheckBlock:
    return CheckBlock(check.name, check.sentence, check.state, _(check.state.machine_word), check.remedy)
