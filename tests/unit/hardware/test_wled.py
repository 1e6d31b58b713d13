"""A lamp that WLED drives: what it is told, and what its controller can do to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hardware.device import DeviceState
from hardware.lights.lamp import DARK, Light
from hardware.lights.wled.driver import WledLamp
from hardware.lights.wled.emulator import WledEmulator
from tests.conftest import LogWatch, wait_until
from tests.unit.hardware.test_lamps import hurried, posts


@pytest.fixture
def strip(request: pytest.FixtureRequest) -> Iterator[tuple[WledLamp, WledEmulator]]:
    """A lamp whose strip can do what the test says: bit 0 RGB, bit 1 white, bit 2 CCT."""
    emulator = WledEmulator(capabilities=getattr(request, "param", 7))
    emulator.start()
    lamp = WledLamp("127.0.0.1", emulator.port, open_teller=hurried)
    lamp.open()
    yield lamp, emulator
    lamp.close()
    emulator.stop()


@pytest.mark.parametrize(
    ("strip", "light", "colour", "cct"),
    [
        (1, Light(2700, 1.0), [255, 167, 87], 127),
        (1, Light(4000, 1.0, (255, 0, 90)), [255, 0, 90], 127),
        (2, Light(5600, 1.0, (255, 0, 90)), [0, 0, 0, 255], 127),
        (3, Light(2700, 1.0), [0, 0, 0, 255], 127),
        (3, Light(5600, 1.0), [0, 72, 138, 255], 127),
        (3, Light(4000, 1.0, (255, 0, 90)), [255, 0, 90, 0], 127),
        (6, Light(2700, 1.0), [0, 0, 0, 255], 0),
        (6, Light(6500, 1.0), [0, 0, 0, 255], 255),
        (7, Light(5600, 1.0), [0, 0, 0, 255], 226),
        (7, Light(5600, 1.0, (255, 0, 90)), [255, 0, 90, 0], 127),
    ],
    indirect=["strip"],
)
def test_a_strip_is_told_what_it_can_do(
    strip: tuple[WledLamp, WledEmulator], light: Light, colour: list[int], cct: int
) -> None:
    lamp, emulator = strip
    lamp.show(light, 0.0)
    wait_until(lambda: emulator.state["seg"][0]["col"][0] == colour, what=str(colour))
    segment = emulator.state["seg"][0]
    assert (segment["fx"], segment["cct"], segment["bri"]) == (0, cct, 255)
    assert emulator.refused == []


def test_wled_fades_by_itself_and_is_told_once(strip: tuple[WledLamp, WledEmulator]) -> None:
    lamp, emulator = strip
    wait_until(lambda: lamp.health.ok)
    lamp.show(Light(2700, 0.5), 2.5)
    wait_until(lambda: posts(emulator))
    assert lamp.order(Light(2700, 0.5), 2.5)["tt"] == 25
    assert lamp.order(Light(2700, 0.5), 500)["tt"] == 650  # WLED's longest
    assert lamp.order(Light(2700, 0.5), 2.5)["bri"] == 55  # a fifth of the light looks like half
    assert lamp.order(Light(2700, 0.01), 0)["bri"] == 1
    assert lamp.order(DARK, 1) == {"on": False, "tt": 10}
    wait_until(lambda: emulator.requests.count(("GET", "/json/info")) > 4)
    assert len(posts(emulator)) == 1


def test_a_busy_wled_is_asked_again_in_a_moment(
    strip: tuple[WledLamp, WledEmulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.lights.telling.BUSY_AGAIN_S", 0.02)
    lamp, emulator = strip
    wait_until(lambda: lamp.health.ok)
    emulator.busy = 3
    lamp.show(Light(2700, 1.0), 0.0)
    wait_until(lambda: emulator.seen.brightness > 0.95)
    assert lamp.health.ok


def test_a_wled_that_is_busy_after_its_restart_is_told_again(
    strip: tuple[WledLamp, WledEmulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.lights.telling.BUSY_AGAIN_S", 0.02)
    lamp, emulator = strip
    lamp.show(Light(2700, 1.0), 0.0)
    wait_until(lambda: emulator.seen.brightness > 0.95)
    plain, state_is_busy = emulator.answer, True

    def answer(method: str, path: str, body: bytes) -> tuple[int, Any]:
        nonlocal state_is_busy
        if (method, path, state_is_busy) == ("GET", "/json/state", True):
            state_is_busy = False
            return 503, {"error": 3}
        return plain(method, path, body)

    monkeypatch.setattr(emulator, "answer", answer)
    emulator._boot()  # so fast that nobody noticed
    wait_until(lambda: not state_is_busy)
    wait_until(lambda: emulator.seen.brightness > 0.95)


def test_other_segments_of_the_controller_are_left_as_they_are() -> None:
    emulator = WledEmulator(beside=1)
    emulator.start()
    lamp = WledLamp("127.0.0.1", emulator.port, open_teller=hurried)
    lamp.open()
    lamp.show(Light(2700, 0.5), 0.0)
    wait_until(lambda: emulator.state["seg"][0]["bri"] == 55)
    assert (emulator.state["on"], emulator.state["bri"]) == (True, 255)
    assert emulator.seen.brightness == pytest.approx(0.5, abs=0.01)
    lamp.show(DARK, 0.0)
    wait_until(lambda: emulator.seen.brightness == 0.0)
    assert (emulator.state["on"], emulator.state["bri"]) == (True, 255)
    lamp.close()
    emulator.stop()
    assert emulator.refused == []


def test_an_odd_answer_ends_no_lamp(
    strip: tuple[WledLamp, WledEmulator], monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    lamp, emulator = strip
    wait_until(lambda: lamp.health.ok)
    log_watch.expect("cannot be understood")
    with monkeypatch.context() as patch:
        patch.setattr(WledEmulator, "info", {"brand": "WLED", "leds": {}, "uptime": "long"})
        wait_until(lambda: lamp.health.state is DeviceState.FAULTY)
    lamp.show(Light(2700, 1.0), 0.0)
    wait_until(lambda: lamp.health.ok and emulator.seen.brightness > 0.95)


def test_something_else_at_the_address_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = WledEmulator()
    emulator.start()
    monkeypatch.setattr(WledEmulator, "info", {"brand": "Router", "leds": {}})
    lamp = WledLamp("127.0.0.1", emulator.port, open_teller=hurried)
    lamp.open()
    wait_until(lambda: lamp.health.state is DeviceState.FAULTY)
    assert "not WLED" in lamp.health.message
    lamp.close()
    emulator.stop()


def test_a_segment_that_is_not_there_is_a_fault() -> None:
    emulator = WledEmulator()
    emulator.start()
    lamp = WledLamp("127.0.0.1", emulator.port, segment=3, open_teller=hurried)
    lamp.open()
    wait_until(lambda: lamp.health.state is DeviceState.FAULTY)
    assert "segment" in lamp.health.message
    assert posts(emulator) == []
    lamp.close()
    emulator.stop()


def test_the_emulator_judges(strip: tuple[WledLamp, WledEmulator]) -> None:
    _, emulator = strip
    for body in (b'{"bri": 256}', b'{"brightness": 3}', b'{"seg": [{"kelvin": 2}]}', b"[1]"):
        assert emulator.answer("POST", "/json/state", body)[0] == 400
    assert emulator.refused == [
        "bri cannot be 256",
        "unknown field brightness",
        "unknown field seg.kelvin",
        "not an object",
    ]
    assert emulator.answer("POST", "/json/state", b"{")[0] == 400
    status, state = emulator.answer("POST", "/json/state", b'{"on": "t", "v": true}')
    assert (status, state["on"]) == (200, False)
