"""The state of the kiosk on paper, for staff: what is wrong first, each with what to do about it."""

from __future__ import annotations

from reports.papers.blocks import Block, CheckBlock, Heading, LabelledValue, Lead, Translate
from reports.papers.french import long_day
from reports.papers.papers import CheckState, HealthCheck, ReadinessPaper

_WORST_FIRST = (CheckState.BAD, CheckState.TO_WATCH, CheckState.NOT_CHECKED, CheckState.GOOD)


def health_blocks(paper: ReadinessPaper, _: Translate) -> tuple[Block, ...]:
    """The verdict, the checks with the worst first, the versions."""
    versions = [LabelledValue(name, (version,)) for name, version in paper.versions]
    return (
        Lead((_verdict(paper.worst, _),)),
        Heading(_("Ce qui a été vérifié")),
        *(_line(check, _) for check in sorted(paper.checks, key=lambda check: _WORST_FIRST.index(check.state))),
        *([Heading(_("Versions"))] if versions else ()),
        *versions,
    )


def health_dateline(paper: ReadinessPaper, _: Translate) -> tuple[str, ...]:
    """The day with its hour, and which kiosk it is."""
    day = _("Le {day}").format(day=long_day(paper.when.date(), _))
    hour = _("à {hour} h {minute}").format(hour=paper.when.hour, minute=f"{paper.when.minute:02}")
    return tuple(line for line in (f"{day} {hour}", paper.kiosk) if line)


def _verdict(worst: CheckState, _: Translate) -> str:
    if worst is CheckState.BAD:
        return _("La borne a une panne.")
    if worst is CheckState.GOOD:
        return _("La borne est prête.")
    return _("La borne fonctionne ; un point est à vérifier.")


def _line(check: HealthCheck, _: Translate) -> CheckBlock:
    words = {
        CheckState.GOOD: _("Bon"),
        CheckState.TO_WATCH: _("À vérifier"),
        CheckState.BAD: _("En panne"),
        CheckState.NOT_CHECKED: _("Non contrôlé"),
    }
    return CheckBlock(check.name, check.sentence, check.state, words[check.state], check.remedy)
