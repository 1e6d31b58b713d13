"""What light is: what lies between two, how whites are mixed, how a fade goes."""

from __future__ import annotations

import pytest

from hardware.lights.fading import Fade
from hardware.lights.lamp import DARK, Light, between, cool_share, power, rgb_of


@pytest.mark.parametrize(
    ("kelvin", "brightness", "rgb"),
    [
        (500, 1, None),
        (30_000, 1, None),
        (4000, 1.1, None),
        (4000, -0.1, None),
        (4000, 1, (1, 2, 256)),
    ],
)
def test_what_is_no_light_is_refused(
    kelvin: float, brightness: float, rgb: tuple[int, int, int] | None
) -> None:
    with pytest.raises(ValueError, match=r"K|brightness|colour"):
        Light(kelvin, brightness, rgb)


def test_half_way_between_two_whites_is_half_way_in_mireds() -> None:
    middle = between(Light(2700, 0.2), Light(6500, 1.0), 0.5)
    assert middle.brightness == pytest.approx(0.6)
    assert 1e6 / middle.colour_temperature_k == pytest.approx((1e6 / 2700 + 1e6 / 6500) / 2)


def test_the_ends_of_a_way_are_the_lights_themselves() -> None:
    start, end = Light(2701.5, 0.123), Light(5600.25, 0.9, (1, 2, 3))
    assert between(start, end, 0.0) is start
    assert between(start, end, 1.0) is end
    assert between(start, end, 7.0) is end


def test_out_of_the_dark_a_light_has_its_own_colour_from_the_first_step_on() -> None:
    assert between(DARK, Light(5600, 1.0), 0.01).colour_temperature_k == pytest.approx(5600)
    assert between(Light(5600, 1.0), DARK, 0.99).colour_temperature_k == pytest.approx(5600)
    assert between(DARK, Light(4000, 1.0, (200, 0, 0)), 0.5).rgb == (200, 0, 0)


def test_between_a_white_and_a_colour_lies_a_mixture() -> None:
    mixed = between(Light(6500, 1.0), Light(4000, 1.0, (255, 0, 0)), 0.5)
    assert mixed.rgb is not None
    assert mixed.rgb[0] == 255
    assert 120 <= mixed.rgb[1] <= 130


def test_a_fade_that_is_turned_goes_on_from_where_it_is() -> None:
    fade = Fade(DARK, Light(2700, 1.0), 0.0, 10.0)
    turned = fade.turning(DARK, 5.0, 1.0)
    assert turned.at(5.0).brightness == pytest.approx(0.5)
    assert turned.at(5.5).brightness == pytest.approx(0.25)
    assert turned.at(6.0) == DARK
    assert not turned.over(5.9)
    assert turned.over(6.0)


def test_no_seconds_is_at_once() -> None:
    light = Light(2700, 0.5)
    fade = Fade(DARK, light, 3.0, 0.0)
    assert fade.at(3.0) == light
    assert fade.over(3.0)


def test_the_share_of_cool_stays_within_the_lamp() -> None:
    assert cool_share(1500, 2700, 6500) == 0.0
    assert cool_share(2700, 2700, 6500) == 0.0
    assert cool_share(6500, 2700, 6500) == pytest.approx(1.0)
    assert cool_share(20_000, 2700, 6500) == 1.0
    assert cool_share(4000, 2700, 6500) == pytest.approx(0.556, abs=0.001)


def test_what_looks_half_as_bright_is_a_fifth_of_the_light() -> None:
    assert power(0.5) == pytest.approx(0.2176, abs=1e-4)
    assert (power(0.0), power(1.0)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("kelvin", "rgb"),  # Mitchell Charity's table of blackbody colours, CIE 1964, to a few steps
    [
        (2700, (255, 169, 87)),
        (4000, (255, 209, 163)),
        (5600, (255, 239, 225)),
        (9000, (210, 223, 255)),
    ],
)
def test_a_white_as_a_screen_shows_it(kelvin: float, rgb: tuple[int, int, int]) -> None:
    assert all(abs(ours - theirs) <= 5 for ours, theirs in zip(rgb_of(kelvin), rgb, strict=True))
