"""The table ``[agents]``: who opens staff mode, and for how long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.config_table import Seconds, Section
from kiosk.flow.staff_desk import StaffRules

_HASH = r"\$argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}"

StaffHash = Annotated[
    str, Field(pattern=rf"^({_HASH})?$", description='la ligne que donne «\u00a0guichet-cps staff code\u00a0», ou ""')
]


class AgentsSection(Section):
    """``code``: the argon2id hash of the staff code, empty where there is no staff mode.

    ``idle_s`` and ``assist_s``: seconds without a touch after which the staff's pages, or their help, end.
    """

    code: StaffHash = Field(default="", repr=False)
    idle_s: Seconds = Field(default=120.0, alias="inactivite_s")
    assist_s: Seconds = Field(default=300.0, alias="aide_s")

    def rules(self) -> StaffRules:
        return StaffRules(bool(self.code), self.idle_s, self.assist_s)
