"""`mirror.scenes` and `mirror.light` of config.yaml: what light a fitting room can have.

Owns the keys and their limits. Knows no lamp and no screen.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Byte = Annotated[int, Field(ge=0, le=255)]
Share = Annotated[float, Field(gt=0, le=1)]

MOST = 5  # what a hand can choose from at once
WITH_LIGHT = "colour_temperature_k (such as 4000) or rgb (such as [255, 200, 150])"


class Scene(BaseModel):
    """White of a temperature, or a colour. `screen` is the screen's own brightness; None = what
    goes with the room's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    colour_temperature_k: Annotated[float, Field(ge=1500, le=10_000)] | None = None
    rgb: tuple[Byte, Byte, Byte] | None = None
    brightness: Share = 1.0
    screen: Annotated[float, Field(ge=0.2, le=1)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Scene:
        if (self.colour_temperature_k is None) == (self.rgb is None):
            raise ValueError(f"should have either {WITH_LIGHT}")
        return self


SceneName = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^\S(.*\S)?$")]
Scenes = Annotated[dict[SceneName, Scene], Field(min_length=1, max_length=MOST)]


def usual() -> dict[str, Scene]:
    return {
        "Daylight": Scene(colour_temperature_k=5600, brightness=1.0),
        "Evening": Scene(colour_temperature_k=2700, brightness=0.4),
    }
