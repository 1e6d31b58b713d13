"""Short sounds: now or not at all, and nobody waits for them."""

from __future__ import annotations

import importlib.util
import subprocess
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceState
from hardware.sound import voice as voice_module
from hardware.sound.players import player
from hardware.sound.voice import Voice
from tests.conftest import REPO, LogWatch, wait_until

SOUNDS = REPO / "assets" / "sounds"
TOUCH, ARRIVAL = Path("touch.wav"), Path("arrival.wav")


class Player:
    """Stands for the system's player: plays until the test or the driver ends it."""

    def __init__(self, machine: Machine, command: list[str]) -> None:
        self.command = command
        self.returncode = machine.code
        self.ended = threading.Event()

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        if not self.ended.wait(timeout):
            raise subprocess.TimeoutExpired(self.command, timeout or 0)
        return b"", b"no such card"

    def terminate(self) -> None:
        self.returncode = -15
        self.ended.set()

    kill = terminate


class Machine:
    def __init__(self) -> None:
        self.code = 0
        self.played: list[Player] = []

    def start(self, command: list[str], **_: Any) -> Player:
        self.played.append(Player(self, command))
        return self.played[-1]

    @property
    def files(self) -> list[str]:
        return [each.command[-1] for each in self.played]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    file = tmp_path / "aplay"
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return Machine()


@pytest.fixture
def voice(machine: Machine) -> Iterator[Voice]:
    voice = Voice(open_player=machine.start)  # type: ignore[arg-type]
    voice.open()
    yield voice
    voice.close()


def test_a_sound_is_played_by_the_systems_player(voice: Voice, machine: Machine) -> None:
    assert voice.health.ok
    voice.play(TOUCH)
    wait_until(lambda: machine.played)
    assert machine.played[0].command[1:] == ["-q", "touch.wav"]
    machine.played[0].ended.set()


def test_what_comes_while_one_sounds_is_dropped(voice: Voice, machine: Machine) -> None:
    voice.play(ARRIVAL)
    wait_until(lambda: machine.played)
    for _ in range(5):
        voice.play(TOUCH)
    machine.played[0].ended.set()

    def again() -> bool:
        voice.play(TOUCH)
        return len(machine.played) > 1

    wait_until(again)
    machine.played[1].ended.set()
    assert machine.files == ["arrival.wav", "touch.wav"]


def test_a_sound_that_would_be_late_is_dropped(machine: Machine) -> None:
    now = 0.0
    voice = Voice(open_player=machine.start, clock=lambda: now)  # type: ignore[arg-type]
    voice.open()
    with voice._news:  # the machine has no time for its thread
        voice.play(TOUCH)
        now = 1.0
    wait_until(lambda: not voice._busy)
    assert machine.played == []
    voice.close()


def test_nobody_waits_for_a_sound(voice: Voice) -> None:
    began = time.perf_counter()
    for _ in range(100):
        voice.play(TOUCH)
    assert time.perf_counter() - began < 0.1


def test_a_player_that_fails_is_left_alone_for_a_while(
    voice: Voice, machine: Machine, log_watch: LogWatch
) -> None:
    log_watch.expect("no sound")
    machine.code = 1
    voice.play(TOUCH)
    wait_until(lambda: machine.played)
    machine.played[0].ended.set()
    wait_until(lambda: voice.health.state is DeviceState.FAULTY)
    assert voice.health.cause == "no such card"
    for _ in range(20):
        voice.play(TOUCH)
        time.sleep(0.001)
    assert len(machine.played) == 1


def test_a_player_that_hangs_is_ended(
    voice: Voice, machine: Machine, log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_watch.expect("no sound")
    monkeypatch.setattr(voice_module, "LONGEST_S", 0.02)
    machine.code = -9
    voice.play(TOUCH)
    wait_until(lambda: voice.health.state is DeviceState.FAULTY)
    assert machine.played[0].ended.is_set()


def test_a_machine_without_a_player_is_silent_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert player() == []
    voice = Voice()
    voice.open()
    voice.play(TOUCH)
    assert voice.health.state is DeviceState.FAULTY
    assert "alsa-utils" in voice.health.message
    voice.close()


def test_closing_ends_what_sounds(machine: Machine) -> None:
    voice = Voice(open_player=machine.start)  # type: ignore[arg-type]
    voice.open()
    voice.play(ARRIVAL)
    wait_until(lambda: machine.played)
    voice.close()
    voice.close()
    assert machine.played[0].ended.is_set()


# --- the sounds themselves ------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "longest_s"), [("touch.wav", 0.12), ("arrival.wav", 0.9)])
def test_a_sound_is_short_quiet_and_ends_in_silence(name: str, longest_s: float) -> None:
    with wave.open(str(SOUNDS / name)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        raw = sound.readframes(sound.getnframes())
    levels = [
        abs(int.from_bytes(raw[i : i + 2], "little", signed=True)) for i in range(0, len(raw), 2)
    ]
    assert 0.05 < seconds <= longest_s
    assert 0.02 * 32767 < max(levels) < 0.2 * 32767
    assert max(levels[:5]) < 200  # no click
    assert max(levels[-20:]) < 40


def test_the_sounds_are_what_their_script_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("make_sounds", SOUNDS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    for file in tmp_path.glob("*.wav"):
        ours = (SOUNDS / file.name).read_bytes()
        assert len(ours) == len(file.read_bytes())
        # Another machine's sine may differ in the last bit.
        pairs = zip(ours[44:], file.read_bytes()[44:], strict=True)
        assert sum(a != b for a, b in pairs) < len(ours) * 0.01
