"""mirror.light and mirror.scenes in config.yaml: what they may be, and what is said otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk import config
from kiosk.config_scenes import Scene

FILE = Path("/shop/config.yaml")


def mirror(**keys: Any) -> config.Mirror:
    return config.parse({"mirror": keys}, FILE).mirror


def test_a_shop_that_says_nothing_has_two_scenes_and_no_lamp() -> None:
    usual = mirror()
    assert list(usual.scenes) == ["Daylight", "Evening"]
    assert usual.scenes["Daylight"].colour_temperature_k == 5600
    assert usual.lamp("1") is None
    assert usual.sound


def test_a_shops_own_scenes_are_in_its_order() -> None:
    scenes = mirror(
        scenes={"Aster": {"rgb": [255, 196, 150]}, "Matinée": {"colour_temperature_k": 4000}}
    ).scenes
    assert scenes == {
        "Aster": Scene(rgb=(255, 196, 150), brightness=1.0),
        "Matinée": Scene(colour_temperature_k=4000),
    }
    assert list(scenes) == ["Aster", "Matinée"]


@pytest.mark.parametrize(
    ("light", "lamp"),
    [
        (
            {"driver": "simulated", "port": "var/dev/lamp-<room>"},
            {"driver": "simulated", "port": "/shop/var/dev/lamp-2"},
        ),
        (
            {"driver": "wled", "host": "wled-<room>.local", "segment": 1},
            {"driver": "wled", "host": "wled-2.local", "segment": 1},
        ),
        (
            {"driver": "wled", "host": "10.0.0.9", "port": 8080},
            {"driver": "wled", "host": "10.0.0.9", "port": 8080},
        ),
        ({"driver": "pwm", "warm": 12, "cool": 13}, {"driver": "pwm", "warm": 12, "cool": 13}),
    ],
)
def test_every_room_has_its_own_lamp(light: dict[str, Any], lamp: dict[str, Any]) -> None:
    assert mirror(light=light).lamp("2") == lamp


@pytest.mark.parametrize(
    ("scenes", "words"),
    [
        ({}, "mirror.scenes should have one entry at least"),
        ({str(n): {"rgb": [1, 2, 3]} for n in range(6)}, "mirror.scenes should have 5 entries at"),
        ({"Dim": {}}, "mirror.scenes.Dim should have either colour_temperature_k"),
        (
            {"Dim": {"rgb": [1, 2, 3], "colour_temperature_k": 4000}},
            "mirror.scenes.Dim should have either",
        ),
        ({"Dim": {"kelvin": 4000}}, "there is no setting mirror.scenes.Dim.kelvin"),
        ({"Dim": {"colour_temperature_k": 200}}, "colour_temperature_k should be 1500 or more"),
        ({"Dim": {"rgb": [1, 2, 300]}}, "mirror.scenes.Dim.rgb.2 should be 255 or less"),
        ({"Dim": {"rgb": [1, 2]}}, "mirror.scenes.Dim.rgb.2 is missing"),
        ({"Dim": {"rgb": [1, 2, 3], "brightness": 0}}, "brightness should be more than 0"),
        ({"Dim": {"rgb": [1, 2, 3], "brightness": "low"}}, "brightness should be a number"),
        ({"Dim": {"rgb": [1, 2, 3], "screen": 0.1}}, "screen should be 0.2 or more"),
        ({" ": {"rgb": [1, 2, 3]}}, "mirror.scenes"),
        ({"A name that no button holds": {"rgb": [1, 2, 3]}}, "should have 24 letters at most"),
    ],
)
def test_a_scene_that_cannot_be_is_told_by_its_key(scenes: dict[str, Any], words: str) -> None:
    with pytest.raises(config.ConfigError) as error:
        mirror(scenes=scenes)
    assert words in str(error.value)
