"""What is drawn on the sheet where a shopper makes the mirror comfortable, and what a tap there
means.

Owns the groups of choices and their keys. Each is a pure function of the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.mirror.screen.comfort_words import ComfortWords
from kiosk.mirror.screen.rows import ChoiceRow
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.surroundings import light_of
from kiosk.mirror.visit.visit import FittingVisit

ON, OFF = "on", "off"
USUAL, OTHER = "usual", "other"


class Group(StrEnum):
    TEXT = "text"
    CONTRAST = "contrast"
    MOTION = "motion"
    LIGHT = "light"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Choosing:
    """One heading and what can be chosen below it; nothing when there is no choice."""

    title: str = ""
    choices: tuple[ChoiceRow, ...] = ()


NO_CHOICE = Choosing()


@dataclass(frozen=True, slots=True)
class Comfort:
    text: Choosing = NO_CHOICE
    contrast: Choosing = NO_CHOICE
    motion: Choosing = NO_CHOICE
    light: Choosing = NO_CHOICE
    sound: Choosing = NO_CHOICE


UNTOUCHED = Comfort()


def comfort_of(visit: FittingVisit, words: ComfortWords) -> Comfort:
    now = visit.manners
    return Comfort(
        text=_two(words.text, words.larger, now.large_text),
        contrast=_two(words.contrast, words.stronger, now.high_contrast),
        motion=_two(words.motion, words.moving, now.still),
        light=_light(visit, words),
        sound=_sound(visit, words),
    )


def chosen(manners: Manners, group: str, key: str) -> Manners:
    """How the mirror shall be after a tap on this choice."""
    match group:
        case Group.TEXT:
            return replace(manners, large_text=key == OTHER)
        case Group.CONTRAST:
            return replace(manners, high_contrast=key == OTHER)
        case Group.MOTION:
            return replace(manners, still=key == OTHER)
        case Group.LIGHT:
            return replace(manners, scene=key)
        case Group.SOUND:
            return replace(manners, muted=key == OFF)
    return manners


def dim_of(visit: FittingVisit) -> float:
    """How much darker the picture is than the screen can be: the room's scene says so."""
    scene = light_of(visit)
    return 0.0 if scene is None else round(1.0 - scene.screen, 3)


def _light(visit: FittingVisit, words: ComfortWords) -> Choosing:
    scenes = visit.lighting.scenes
    if len(scenes) < 2:
        return NO_CHOICE
    now = visit.lighting.scene(visit.manners.scene)
    rows = (_row(scene.name, words.scene(scene.name), chosen=scene == now) for scene in scenes)
    return Choosing(words.light, tuple(rows))


def _sound(visit: FittingVisit, words: ComfortWords) -> Choosing:
    if not visit.lighting.sound:
        return NO_CHOICE
    muted = visit.manners.muted
    on = _row(ON, words.turned(True), chosen=not muted)
    return Choosing(words.sound, (on, _row(OFF, words.turned(False), chosen=muted)))


def _two(title: str, name: Callable[[bool], str], other: bool) -> Choosing:
    """Usual or not, where `name` says which is which."""
    usual = _row(USUAL, name(False), chosen=not other)
    return Choosing(title, (usual, _row(OTHER, name(True), chosen=other)))


def _row(key: str, name: str, *, chosen: bool) -> ChoiceRow:
    return ChoiceRow(key=key, name=name, swatch="", chosen=chosen, in_stock=True)
