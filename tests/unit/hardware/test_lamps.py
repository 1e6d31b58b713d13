"""Lamps: what every one of them does, and what each does on its own wire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware.device import Device, DeviceError, DeviceState, open_device
from hardware.lights.lamp import DARK, Lamp, Light
from hardware.lights.pwm.driver import PwmLamp
from hardware.lights.simulated.driver import SimulatedLamp
from hardware.lights.simulated.emulator import LampEmulator
from hardware.lights.telling import Teller
from hardware.lights.wled import driver as wled_driver
from hardware.lights.wled.driver import WledLamp
from hardware.lights.wled.emulator import WledEmulator
from tests.conftest import LogWatch, wait_until

DAYLIGHT, EVENING = Light(5600, 1.0), Light(2700, 0.4)
FOR_EVER = 60.0


def hurried(*args: Any, **settings: Any) -> Teller:
    return Teller(*args, **{**settings, "apart_s": 0.005, "look_every_s": 0.05, "again_s": 0.02})


def posts(emulator: WledEmulator) -> list[tuple[str, str]]:
    return [each for each in emulator.requests if each[0] == "POST"]


@dataclass
class Stand:
    """A lamp, how bright the room is, and what plays its other end, if it has one."""

    lamp: Lamp
    brightness: Callable[[], float]
    emulator: LampEmulator | WledEmulator | None = None

    def shows(self, light: Light) -> bool:
        return abs(self.brightness() - light.brightness) < 0.02


def simulated(folder: Path, _: pytest.MonkeyPatch) -> Stand:
    emulator = LampEmulator(folder / "dev" / "lamp-1")
    emulator.start()
    lamp = SimulatedLamp(str(folder / "dev" / "lamp-1"), open_teller=hurried)
    return Stand(lamp, lambda: emulator.seen.brightness, emulator)


def pwm(_folder: Path, patch: pytest.MonkeyPatch) -> Stand:
    warm, cool = pins(patch, 12, 13)
    lamp = PwmLamp(warm=12, cool=13)
    return Stand(lamp, lambda: float((warm.state + cool.state) ** (1 / 2.2)))


def wled(_folder: Path, _patch: pytest.MonkeyPatch) -> Stand:
    emulator = WledEmulator()
    emulator.start()
    lamp = WledLamp("127.0.0.1", emulator.port, open_teller=hurried)
    return Stand(lamp, lambda: emulator.seen.brightness, emulator)


def pins(patch: pytest.MonkeyPatch, *numbers: int) -> list[Any]:
    from gpiozero import Device as PinDevice
    from gpiozero.pins.mock import MockFactory, MockPWMPin

    factory = MockFactory(pin_class=MockPWMPin)
    patch.setattr(PinDevice, "pin_factory", factory)
    return [factory.pin(number) for number in numbers]


@pytest.fixture(params=[simulated, pwm, wled], ids=lambda make: make.__name__)
def stand(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stand]:
    stand: Stand = request.param(tmp_path, monkeypatch)
    stand.lamp.open()
    yield stand
    stand.lamp.close()
    if stand.emulator is not None:
        stand.emulator.stop()
        assert getattr(stand.emulator, "refused", []) == []


@pytest.fixture(params=[simulated, wled], ids=lambda make: make.__name__)
def wired(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stand]:
    """Those whose other end can be away."""
    stand: Stand = request.param(tmp_path, monkeypatch)
    stand.lamp.open()
    yield stand
    stand.lamp.close()
    assert stand.emulator is not None
    stand.emulator.stop()


def emulator_of(stand: Stand) -> LampEmulator | WledEmulator:
    assert stand.emulator is not None
    return stand.emulator


# --- every lamp -----------------------------------------------------------------------------------


def test_it_is_a_device_and_well_once_it_was_opened(stand: Stand) -> None:
    assert isinstance(stand.lamp, Device)
    wait_until(lambda: stand.lamp.health.ok)


@pytest.mark.parametrize("light", [DAYLIGHT, EVENING, Light(4000, 0.2), Light(4000, 1, (9, 9, 9))])
def test_it_shows_what_it_is_told(stand: Stand, light: Light) -> None:
    stand.lamp.show(light, 0.0)
    wait_until(lambda: stand.shows(light))


def test_it_goes_dark_and_comes_back(stand: Stand) -> None:
    stand.lamp.show(DAYLIGHT, 0.0)
    wait_until(lambda: stand.shows(DAYLIGHT))
    stand.lamp.show(DARK, 0.0)
    wait_until(lambda: stand.brightness() == 0.0)
    stand.lamp.show(EVENING, 0.0)
    wait_until(lambda: stand.shows(EVENING))


def test_a_fade_goes_through_what_lies_between(stand: Stand) -> None:
    stand.lamp.show(DARK, 0.0)
    wait_until(lambda: stand.lamp.health.ok and stand.brightness() == 0.0)
    stand.lamp.show(DAYLIGHT, 0.3)
    seen = [0.0]

    def arrived() -> bool:
        seen.append(stand.brightness())
        return stand.shows(DAYLIGHT)

    wait_until(arrived)
    assert seen == sorted(seen)
    assert any(0.05 < each < 0.95 for each in seen)


def test_of_several_lights_the_newest_counts(stand: Stand) -> None:
    wait_until(lambda: stand.lamp.health.ok)
    for number in range(20):
        stand.lamp.show(Light(4000, number / 40), FOR_EVER)
    stand.lamp.show(EVENING, 0.0)
    wait_until(lambda: stand.shows(EVENING))


def test_nobody_waits_for_it(stand: Stand) -> None:
    if stand.emulator is not None:
        stand.emulator.slow_s = 0.2
    began = time.perf_counter()
    for _ in range(50):
        stand.lamp.show(DAYLIGHT, FOR_EVER)
        _ = stand.lamp.health
    assert time.perf_counter() - began < 0.1


def test_it_may_be_closed_twice_and_told_afterwards(stand: Stand) -> None:
    stand.lamp.close()
    stand.lamp.close()
    stand.lamp.show(DAYLIGHT, 0.0)


# --- those at the end of a wire -------------------------------------------------------------------


def test_a_lamp_that_is_away_is_a_state_and_shows_the_newest_once_it_is_back(wired: Stand) -> None:
    emulator = emulator_of(wired)
    wired.lamp.show(EVENING, 0.0)
    wait_until(lambda: wired.shows(EVENING))
    emulator.unplug()
    wait_until(lambda: wired.lamp.health.state is DeviceState.AWAY)
    assert "lamp" in wired.lamp.health.message
    assert wired.lamp.health.cause
    wired.lamp.show(DAYLIGHT, 0.0)
    emulator.plug()
    wait_until(lambda: wired.lamp.health.ok and wired.shows(DAYLIGHT))


def test_a_lamp_that_lost_its_power_for_a_moment_is_told_again(wired: Stand) -> None:
    emulator = emulator_of(wired)
    wired.lamp.show(EVENING, 0.0)
    wait_until(lambda: wired.shows(EVENING))
    emulator.unplug()
    emulator.plug()
    wait_until(lambda: not wired.shows(EVENING) or wired.lamp.health.state is DeviceState.AWAY)
    wait_until(lambda: wired.shows(EVENING))


def test_a_silent_lamp_is_away(wired: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wled_driver, "ANSWER_S", 0.1)
    monkeypatch.setattr("hardware.lights.simulated.driver.ANSWER_S", 0.1)
    wait_until(lambda: wired.lamp.health.ok)
    emulator_of(wired).go_silent()
    wired.lamp.show(DAYLIGHT, 0.0)
    wait_until(lambda: wired.lamp.health.state is DeviceState.AWAY)
    emulator_of(wired).speak()
    wait_until(lambda: wired.lamp.health.ok and wired.shows(DAYLIGHT))


def test_a_slow_lamp_skips_what_is_old(wired: Stand) -> None:
    emulator = emulator_of(wired)
    wait_until(lambda: wired.lamp.health.ok)
    emulator.slow_s = 0.05
    for number in range(30):
        wired.lamp.show(Light(4000, number / 40), 0.0)
        time.sleep(0.001)
    wired.lamp.show(EVENING, 0.0)
    wait_until(lambda: wired.shows(EVENING))
    told = emulator.told if isinstance(emulator, LampEmulator) else len(posts(emulator))
    assert told < 10


def test_a_lamp_that_was_never_there_is_away(tmp_path: Path) -> None:
    lamp = SimulatedLamp(str(tmp_path / "nobody"), open_teller=hurried)
    lamp.open()
    wait_until(lambda: lamp.health.state is DeviceState.AWAY)
    lamp.close()


def test_no_request_storm_at_a_lamp_that_is_away() -> None:
    """Who taps scenes does not make a dead lamp be asked faster."""
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        raise ConnectionRefusedError

    teller = Teller(lambda _light, _fade: None, look, name="dead", apart_s=0.001, again_s=0.1)
    teller.open()
    until = time.monotonic() + 0.25
    while time.monotonic() < until:
        teller.show(DAYLIGHT, 0.0)
        time.sleep(0.002)
    teller.close()
    assert 1 <= looks <= 4


# --- the simulated lamp ---------------------------------------------------------------------------


def test_two_lamps_cannot_play_at_one_port(tmp_path: Path) -> None:
    first = LampEmulator(tmp_path / "lamp-1")
    first.start()
    try:
        with pytest.raises(FileExistsError):
            LampEmulator(tmp_path / "lamp-1").start()
    finally:
        first.stop()


def test_the_port_of_a_lamp_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    import socket

    left = socket.socket(socket.AF_UNIX)
    left.bind(str(tmp_path / "lamp-1"))
    left.close()
    lamp = LampEmulator(tmp_path / "lamp-1")
    lamp.start()
    assert lamp.plugged
    lamp.stop()


# --- pins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("light", "warm", "cool"),
    [
        (Light(2700, 1.0), 1.0, 0.0),
        (Light(6500, 1.0), 0.0, 1.0),
        (Light(2000, 1.0), 1.0, 0.0),  # as warm as it can
        (Light(9000, 1.0), 0.0, 1.0),
        (Light(3815.2174, 1.0), 0.5, 0.5),  # half way in mireds
        (Light(2700, 0.5), 0.2176, 0.0),  # what looks half as bright is a fifth of the light
        (Light(2700, 0.05), 0.01, 0.0),  # 0.0014 of it, which the pins would round to nothing
        (Light(3900, 0.05), 0.0, 0.01),
        (DARK, 0.0, 0.0),
    ],
)
def test_two_whites_are_mixed_by_temperature(light: Light, warm: float, cool: float) -> None:
    shares = PwmLamp(warm=12, cool=13).shares(light)
    assert shares == pytest.approx({"warm": warm, "cool": cool}, abs=1e-4)


def test_both_whites_together_give_no_more_than_one(stand: Stand) -> None:
    lamp = PwmLamp(warm=12, cool=13)
    for kelvin in range(2000, 8000, 250):
        for tenths in range(1, 11):
            shares = lamp.shares(Light(kelvin, tenths / 10)).values()
            assert 0 < sum(shares) <= 1.0001


def test_one_white_is_dimmed_whatever_the_temperature(monkeypatch: pytest.MonkeyPatch) -> None:
    (pin,) = pins(monkeypatch, 18)
    lamp = PwmLamp(cool=18, frequency=800)
    lamp.open()
    assert pin.frequency == 800
    lamp.show(Light(2000, 0.5), 0.0)
    wait_until(lambda: pin.state == pytest.approx(0.2176, abs=1e-4))
    lamp.close()


def test_the_pins_over_a_fade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to daylight: each step more than the last, small ones first as an eye wants it."""
    warm, cool = pins(monkeypatch, 12, 13)
    lamp = PwmLamp(warm=12, cool=13)
    lamp.open()
    lamp.show(Light(3815.2174, 1.0), 0.4)
    wait_until(lambda: cool.state == pytest.approx(0.5, abs=1e-3))
    lamp.close()
    for pin in (warm, cool):
        # Below two hundredths there is light enough for one white only: it has the other's, too.
        values = [float(state.state) for state in pin.states]
        climb = [each for each in values[: values.index(max(values)) + 1] if each >= 0.02]
        assert climb == sorted(climb)
        # 20 steps at 50 a second; a busy machine leaves some out, and never jumps to the end.
        assert len(set(climb)) >= 5
    assert len(warm.states) < 60


def test_a_lamp_of_drivers_that_are_on_at_0_volt(monkeypatch: pytest.MonkeyPatch) -> None:
    (pin,) = pins(monkeypatch, 18)
    lamp = PwmLamp(warm=18, active_high=False)
    lamp.open()
    assert pin.state == 1.0
    lamp.show(Light(2700, 1.0), 0.0)
    wait_until(lambda: pin.state == 0.0)
    lamp.close()


def test_pins_that_cannot_be_had_are_a_state(
    monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    from gpiozero import PWMLED

    pins(monkeypatch, 12)
    taken = PWMLED(12)
    log_watch.expect("the lamp's pins cannot be opened")
    lamp = PwmLamp(warm=12)
    lamp.open()
    assert lamp.health.state is DeviceState.FAULTY
    assert "mirror.light" in lamp.health.message
    lamp.show(DAYLIGHT, 0.0)
    lamp.close()
    taken.close()


def test_a_machine_without_gpiozero_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "gpiozero", None)
    lamp = PwmLamp(warm=12)
    lamp.open()
    assert lamp.health.state is DeviceState.FAULTY
    assert "make pi" in lamp.health.message
    lamp.close()


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"driver": "pwm"}, "needs warm, cool"),
        ({"driver": "pwm", "warm": 12, "cool": 12}, "both be at pin 12"),
        ({"driver": "pwm", "warm": 12, "warm_k": 6500, "cool_k": 2700}, "warm_k"),
        ({"driver": "pwm", "warm": 12, "gamma": 9}, "gamma"),
        ({"driver": "pwm", "warm": 12, "frequency": 5}, "frequency"),
        ({"driver": "pwm", "pin": 12}, "no setting 'pin'"),
        ({"driver": "wled"}, "needs the setting 'host'"),
        ({"driver": "wled", "host": "http://lamp/"}, "host is a name"),
        ({"driver": "wled", "host": 5}, "host is a text, not 5"),
        ({"driver": "wled", "host": "lamp", "port": 0}, "port"),
        ({"driver": "wled", "host": "lamp", "port": "80"}, "port is a whole number, not '80'"),
        ({"driver": "wled", "host": "lamp", "segment": True}, "segment is a whole number"),
        ({"driver": "wled", "host": "lamp", "gamma": "x"}, "gamma is a number, not 'x'"),
        ({"driver": "wled", "host": "lamp", "gamma": 0}, "gamma"),
        ({"driver": "wled", "host": "lamp", "warm_k": 0}, "warm_k"),
        ({"driver": "pwm", "warm": "18"}, "warm is a whole number, not '18'"),
        ({"driver": "pwm", "warm": 18, "active_high": "no"}, "active_high is true or false"),
        ({"driver": "wled", "host": "lamp", "segment": 40}, "segment"),
        ({"driver": "hue"}, "there are: pwm, simulated, wled"),
    ],
)
def test_settings_that_cannot_be_say_why(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(DeviceError, match=words):
        open_device("lamp", settings)
