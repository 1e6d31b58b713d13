"""The doctor: what it finds on a machine, and in whose words."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, Health
from hardware.lights.simulated.emulator import LampEmulator
from hardware.rfid.probing import Found, Holder, Port
from hardware.rfid.reader import TagId
from kiosk.alone import alone
from kiosk.config import Settings
from kiosk.doctor.examine import examine
from kiosk.doctor.finding import Grade, Patient
from kiosk.doctor.machine import Heard, Machine
from tests.unit.programs.shop import settings_in

SHIRT, STRAY = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
NANO, R200 = Found("mercury", "M6e Nano"), Found("m100", "M100 V1.00, framing AA..DD")
WELL = Heard(Health(DeviceState.OK), frozenset({SHIRT}), 20)


@dataclass
class PlayedMachine:
    """A machine that answers as the test says."""

    there: bool = True
    allowed: bool = True
    held: Holder | None = None
    answers: dict[str, Found | OSError | None] = field(default_factory=dict)
    others: Sequence[str] = ()
    hub: dict[str, Any] | None = None
    heard: Heard | DeviceError = WELL
    lamp_is: Health | DeviceError = Health(DeviceState.OK)  # noqa: RUF009
    screen_is: Health = Health(DeviceState.OK)  # noqa: RUF009
    voice_is: Health = Health(DeviceState.OK)  # noqa: RUF009
    asked: list[str] = field(default_factory=list)

    def ports(self) -> Sequence[Port]:
        return [Port(Path(one)) for one in self.others]

    def exists(self, path: Path) -> bool:
        return self.there

    def may_use(self, path: Path) -> bool:
        return self.allowed

    def holder(self, path: Path) -> Holder | None:
        return self.held

    def identify(self, path: Path) -> Found | None:
        self.asked.append(str(path))
        answer = self.answers.get(str(path), NANO)
        if isinstance(answer, OSError):
            raise answer
        return answer

    def devices(self) -> dict[str, Any] | None:
        return self.hub

    def lamp(self, settings: Mapping[str, Any]) -> Health:
        if isinstance(self.lamp_is, DeviceError):
            raise self.lamp_is
        return self.lamp_is

    def screen(self, settings: Mapping[str, Any]) -> Health:
        return self.screen_is

    def voice(self) -> Health:
        return self.voice_is

    def listen(self, device: object) -> Heard:
        if isinstance(self.heard, DeviceError):
            raise self.heard
        return self.heard


def said(state: str, message: str = "") -> dict[str, Any]:
    reader = {"state": state, "message": message}
    return {"devices": [{"name": "room-1", "title": "Fitting room 1", "reader": reader}]}


MIRROR = Holder(42, "/home/shop/.venv/bin/python /home/shop/.venv/bin/kiosk mirror --room 1")
NO_ANTENNA = "The reader's antenna is not connected. Check the cable."
AWAY = Health(DeviceState.AWAY, "The reader does not answer. Unplug it.")
FAULTY = Health(DeviceState.FAULTY, NO_ANTENNA, "0503")
AT_R200 = {"/dev/ttyUSB0": R200}

# what the machine answers -> how bad it is, what is said, what is to be done
CASES: dict[str, tuple[PlayedMachine, Grade, str, str]] = {
    "well": (PlayedMachine(), Grade.WELL, "It is well, and hears 1 tag now.", ""),
    "unplugged": (
        PlayedMachine(there=False),
        Grade.WRONG,
        "There is no port",
        "Check its USB cable",
    ),
    "another name": (
        PlayedMachine(there=False, others=["/dev/ttyUSB7"]),
        Grade.WRONG,
        "has another name now",
        "One like it answers at /dev/ttyUSB7. Write that as rooms.1.reader.port",
    ),
    "another kind": (
        PlayedMachine(there=False, others=["/dev/ttyUSB7"], answers={"/dev/ttyUSB7": R200}),
        Grade.WRONG,
        "There is no port",
        "This machine has: M100 V1.00, framing AA..DD at /dev/ttyUSB7 (driver m100).",
    ),
    "not allowed": (
        PlayedMachine(allowed=False),
        Grade.WRONG,
        "Hangtag may not use /dev/ttyUSB0",
        "group dialout",
    ),
    "taken": (
        PlayedMachine(held=Holder(7, "minicom -D /dev/ttyUSB0")),
        Grade.WRONG,
        "Another program has the reader's port open: minicom",
        "Close that program",
    ),
    "open and well": (
        PlayedMachine(held=MIRROR, hub=said("ok")),
        Grade.WELL,
        "The shop is open, and this reader is well.",
        "",
    ),
    "open and away": (
        PlayedMachine(held=MIRROR, hub=said("away", "The reader does not answer. Unplug it.")),
        Grade.WRONG,
        "The reader does not answer.",
        "Unplug it.",
    ),
    "open, no hub": (PlayedMachine(held=MIRROR), Grade.NOTE, "its hub does not answer", ""),
    "wrong module": (
        PlayedMachine(answers=AT_R200),
        Grade.WRONG,
        "answers an M100 module such as the R200 (m100), and config.yaml says mercury",
        "Write driver: m100 at rooms.1.reader",
    ),
    "taken, and nobody may see by whom": (
        PlayedMachine(answers={"/dev/ttyUSB0": BlockingIOError(errno.EBUSY, "locked")}),
        Grade.WRONG,
        "Another program uses the reader's port.",
        "Close it",
    ),
    "taken by words that nobody can read": (
        PlayedMachine(held=Holder(7, "sh -c echo it's mine")),
        Grade.WRONG,
        "Another program has the reader's port open: sh -c",
        "Close that program",
    ),
    "a setting refused": (
        PlayedMachine(
            heard=Heard(
                Health(DeviceState.FAULTY, "The reader does not take the power_dbm of config.yaml.")
            )
        ),
        Grade.WRONG,
        "does not take the power_dbm of config.yaml.",
        "Change it in config.yaml.",
    ),
    "at another baud": (
        PlayedMachine(answers={"/dev/ttyUSB0": None}),
        Grade.WELL,
        "It is well, and hears 1 tag now.",
        "",
    ),
    "nobody": (
        PlayedMachine(answers={"/dev/ttyUSB0": None}, heard=Heard(AWAY)),
        Grade.WRONG,
        "Nothing answers at /dev/ttyUSB0",
        "Check the reader's power and cable",
    ),
    "no antenna": (
        PlayedMachine(heard=Heard(FAULTY)),
        Grade.WRONG,
        "The reader's antenna is not connected.",
        "Check the cable.",
    ),
    "bad setting": (
        PlayedMachine(heard=DeviceError("mercury reader: power_dbm 40 is not 0 to 31.5")),
        Grade.WRONG,
        "power_dbm 40",
        "Change rooms.1.reader in config.yaml",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_so_and_what_to_do(tmp_path: Path, case: str) -> None:
    machine, grade, words, mend = CASES[case]
    reader = {"driver": "mercury", "port": "/dev/ttyUSB0"}
    room = {"name": "Fitting room 1", "reader": reader}
    patient = next(examine(settings_in(tmp_path, rooms={"1": room}, tables={}), machine))
    (finding,) = patient.findings
    assert (patient.title, patient.what) == ("Fitting room 1", "mercury at /dev/ttyUSB0")
    assert finding.grade is grade
    assert words in finding.words
    assert mend in finding.mend
    assert bool(finding.mend) == (grade is Grade.WRONG)


def test_a_reader_that_nobody_uses_is_told_with_how_to_use_it(tmp_path: Path) -> None:
    machine = PlayedMachine(others=["/dev/ttyUSB9"], answers={"/dev/ttyUSB9": R200})
    *_, unused = examine(settings_in(tmp_path, rooms={}, tables={}), machine)
    assert unused.grade is Grade.NOTE
    assert "driver: m100 and port: /dev/ttyUSB9" in unused.findings[0].mend


def shared_shop(folder: Path) -> Settings:
    room = {"name": "Room 1", "reader": {"driver": "shared", "port": "var/dev/ceiling"}}
    ceiling = {"driver": "llrp", "host": "192.0.2.1"}
    return settings_in(folder, readers={"ceiling": ceiling}, rooms={"1": room}, tables={})


def test_a_shared_reader_is_looked_at_where_it_is_described(tmp_path: Path) -> None:
    room, ceiling = examine(shared_shop(tmp_path), PlayedMachine())
    assert (room.grade, ceiling.grade) == (Grade.NOTE, Grade.WELL)
    assert "It hears the reader ceiling" in room.findings[0].words


def test_an_open_shop_keeps_its_shared_reader(tmp_path: Path) -> None:
    taken = Heard(Health(DeviceState.FAULTY, "Another program uses this reader. Close it."))
    machine = PlayedMachine(hub=said("ok"), heard=taken)
    room, ceiling = examine(shared_shop(tmp_path), machine)
    assert (room.grade, ceiling.grade) == (Grade.WELL, Grade.NOTE)


def test_what_is_no_reader_is_not_asked_like_one(tmp_path: Path) -> None:
    table = {
        "name": "Checkout 1",
        "reader": {"driver": "mercury", "port": "/dev/ttyUSB0"},
        "terminal": {"driver": "simulated", "port": "/dev/ttyUSB5"},
    }
    machine = PlayedMachine(others=["/dev/ttyUSB5"])
    list(examine(settings_in(tmp_path, rooms={}, tables={"1": table}), machine))
    assert machine.asked == ["/dev/ttyUSB0"]


def test_the_bench_that_is_not_running_is_named(tmp_path: Path) -> None:
    patients = list(examine(settings_in(tmp_path), PlayedMachine(there=False)))
    assert [patient.title for patient in patients] == ["Fitting room 1", "Checkout 1"]
    assert "Start the shop with kiosk run" in patients[0].findings[0].mend


def test_the_words_of_a_finding_are_sentences(tmp_path: Path) -> None:
    settings: Settings = settings_in(tmp_path)
    for machine, *_ in CASES.values():
        for patient in examine(settings, machine):
            for finding in patient.findings:
                assert finding.words[0].isupper() or finding.words.startswith("config.yaml")
                assert finding.words.endswith(".")


# --- lamps and sounds ---------------------------------------------------------------------------

PWM = {"driver": "pwm", "warm": 12, "cool": 13}
PLAYED = {"driver": "simulated", "port": "var/dev/lamp-<room>"}
AWAY = Health(DeviceState.AWAY, "The lamp does not answer. Check its power.", "timed out")


@pytest.mark.parametrize(
    ("light", "machine", "what", "words", "grade"),
    [
        (PWM, PlayedMachine(), "lamp pwm at pin 12 and pin 13", "The lamp answers.", Grade.WELL),
        (
            PWM,
            PlayedMachine(hub={"devices": []}),
            "lamp pwm at pin 12 and pin 13",
            "The shop is open, and the mirror has the lamp's pins.",
            Grade.NOTE,
        ),
        (
            {"driver": "wled", "host": "wled-<room>.local"},
            PlayedMachine(lamp_is=AWAY),
            "lamp wled at wled-1.local",
            "The lamp does not answer.",
            Grade.WRONG,
        ),
        (
            {"driver": "wled", "host": "lamp"},
            PlayedMachine(lamp_is=DeviceError("port is between 1 and 65535, not 0")),
            "lamp wled at lamp",
            "config.yaml: mirror.light: port is between 1 and 65535, not 0.",
            Grade.WRONG,
        ),
    ],
)
def test_a_lamp_is_looked_at(
    tmp_path: Path,
    light: dict[str, Any],
    machine: PlayedMachine,
    what: str,
    words: str,
    grade: Grade,
) -> None:
    settings = settings_in(tmp_path, mirror={"light": light})
    (patient,) = [one for one in examine(settings, machine) if one.what.startswith("lamp")]
    assert (patient.title, patient.what) == ("Fitting room 1", what)
    assert (patient.findings[0].words, patient.grade) == (words, grade)
    assert grade is not Grade.WRONG or patient.findings[0].mend


def test_a_lamp_that_the_bench_plays_says_so(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, mirror={"light": PLAYED})
    patients = examine(settings, PlayedMachine(lamp_is=AWAY))
    (patient,) = [one for one in patients if one.what.startswith("lamp")]
    assert patient.findings[0].words == "The bench plays this lamp, and it is not running."


def test_a_machine_without_a_player_is_told_that_its_mirror_is_silent(tmp_path: Path) -> None:
    silent = Health(DeviceState.FAULTY, "This machine has no player for sounds. Install one.")
    machine = PlayedMachine(voice_is=silent)
    last = list(examine(settings_in(tmp_path), machine))[-1]
    assert last.findings[0].words.endswith("no player for sounds. The mirror is silent.")
    assert last.grade is Grade.NOTE
    quiet = settings_in(tmp_path, mirror={"sound": False})
    assert "sounds" not in [patient.what for patient in examine(quiet, machine)]


def test_this_machine_opens_a_lamp_and_looks_for_a_player(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = LampEmulator(tmp_path / "lamp-1")
    emulator.start()
    monkeypatch.setenv("PATH", str(tmp_path))
    machine = Machine(settings_in(tmp_path))
    assert machine.lamp({"driver": "simulated", "port": str(tmp_path / "lamp-1")}).ok
    assert emulator.told == 0
    emulator.stop()
    assert machine.voice().state is DeviceState.FAULTY


def test_a_screen_that_is_not_switched_is_told(tmp_path: Path) -> None:
    away = Health(DeviceState.AWAY, "There is no backlight. See mirror.screen in config.yaml.")
    settings = settings_in(tmp_path, mirror={"screen": {"driver": "backlight"}})

    def screens() -> list[Patient]:
        found = examine(settings, PlayedMachine(screen_is=away))
        return [one for one in found if one.what.startswith("screen")]

    # The same file on the hub's machine or the till: its screen is not here.
    (elsewhere,) = screens()
    assert elsewhere.grade is Grade.NOTE
    assert elsewhere.findings[0].words == "There is no backlight."
    assert elsewhere.findings[0].mend == "Look at it on the mirror's own machine."
    lock = alone(settings.data_dir / "alone", "mirror-1")
    assert lock is not None
    os.close(lock)  # it ran here once
    (patient,) = screens()
    assert (patient.what, patient.grade) == ("screen backlight", Grade.WRONG)
    assert patient.findings[0].words.startswith("There is no backlight. A mirror on this machine")
    assert patient.findings[0].mend == "See mirror.screen in config.yaml."
    assert not [one for one in examine(settings, PlayedMachine()) if one.what.startswith("screen")]


def test_this_machine_looks_for_its_screen_without_switching_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    machine = Machine(settings_in(tmp_path))
    for driver, words in (
        ("wlopm", "no command wlopm"),
        ("vcgencmd", "no command vcgencmd"),
        ("backlight", "no backlight"),
    ):
        folder = {"port": str(tmp_path / "none")} if driver == "backlight" else {}
        health = machine.screen({"driver": driver, **folder})
        assert words in health.message
        assert "mirror.screen" in health.message
    panel = tmp_path / "panel"
    panel.mkdir()
    assert machine.screen({"driver": "backlight", "port": str(panel)}).ok
    assert machine.screen({"driver": "simulated", "port": str(tmp_path / "screen")}).ok
    assert not (tmp_path / "screen").exists()
    assert not list(panel.iterdir())
