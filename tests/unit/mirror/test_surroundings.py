"""Light and sound of a visit, and the sheet where they are chosen: pure, as tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hardware.lights.lamp import Light
from kiosk.config import parse
from kiosk.mirror.screen.comfort import Group, chosen, comfort_of, dim_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.effects import Effect, PlaySound, SetLight, SoundKind
from kiosk.mirror.visit.events import (
    BackTapped,
    Event,
    ForgetTapped,
    GarmentTapped,
    HubSeen,
    MannersTapped,
    PicturesCame,
    RoomSeen,
    SheetClosed,
    SheetTapped,
    Tick,
)
from kiosk.mirror.visit.manners import USUAL, Manners
from kiosk.mirror.visit.scenes import NO_LIGHTING, Lighting, LightScene, lighting_of, screen_for
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.surroundings import ARRIVING_S, CHOSEN_S, RESTING_S
from kiosk.mirror.visit.visit import FittingVisit
from tests.unit.mirror.boutique import EVERYTHING

DAYLIGHT = LightScene("Daylight", Light(5600, 1.0), screen=1.0)
EVENING = LightScene("Evening", Light(2700, 0.4), screen=0.7)
REST = Light(5600, 0.2)
LIGHTING = Lighting((DAYLIGHT, EVENING), at_rest=0.2, sound=True)
WORDS = Words("en-IE")
FORGET_S = 45.0

ONE, BOTH, NONE = RoomSeen(EVERYTHING[:1]), RoomSeen(EVERYTHING[:2]), RoomSeen(())
TO_EVENING = MannersTapped(Manners(scene="Evening"))
TO_DAYLIGHT = MannersTapped(Manners(scene="Daylight"))
MUTED = MannersTapped(Manners(muted=True))
TOUCH, ARRIVAL = PlaySound(SoundKind.TOUCH), PlaySound(SoundKind.ARRIVAL)
UP = SetLight(DAYLIGHT.light, ARRIVING_S, 1.0)
DOWN = SetLight(REST, RESTING_S, 1.0)


def played(*script: tuple[float, Event], lighting: Lighting = LIGHTING) -> list[list[Effect]]:
    """What light and sound each step wants."""
    visit = FittingVisit(forget_after_s=FORGET_S, lighting=lighting)
    wanted: list[list[Effect]] = []
    for now, event in script:
        visit, effects = visit.after(event, now)
        wanted.append([each for each in effects if isinstance(each, (SetLight, PlaySound))])
    return wanted


JOURNEYS: dict[str, list[tuple[float, Event, list[Effect]]]] = {
    "the light comes up for the first garment, and rests when the visit is forgotten": [
        (0.0, ONE, [UP, ARRIVAL]),
        (5.0, BOTH, [ARRIVAL]),
        (60.0, ONE, []),
        (61.0, NONE, []),
        (80.0, Tick(), []),
        (107.0, Tick(), [DOWN]),
        (108.0, Tick(), []),
    ],
    "who comes back in time finds the light as it was": [
        (0.0, ONE, [UP, ARRIVAL]),
        (10.0, NONE, []),
        (20.0, ONE, [ARRIVAL]),
    ],
    "a scene is chosen and is gone for the next shopper": [
        (0.0, ONE, [UP, ARRIVAL]),
        (1.0, TO_EVENING, [SetLight(EVENING.light, CHOSEN_S, 0.7), TOUCH]),
        (2.0, TO_DAYLIGHT, [SetLight(DAYLIGHT.light, CHOSEN_S, 1.0), TOUCH]),
        (3.0, TO_EVENING, [SetLight(EVENING.light, CHOSEN_S, 0.7), TOUCH]),
        (4.0, NONE, []),
        (50.0, Tick(), [DOWN]),
        (60.0, ONE, [UP, ARRIVAL]),
    ],
    "the next shopper comes in the very step that forgets the last one": [
        (0.0, ONE, [UP, ARRIVAL]),
        (1.0, TO_EVENING, [SetLight(EVENING.light, CHOSEN_S, 0.7), TOUCH]),
        (2.0, NONE, []),
        (90.0, BOTH, [SetLight(DAYLIGHT.light, CHOSEN_S, 1.0), ARRIVAL]),
    ],
    "a hand on the glass of an empty room is somebody": [
        (0.0, SheetTapped(SheetKind.LANGUAGES), [UP, TOUCH]),
        (1.0, SheetClosed(), [DOWN, TOUCH]),
    ],
    "what the hub and the files do is neither seen nor heard": [
        (0.0, HubSeen(near=True), []),
        (0.1, ONE, [UP, ARRIVAL]),
        (0.2, ONE, []),
        (0.3, PicturesCame(), []),
    ],
    "a touch is answered": [
        (0.0, ONE, [UP, ARRIVAL]),
        (1.0, GarmentTapped(EVERYTHING[0].tag), [TOUCH]),
        (2.0, BackTapped(), [TOUCH]),
    ],
    "nothing is heard when it is muted, from the tap on that mutes it": [
        (0.0, ONE, [UP, ARRIVAL]),
        (1.0, MUTED, []),
        (2.0, GarmentTapped(EVERYTHING[0].tag), []),
        (3.0, BOTH, []),
        (4.0, MannersTapped(USUAL), [TOUCH]),
    ],
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_journeys(name: str) -> None:
    script = JOURNEYS[name]
    wanted = [effects for _, _, effects in script]
    assert played(*((now, event) for now, event, _ in script)) == wanted


def test_a_shop_without_scenes_and_sounds_wants_nothing() -> None:
    script = [(now, event) for now, event, _ in JOURNEYS["a touch is answered"]]
    assert played(*script, lighting=NO_LIGHTING) == [[], [], []]


def test_sounds_are_off_for_all_by_the_config() -> None:
    silent = replace(LIGHTING, sound=False)
    assert played((0.0, ONE), (1.0, BackTapped()), lighting=silent) == [[UP], []]


def test_a_visit_that_is_forgotten_by_hand_takes_its_light_along() -> None:
    steps = played((0.0, ONE), (1.0, TO_EVENING), (2.0, ForgetTapped()))
    lights = [each for each in steps[2] if isinstance(each, SetLight)]
    assert [light.light for light in lights] in ([DAYLIGHT.light], [REST])


def test_a_scene_that_is_not_there_any_more_is_the_shops_own() -> None:
    assert LIGHTING.scene("Sunset") == DAYLIGHT
    assert NO_LIGHTING.scene("Sunset") is None
    assert NO_LIGHTING.resting() is None


def test_the_screen_follows_the_room() -> None:
    assert screen_for(1.0) == 1.0
    assert 0.74 < screen_for(0.4) < 0.8
    visit = FittingVisit(forget_after_s=FORGET_S, lighting=LIGHTING)
    assert dim_of(visit) == 0.0
    assert dim_of(replace(visit, manners=Manners(scene="Evening"))) == pytest.approx(0.3)
    contrast = Manners(scene="Evening", high_contrast=True)
    assert dim_of(replace(visit, manners=contrast)) == 0.0
    assert dim_of(FittingVisit(forget_after_s=FORGET_S)) == 0.0


# --- the sheet ------------------------------------------------------------------------------------


def test_the_sheet_offers_the_shops_scenes_and_sound() -> None:
    visit = FittingVisit(forget_after_s=FORGET_S, lighting=LIGHTING)
    comfort = comfort_of(visit, WORDS)
    assert comfort.light.title == "Light"
    assert [(row.key, row.chosen) for row in comfort.light.choices] == [
        ("Daylight", True),
        ("Evening", False),
    ]
    assert [(row.name, row.chosen) for row in comfort.sound.choices] == [
        ("On", True),
        ("Off", False),
    ]


def test_what_was_chosen_is_marked() -> None:
    visit = FittingVisit(
        forget_after_s=FORGET_S, lighting=LIGHTING, manners=Manners(scene="Evening", muted=True)
    )
    comfort = comfort_of(visit, WORDS)
    assert [row.key for row in comfort.light.choices if row.chosen] == ["Evening"]
    assert [row.key for row in comfort.sound.choices if row.chosen] == ["off"]


def test_nothing_is_offered_that_is_no_choice() -> None:
    one = replace(LIGHTING, scenes=(DAYLIGHT,), sound=False)
    comfort = comfort_of(FittingVisit(forget_after_s=FORGET_S, lighting=one), WORDS)
    assert comfort.light.choices == ()
    assert comfort.sound.choices == ()


@pytest.mark.parametrize(
    ("group", "key", "manners"),
    [
        (Group.LIGHT, "Evening", Manners(scene="Evening", language="de")),
        (Group.SOUND, "off", Manners(muted=True, language="de")),
        (Group.SOUND, "on", Manners(language="de")),
        (Group.TEXT, "other", Manners(large_text=True, language="de")),
        (Group.CONTRAST, "other", Manners(high_contrast=True, language="de")),
        (Group.MOTION, "other", Manners(still=True, language="de")),
        (Group.MOTION, "usual", Manners(language="de")),
        ("weather", "rain", Manners(language="de")),
    ],
)
def test_a_tap_changes_one_thing(group: str, key: str, manners: Manners) -> None:
    assert chosen(Manners(language="de"), group, key) == manners


# --- the settings ---------------------------------------------------------------------------------


def test_a_shops_settings_are_its_lighting() -> None:
    lamp = {"driver": "pwm", "warm": 12}
    scenes = {
        "Aster": {"rgb": [255, 196, 150], "brightness": 0.7, "screen": 0.8},
        "Noon": {"colour_temperature_k": 5600},
    }
    mirror = {"light": lamp, "scenes": scenes, "light_at_rest": 0.1, "sound": False}
    assert lighting_of(parse({"mirror": mirror}, Path("/shop/config.yaml")).mirror) == Lighting(
        (
            LightScene("Aster", Light(4000, 0.7, (255, 196, 150)), 0.8),
            LightScene("Noon", Light(5600, 1.0), 1.0),
        ),
        at_rest=0.1,
        sound=False,
    )


def test_a_room_without_a_lamp_has_no_scenes() -> None:
    assert lighting_of(parse({}, Path("/shop/config.yaml")).mirror) == Lighting(sound=True)
