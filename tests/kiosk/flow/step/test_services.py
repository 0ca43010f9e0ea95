from __future__ import annotations

import pytest

from diagnostics.outcomes.codes import Code, Service
from kiosk.flow.model.visit import Kiosk
from kiosk.flow.step.move import Move
from kiosk.flow.step.services import count


@pytest.mark.parametrize("service", list(Service))
def test_a_service_ends_only_as_the_catalogue_says(service: Service) -> None:
    for code in Code:
        if service in code.services:
            assert count(Move(Kiosk(), 0.0), service, code).effects
        else:
            with pytest.raises(ValueError, match=code.name):
                count(Move(Kiosk(), 0.0), service, code)
