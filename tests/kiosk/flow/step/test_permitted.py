from __future__ import annotations

import pytest

from kiosk.flow.model.events import ReadFailure
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.permitted import current_pin_offered, permit_request, unblock_offered
from stories.every_screen import story
from stories.story import Story


@pytest.mark.parametrize("kiosk", [Kiosk(), Story().empty().insert().fails(ReadFailure.IN_USE).kiosk])
def test_nothing_is_asked_of_the_policy_before_a_card_was_read(kiosk: Kiosk) -> None:
    with pytest.raises(ValueError, match="no card was read"):
        permit_request(kiosk)
    assert not unblock_offered(kiosk)
    assert not current_pin_offered(kiosk)


@pytest.mark.parametrize(
    ("name", "offered"), [("wrong_pin-now-blocked", unblock_offered), ("wrong_pin", current_pin_offered)]
)
def test_nothing_is_offered_of_a_card_that_was_taken_out(name: str, offered: object) -> None:
    told = story(name)
    assert callable(offered)
    assert offered(told.kiosk)
    assert not offered(told.empty().kiosk)
