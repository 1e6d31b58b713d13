"""The command `kiosk doctor` before readers that are played: its words, and measuring a zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hardware.device import DeviceError
from hardware.rfid import probing
from hardware.rfid.field import Field
from hardware.rfid.mercury.emulator import MercuryEmulator
from hardware.rfid.reader import TagId
from hardware.rfid.zone import ZoneProfile
from kiosk import calibration
from kiosk.cli import app
from kiosk.config import load
from tests.conftest import LogWatch
from tests.unit.programs.shop import content

SHIRT, STRAY = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


class Bench:
    """Two fields, and the emulators before them."""

    room_1: MercuryEmulator
    table_1: MercuryEmulator

    def __init__(self, room: Field, table: Field) -> None:
        self.room, self.table = room, table


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Both readers of the small shop are played, and nobody reads them. None of this machine's own
    ports is asked."""
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(content()))
    monkeypatch.setenv("HANGTAG_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setattr(probing, "ports", list)
    floor = Bench(Field(seed=3), Field(seed=4))
    with (
        MercuryEmulator(tmp_path / "var/dev/room-1", floor.room) as floor.room_1,
        MercuryEmulator(tmp_path / "var/dev/table-1", floor.table) as floor.table_1,
    ):
        yield floor


def kiosk(*words: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, list(words), catch_exceptions=True)
    error = "" if ran.exception is None or isinstance(ran.exception, SystemExit) else ran.exception
    return ran.exit_code, f"{ran.output}{error}"


@pytest.mark.slow
@pytest.mark.usefixtures("bench")
def test_the_doctor_looks_at_real_readers() -> None:
    code, words = kiosk("doctor")
    assert (code, words.count("It is well, and hears no tag now.")) == (0, 2), words
    assert "All readers are well." in words


@pytest.mark.slow
def test_what_is_wrong_makes_the_command_fail(bench: Bench) -> None:
    bench.room_1.go_silent()
    bench.table_1.detach(1)
    code, words = kiosk("doctor")
    assert code == 1
    assert "Nothing answers at" in words
    assert "antenna" in words
    assert "2 of these need a hand." in words


@pytest.mark.usefixtures("bench")
def test_what_is_said_is_printed_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> None:
        raise DeviceError("Install it with: pip install 'hangtag[llrp]'.")

    monkeypatch.setattr("kiosk.doctor.machine.open_device", nobody)
    _, words = kiosk("doctor")
    assert "pip install 'hangtag[llrp]'.\n" in words, words


class Hands:
    """Whoever follows the walk-through: what is done before each press of Enter."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *steps: Callable[[], object]) -> None:
        self._steps = iter(steps)
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(self._steps)())


@pytest.mark.slow
def test_a_zone_is_measured_and_its_thresholds_hold_for_its_antenna(
    bench: Bench,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
) -> None:
    Hands(
        monkeypatch,
        lambda: bench.room.place(STRAY, rssi_dbm=-75.0, hearing=0.3),
        lambda: bench.room.place(SHIRT, rssi_dbm=-52.0),
        lambda: bench.room.place(SHIRT, rssi_dbm=-70.0, hearing=0.5),
    )
    code, words = kiosk("doctor", "calibrate", "room-1", "--seconds", "2")
    assert code == 0, words
    assert "part by" in words
    assert (tmp_path / "var/calibration/room-1.svg").read_text().startswith("<svg")
    settings = load()
    reader = settings.rooms["1"].reader
    usual = ZoneProfile.fitting_room()
    measured = calibration.profile(settings, "room-1", reader, usual)
    assert -62 < measured.full_worth_dbm < -48
    assert -72 < measured.no_worth_dbm < -62
    assert calibration.profile(settings, "table-1", reader, usual) == usual, "another zone"
    log_watch.expect("Measure it again: kiosk doctor calibrate room-1")
    louder = reader.model_copy(update={"power_dbm": 27})
    assert calibration.profile(settings, "room-1", louder, usual) == usual, "another antenna"
    log_watch.expect("the calibration of room-1 is not used")
    (tmp_path / "var/calibration/room-1.yaml").write_text("inside_dbm: loud")
    assert calibration.profile(settings, "room-1", reader, usual) == usual


@pytest.mark.slow
def test_what_does_not_part_is_not_written(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Hands(
        monkeypatch,
        lambda: None,
        lambda: bench.room.place(SHIRT, rssi_dbm=-60.0),
        lambda: bench.room.place(SHIRT, rssi_dbm=-59.0),
    )
    code, words = kiosk("doctor", "calibrate", "room-1", "--seconds", "2")
    assert code == 1
    assert "Nothing was written" in words
    assert "lower power_dbm" in words
    assert not (tmp_path / "var/calibration/room-1.yaml").exists()


@pytest.mark.slow
def test_a_zone_of_a_shared_reader_is_measured_by_its_own_antennas(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    ceiling = {"driver": "mercury", "port": "var/dev/room-1", "antennas": [1, 2], "power_dbm": 20}
    room = {"driver": "shared", "port": "var/dev/ceiling", "antennas": [1]}
    rooms = {"1": {"name": "Fitting room 1", "reader": room}}
    config = content(readers={"ceiling": ceiling}, rooms=rooms)
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    bench.room_1.attach(2)
    bench.room.place(STRAY, rssi_dbm=-40.0, antenna=2)
    Hands(
        monkeypatch,
        lambda: None,
        lambda: bench.room.place(SHIRT, rssi_dbm=-52.0),
        lambda: bench.room.remove(SHIRT),
    )
    _, words = kiosk("doctor", "calibrate", "ceiling")
    assert "there are: room-1, table-1" in words
    code, words = kiosk("doctor", "calibrate", "room-1", "--seconds", "2")
    assert code == 0, words
    assert "Outside it is not heard at all" in words
    usual = ZoneProfile.fitting_room()
    settings = load()
    reader = settings.rooms["1"].reader
    assert calibration.profile(settings, "room-1", reader, usual) != usual
    ceiling["power_dbm"] = 27
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    log_watch.expect("Measure it again: kiosk doctor calibrate room-1")
    assert calibration.profile(load(), "room-1", reader, usual) == usual


@pytest.mark.usefixtures("bench")
def test_a_zone_that_is_not_one_is_told_with_those_that_are() -> None:
    _, words = kiosk("doctor", "calibrate", "room-9")
    assert "there are: room-1, table-1" in words
