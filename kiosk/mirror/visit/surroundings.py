"""What the room does as a visit goes on: its light and its sounds.

Owns when the light changes, how fast, and what is heard. A pure comparison of one visit with the
next; lamps and loudspeakers are the shell's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.mirror.visit.effects import Effects, PlaySound, SetLight, SoundKind
from kiosk.mirror.visit.events import Event, RoomSeen
from kiosk.mirror.visit.scenes import LightScene

if TYPE_CHECKING:
    from kiosk.mirror.visit.visit import FittingVisit

ARRIVING_S = 1.5  # slow enough for eyes that come from the shop, and there before the first look
CHOSEN_S = 0.8
RESTING_S = 6.0  # nobody sees it, but somebody may just have stepped out


def light_of(visit: FittingVisit) -> LightScene | None:
    """The light that this visit wants; None in a shop without scenes. Who wants contrast has the
    screen as bright as it can be."""
    if not somebody_is_here(visit):
        return visit.lighting.resting()
    scene = visit.lighting.scene(visit.manners.scene)
    return replace(scene, screen=1.0) if scene and visit.manners.high_contrast else scene


def resting(visit: FittingVisit) -> SetLight | None:
    """The light that a mirror begins with, when nobody is known to be here."""
    scene = visit.lighting.resting()
    return None if scene is None else SetLight(scene.light, 0.0, scene.screen)


def somebody_is_here(visit: FittingVisit) -> bool:
    """A visit, or a hand on the glass of a room at rest."""
    return visit.began or visit.sheet is not None or visit.manners != visit.shop_manners


def surroundings(
    before: FittingVisit, after: FittingVisit, event: Event, *, touched: bool
) -> Effects:
    """What light and sound this step of a visit wants; `touched`: a finger on the glass made it."""
    return _light(before, after) + _sound(before, after, event, touched=touched)


def _light(before: FittingVisit, after: FittingVisit) -> Effects:
    wanted = light_of(after)
    if wanted is None or wanted == light_of(before):
        return ()
    if not somebody_is_here(after):
        fade_s = RESTING_S
    else:
        fade_s = CHOSEN_S if somebody_is_here(before) else ARRIVING_S
    return (SetLight(wanted.light, fade_s, wanted.screen),)


def _sound(before: FittingVisit, after: FittingVisit, event: Event, *, touched: bool) -> Effects:
    if not after.lighting.sound or after.manners.muted:
        return ()
    if isinstance(event, RoomSeen):
        arrived = set(after.tags) - set(before.tags)
        return (PlaySound(SoundKind.ARRIVAL),) if arrived else ()
    if touched and after != before:
        return (PlaySound(SoundKind.TOUCH),)
    return ()
