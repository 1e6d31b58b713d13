"""Alarms: what every one of them does, and what each does on its own wire."""

from __future__ import annotations

import io
import socket
import threading
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware.alarm.alarm import Alarm, Alarms
from hardware.alarm.gpio.driver import GpioAlarm
from hardware.alarm.simulated.driver import SimulatedAlarm
from hardware.alarm.simulated.emulator import AlarmEmulator
from hardware.alarm.sound import tones
from hardware.alarm.sound.driver import SoundAlarm
from hardware.device import DeviceError, DeviceState, open_device
from tests.conftest import BUSY_S, LogWatch, wait_until

FOR_EVER = 600.0


@dataclass
class Stand:
    """An alarm, whether it is on to a passer-by, and how its other end is broken and mended."""

    alarm: Alarm
    on: Callable[[], bool]
    close: Callable[[], None] = lambda: None


class Player:
    """Stands for the system's player: plays until it is told to end."""

    playing = 0

    def __init__(self, command: list[str], **_: Any) -> None:
        self.command = command
        self.returncode: int | None = None
        self._ended = threading.Event()
        type(self).playing += 1

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        self._ended.wait(0.02 if timeout is None else min(timeout, 0.02))
        type(self).playing -= 1
        self.returncode = 0
        return b"", b""

    def terminate(self) -> None:
        self._ended.set()

    kill = terminate


def simulated(folder: Path, _: pytest.MonkeyPatch) -> Stand:
    emulator = AlarmEmulator(folder / "dev" / "alarm-1")
    emulator.start()
    return Stand(
        SimulatedAlarm(str(folder / "dev" / "alarm-1")), lambda: emulator.on, emulator.stop
    )


def gpio(_folder: Path, patch: pytest.MonkeyPatch) -> Stand:
    from gpiozero import Device
    from gpiozero.pins.mock import MockFactory

    factory = MockFactory()
    patch.setattr(Device, "pin_factory", factory)
    lamp, buzzer = factory.pin(17), factory.pin(27)
    return Stand(GpioAlarm(light=17, buzzer=27), lambda: bool(buzzer.state), lamp.close)


def sound(folder: Path, patch: pytest.MonkeyPatch) -> Stand:
    player = folder / "aplay"
    player.write_text("#!/bin/sh\n")
    player.chmod(0o755)
    patch.setenv("PATH", str(folder))
    patch.setattr(Player, "playing", 0)
    last = {"at": 0.0}

    def on() -> bool:
        if Player.playing:
            last["at"] = time.monotonic()
        return time.monotonic() - last["at"] < 0.1  # between two turns there is a moment

    return Stand(SoundAlarm(open_player=Player), on)  # type: ignore[arg-type]


@pytest.fixture(params=[simulated, gpio, sound], ids=lambda make: make.__name__)
def stand(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stand]:
    stand: Stand = request.param(tmp_path, monkeypatch)
    stand.alarm.open()
    yield stand
    stand.alarm.close()
    stand.close()


def test_it_is_well_and_quiet_when_it_was_opened(stand: Stand) -> None:
    wait_until(lambda: stand.alarm.health.ok)
    assert not stand.on()


def test_it_goes_off_and_quiet_again_by_itself(stand: Stand) -> None:
    stand.alarm.raise_alarm(0.3)
    wait_until(stand.on)
    wait_until(lambda: not stand.on())


def test_it_is_quiet_when_it_is_told_so(stand: Stand) -> None:
    stand.alarm.raise_alarm(FOR_EVER)
    wait_until(stand.on)
    stand.alarm.quiet()
    wait_until(lambda: not stand.on())


def test_a_shorter_second_alarm_does_not_end_the_first(stand: Stand) -> None:
    stand.alarm.raise_alarm(FOR_EVER)
    wait_until(stand.on)
    stand.alarm.raise_alarm(0.01)
    time.sleep(0.05)
    wait_until(stand.on)


def test_closing_ends_it_and_may_be_done_twice(stand: Stand) -> None:
    stand.alarm.raise_alarm(FOR_EVER)
    wait_until(stand.on)
    stand.alarm.close()
    wait_until(lambda: not stand.on())
    stand.alarm.close()


# --- one wire each ----------------------------------------------------------------------------


def test_a_simulated_alarm_that_comes_back_hears_what_is_still_due(tmp_path: Path) -> None:
    path = tmp_path / "alarm"
    alarm = open_device("alarm", {"driver": "simulated", "port": str(path)})
    emulator = AlarmEmulator(path)
    try:
        wait_until(lambda: alarm.health.state is DeviceState.AWAY)
        alarm.raise_alarm(FOR_EVER)
        emulator.start()
        wait_until(lambda: emulator.on and alarm.health.ok)
        emulator.unplug()
        assert not emulator.on
        wait_until(lambda: alarm.health.state is DeviceState.AWAY)
        emulator.plug()
        wait_until(lambda: emulator.on)
    finally:
        alarm.close()
        emulator.stop()


def test_two_alarms_do_not_play_at_one_socket(tmp_path: Path) -> None:
    first, second = AlarmEmulator(tmp_path / "alarm"), AlarmEmulator(tmp_path / "alarm")
    first.start()
    with pytest.raises(FileExistsError):
        second.start()
    first.stop()


def test_the_light_blinks_while_the_buzzer_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    from gpiozero import Device
    from gpiozero.pins.mock import MockFactory

    factory = MockFactory()
    monkeypatch.setattr(Device, "pin_factory", factory)
    monkeypatch.setattr("hardware.alarm.gpio.driver.BLINK_S", 0.01)
    light, buzzer = factory.pin(5), factory.pin(6)
    alarm = GpioAlarm(light=5, buzzer=6, active_high=False)
    alarm.open()
    assert (light.state, buzzer.state) == (1, 1)  # at rest: the relays close at 0 V
    alarm.raise_alarm(FOR_EVER)
    wait_until(lambda: not light.state and not buzzer.state)
    wait_until(lambda: light.state and not buzzer.state)
    alarm.close()
    assert alarm.health.ok


def test_pins_without_a_number_and_twice_the_same_are_refused() -> None:
    with pytest.raises(DeviceError, match="light, buzzer, or better both"):
        GpioAlarm()
    with pytest.raises(DeviceError, match="both be at pin 4"):
        GpioAlarm(light=4, buzzer=4)


def test_pins_that_cannot_be_had_are_a_health(
    monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    from gpiozero import Device
    from gpiozero.pins.mock import MockFactory

    log_watch.expect("cannot be opened")
    monkeypatch.setattr(Device, "pin_factory", MockFactory())
    alarm = GpioAlarm(light=40)
    alarm.open()
    assert alarm.health.state is DeviceState.FAULTY
    assert "config.yaml" in alarm.health.message
    alarm.raise_alarm(1.0)
    alarm.close()


def test_a_machine_without_a_player_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    alarm = SoundAlarm()
    alarm.open()
    assert alarm.health.state is DeviceState.FAULTY
    assert "apt install alsa-utils" in alarm.health.message
    alarm.raise_alarm(1.0)
    alarm.close()


def test_a_player_that_fails_is_not_started_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("no such card")
    player = tmp_path / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text(f"#!/bin/sh\necho x >> {tmp_path}/started\necho no such card >&2\nexit 1\n")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{player.parent}:/bin:/usr/bin")
    alarm = SoundAlarm(player="aplay")
    alarm.open()
    alarm.raise_alarm(FOR_EVER)
    wait_until(lambda: alarm.health.state is DeviceState.FAULTY)
    alarm.close()
    assert (tmp_path / "started").read_text() == "x\n"


def test_the_sound_is_a_file_that_players_take() -> None:
    with wave.open(io.BytesIO(tones.wav())) as file:
        assert file.getnchannels() == 1
        assert file.getnframes() / file.getframerate() == pytest.approx(tones.length_s(), abs=0.01)
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 12_000 < max(samples) < 32_000  # loud, and never clipped


def test_several_alarms_go_off_together_and_are_well_if_all_are(tmp_path: Path) -> None:
    emulators = [AlarmEmulator(tmp_path / name) for name in ("light", "horn")]
    for emulator in emulators:
        emulator.start()
    alarms = Alarms([SimulatedAlarm(str(tmp_path / name)) for name in ("light", "horn")])
    alarms.open()
    wait_until(lambda: alarms.health.ok)
    alarms.raise_alarm(FOR_EVER)
    wait_until(lambda: all(emulator.on for emulator in emulators))
    alarms.quiet()
    wait_until(lambda: not any(emulator.on for emulator in emulators))
    emulators[1].stop()
    wait_until(lambda: alarms.health.state is DeviceState.AWAY)
    alarms.close()
    emulators[0].stop()


def test_a_lamp_that_reads_nothing_any_more_does_not_hold_up_the_gate(tmp_path: Path) -> None:
    path = tmp_path / "alarm"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stuck:
        stuck.bind(str(path))
        stuck.listen()
        alarm = SimulatedAlarm(str(path))
        alarm.open()
        line, _ = stuck.accept()
        with line:
            line.sendall(b"alarm\n")
            wait_until(lambda: alarm.health.ok)

            def flood() -> None:
                for _ in range(2000):  # more than the socket takes
                    alarm.raise_alarm(1.0)

            gate = threading.Thread(target=flood, daemon=True)
            gate.start()
            gate.join(BUSY_S)
            assert not gate.is_alive()
            alarm.close()
