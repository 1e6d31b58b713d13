"""The light that a fitting room can have: the shop's scenes, and the room at rest.

Owns what a scene is to the room and to the screen, which follows it. Knows no lamp.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.lights.lamp import Light

if TYPE_CHECKING:
    from kiosk.config_scenes import Scene
    from kiosk.config_sections import Mirror

WHITE_BESIDE_COLOUR_K = 4_000.0  # what a lamp without colours shows for one
SCREEN_IN_THE_DARK = 0.6  # its quietest words keep 4.5 to 1 on black in a room down to 0.35


@dataclass(frozen=True, slots=True)
class LightScene:
    """`screen` is the screen's own brightness in this light: a bright one would outshine a dim
    room, and the shopper would see the screen instead of the mirror."""

    name: str
    light: Light
    screen: float = 1.0


def screen_for(brightness: float) -> float:
    """The screen's brightness in a room that looks so bright."""
    return SCREEN_IN_THE_DARK + (1.0 - SCREEN_IN_THE_DARK) * brightness


@dataclass(frozen=True, slots=True)
class Lighting:
    """`scenes` begin with the shop's own. `at_rest` is how much of its brightness a room without a
    visitor keeps. `sound`: the mirror may be heard."""

    scenes: tuple[LightScene, ...] = ()
    at_rest: float = 1.0
    sound: bool = False

    def scene(self, name: str) -> LightScene | None:
        """By its name; the shop's own for one that there is not. None without any scene."""
        found = (scene for scene in self.scenes if scene.name == name)
        return next(found, self.scenes[0] if self.scenes else None)

    def resting(self) -> LightScene | None:
        """The shop's own scene, dimmed for nobody."""
        own = self.scene("")
        if own is None:
            return None
        return replace(
            own, light=replace(own.light, brightness=own.light.brightness * self.at_rest)
        )


NO_LIGHTING = Lighting()


def lighting_of(mirror: Mirror) -> Lighting:
    """As the shop's settings say. A room without a lamp has no scenes to choose from."""
    if mirror.light is None:
        return Lighting(sound=mirror.sound)
    scenes = tuple(_scene(name, scene) for name, scene in mirror.scenes.items())
    return Lighting(scenes, mirror.light_at_rest, mirror.sound)


def _scene(name: str, scene: Scene) -> LightScene:
    kelvin = scene.colour_temperature_k or WHITE_BESIDE_COLOUR_K
    light = Light(kelvin, scene.brightness, scene.rgb)
    return LightScene(name, light, scene.screen or screen_for(scene.brightness))
