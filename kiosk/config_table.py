"""What every table of the configuration file has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=5, le=3600, description="un nombre de secondes de 5 à 3600")]
Flag = Annotated[bool, Field(description="true ou false")]


class Section(BaseModel):
    """A table of the file: unknown keys are refused, and no value is converted from another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)
