"""Every check has a code that never moves; one that is not good says what to do."""

from __future__ import annotations

from itertools import product

import pytest

from diagnostics.outcomes.status import Status
from kiosk.view.audit.check_line import AuditCheck, remedy
from kiosk.view.model.screen import Checks, ShownCheck
from kiosk.view.model.words import Words
from kiosk.view.screen_of import screen_of
from reports.papers.languages import UNTRANSLATED
from stories.every_screen import NAMES, story
from stories.story import TODAY

CODES = [check.value for check in AuditCheck]


def audits() -> list[tuple[ShownCheck, ...]]:
    told = [story(name) for name in NAMES if name.startswith("audit")]
    screens = [screen_of(one.kiosk, one.now, Words(TODAY)) for one in told]
    return [screen.content.lines for screen in screens if isinstance(screen.content, Checks)]


def test_the_codes_stand_in_order_and_once_on_every_control() -> None:
    assert len(audits()) > 5
    for told in audits():
        codes = [line.code for line in told]
        assert codes == sorted(set(codes))
        assert set(codes) <= set(CODES)


def test_what_is_good_needs_nothing_and_what_is_not_says_what_to_do() -> None:
    for line in (line for told in audits() for line in told):
        if line.sentence == "Plus aucun essai." and line.code == AuditCheck.PIN.value:
            continue
        silent = line.status in (Status.OK, Status.NOT_CHECKED) or line.code == AuditCheck.TEST_CARD.value
        assert bool(line.remedy) is not silent, line


@pytest.mark.parametrize(("check", "status"), list(product(AuditCheck, Status)))
def test_only_what_is_proved_sends_for_another_card(check: AuditCheck, status: Status) -> None:
    condemned = remedy(check, status, UNTRANSLATED) == "Demandez le remplacement de la carte."
    assert condemned == (status is Status.FAULT and check in (AuditCheck.VALIDITY, AuditCheck.REVOCATION))


def test_a_blocked_card_is_sent_to_its_letter_unless_it_was_declared_lost() -> None:
    blocked = {name: shown_pin(name) for name in ("audit", "audit-revoked")}
    assert blocked["audit"].remedy == "Débloquez-la avec le code de déblocage du courrier."
    assert blocked["audit-revoked"].remedy == ""


def shown_pin(name: str) -> ShownCheck:
    told = story(name)
    content = screen_of(told.kiosk, told.now, Words(TODAY)).content
    assert isinstance(content, Checks)
    (line,) = (line for line in content.lines if line.code == AuditCheck.PIN.value)
    assert line.status is Status.FAULT
    return line
