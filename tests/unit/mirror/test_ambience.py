"""The room's lamp, backlight and voice, as the visit wants them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.device import DeviceError, DeviceState, Health
from hardware.lights.backlight import Backlight
from hardware.lights.lamp import Light
from kiosk.mirror.room.ambience import SOUNDS, Ambience
from kiosk.mirror.visit.effects import PlaySound, SetLight, SoundKind
from tests.conftest import LogWatch, wait_until

EVENING = SetLight(Light(2700, 0.4), 0.0, 0.7)


class FakeLamp:
    health = Health(DeviceState.OK)

    def __init__(self) -> None:
        self.shown: list[tuple[Light, float]] = []
        self.closed = False

    def open(self) -> None: ...

    def close(self) -> None:
        self.closed = True

    def show(self, light: Light, fade_s: float) -> None:
        self.shown.append((light, fade_s))


class FakeVoice:
    health = Health(DeviceState.OK)

    def __init__(self) -> None:
        self.played: list[Path] = []

    def open(self) -> None: ...

    def close(self) -> None: ...

    def play(self, file: Path) -> None:
        self.played.append(file)


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    made = tmp_path / "panel"
    made.mkdir()
    (made / "max_brightness").write_text("1000")
    (made / "brightness").write_text("1000")
    return made / "brightness"


@pytest.fixture
def lamp() -> FakeLamp:
    return FakeLamp()


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
def ambience(lamp: FakeLamp, voice: FakeVoice, panel: Path) -> Iterator[Ambience]:
    room = Ambience(lambda: lamp, backlight=Backlight(panel.parent.parent), voice=voice)  # type: ignore[arg-type]
    yield room
    room.close()


def test_room_and_screen_change_together(ambience: Ambience, lamp: FakeLamp, panel: Path) -> None:
    ambience.open(None)
    assert ambience.turns_the_screen
    ambience.do(EVENING)
    assert lamp.shown == [(EVENING.light, 0.0)]
    wait_until(lambda: panel.read_text() == "456")  # 0.7 as an eye sees it


def test_a_mirror_begins_with_the_room_at_rest(ambience: Ambience, lamp: FakeLamp) -> None:
    ambience.open(EVENING)
    assert lamp.shown == [(EVENING.light, 0.0)]
    ambience.close()
    assert lamp.closed


@pytest.mark.parametrize("kind", SoundKind)
def test_every_sound_is_there(ambience: Ambience, voice: FakeVoice, kind: SoundKind) -> None:
    ambience.open(None)
    ambience.do(PlaySound(kind))
    assert voice.played == [SOUNDS / f"{kind}.wav"]
    assert voice.played[0].is_file()


def test_a_room_without_any_of_it_is_a_room(tmp_path: Path, voice: FakeVoice) -> None:
    room = Ambience(None, backlight=Backlight(tmp_path), voice=voice)  # type: ignore[arg-type]
    room.open(EVENING)
    room.do(EVENING)
    assert not room.turns_the_screen
    assert "lamp" not in room.healths
    room.close()


def test_a_lamp_that_cannot_be_is_told_and_the_mirror_goes_on(
    tmp_path: Path, voice: FakeVoice, log_watch: LogWatch
) -> None:
    def mistaken() -> FakeLamp:
        raise DeviceError("a lamp on pins needs warm, cool, or both")

    log_watch.expect("mirror.light")
    room = Ambience(mistaken, backlight=Backlight(tmp_path), voice=voice)  # type: ignore[arg-type]
    room.open(EVENING)
    room.do(EVENING)
    assert room.healths["lamp"].state is DeviceState.FAULTY
    assert "needs warm" in room.healths["lamp"].message
    room.close()
