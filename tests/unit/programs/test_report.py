"""`kiosk report` and `kiosk simulate replay`: from a shop that records to a verdict."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from hardware.device import open_device
from hardware.rfid.reader import TagId, TagRead
from hardware.rfid.recording.recorder import FlightRecorder
from hardware.rfid.zone import ReadZone, ZoneProfile
from kiosk.cli import app
from kiosk.config import Settings
from kiosk.hub_client import HubClient
from kiosk.recorder import open_recorder, zone_of
from kiosk.table.app import watch
from kiosk.zone_watch import Zone
from tests.conftest import wait_until
from tests.unit.programs.loopback_hub import LoopbackHub
from tests.unit.programs.shop import SHIRTS, content, settings_in

TAG = TagId.epc(SHIRTS[0])


def lay_and_lift(zone: Zone, turns: int = 120) -> None:
    """A garment that comes and goes, a while ago."""
    began = time.monotonic() - 30
    for turn in range(turns):
        now = began + turn * 0.05
        zone.update([TagRead(TAG, 1, -48.0, now)] if turn < turns / 2 else [], now)


class Shop:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        values = content(recorder={"minutes": 5, "megabytes": 1})
        self.file = folder / "config.yaml"
        self.file.write_text(yaml.safe_dump(values))
        self.settings: Settings = settings_in(folder, **values)
        self.recorders: list[FlightRecorder] = []

    def record(self, place: str, profile: ZoneProfile) -> None:
        recorder = open_recorder(self.settings, place, program=place.partition("-")[0])
        assert recorder is not None
        self.recorders.append(recorder)
        lay_and_lift(zone_of(profile, recorder))
        wait_until((self.settings.recorder_dir / place).exists)

    def kiosk(self, *arguments: str) -> str:
        result = CliRunner().invoke(
            app, ["--config", str(self.file), *arguments], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.output

    def fails(self, *arguments: str) -> tuple[int, str]:
        """Exit code and words of the command itself."""
        command = [sys.executable, "-m", "kiosk", "--config", str(self.file), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("HANGTAG_CONFIG", os.environ.get("HANGTAG_CONFIG", "config.yaml"))
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path)
    yield shop
    for recorder in shop.recorders:
        recorder.close()


@pytest.fixture
def incident(shop: Shop) -> Path:
    """A file of both places, made while they record."""
    shop.record("table-1", ZoneProfile.table())
    shop.record("room-1", ZoneProfile.fitting_room())
    out = shop.folder / "incident.jsonl.gz"
    told = shop.kiosk("report", "incident", "--out", str(out), "--note", "one shirt too many")
    assert "table-1: " in told
    assert "60 reads of 1 tag," in told
    assert "nothing about persons" in told
    assert f"kiosk simulate replay {out}" in told
    return out


def test_the_same_decisions_are_said_to_be_the_same(shop: Shop, incident: Path) -> None:
    told = shop.kiosk("simulate", "replay", str(incident))
    assert f"table-1  arrived {TAG} (-48 dBm" in told
    assert f"table-1  left {TAG}" in told
    assert "Note: one shirt too many" in told
    assert "table-1: the same " in told
    assert "room-1: the same " in told
    assert "differ" not in told


def test_one_place_is_played_at_a_pace(shop: Shop, incident: Path) -> None:
    began = time.monotonic()
    told = shop.kiosk("simulate", "replay", str(incident), "--place", "room-1", "--speed", "20")
    assert time.monotonic() - began > 0.25  # six seconds were recorded
    assert "table-1" not in told
    assert "room-1: the same " in told


def altered(incident: Path, **changes: Any) -> Path:
    """The file with another profile of its zones, as a change of the code would be."""
    lines = []
    for line in gzip.decompress(incident.read_bytes()).decode().splitlines():
        record = json.loads(line)
        if "chapter" in record:
            record["zone"][2]["_profile"][2].update(changes)
        lines.append(json.dumps(record) + "\n")
    other = incident.with_name("other.jsonl")
    other.write_text("".join(lines))
    return other


def test_a_damaged_file_is_not_said_to_be_whole(shop: Shop, incident: Path) -> None:
    lines = gzip.decompress(incident.read_bytes()).decode().splitlines(keepends=True)
    broken = incident.with_name("broken.jsonl")
    broken.write_text("".join([*lines[:-20], lines[-20][:5], *lines[-19:]]))
    told = shop.kiosk("simulate", "replay", str(broken))
    assert told.count("the file is damaged") == 1


def test_a_zone_that_decides_otherwise_is_told_where_first(shop: Shop, incident: Path) -> None:
    code, told = shop.fails("simulate", "replay", str(altered(incident, enough=9.0)))
    assert code == 1
    assert "table-1: differs first at " in told
    assert "now nothing" in told or "then nothing" in told
    assert "decisions differ" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "incident", "--place", "table-9"], "there are: room-1, table-1."),
        (["report", "incident"], "Nothing was recorded in the last 10 minutes"),
        (["simulate", "replay", "nowhere.gz"], "Cannot read nowhere.gz: No such file"),
        (["simulate", "replay", "config.yaml"], "config.yaml is no recording of Hangtag."),
        (["simulate", "replay", "nowhere.gz", "--speed", "fast"], "Write a number, such as 10"),
    ],
)
def test_an_expected_failure_is_a_sentence(shop: Shop, arguments: list[str], words: str) -> None:
    code, told = shop.fails(*arguments)
    assert code == 2
    assert words in " ".join(told.replace("│", " ").split())
    assert "Traceback" not in told


@pytest.mark.slow
def test_a_file_that_cannot_be_written_is_said(shop: Shop) -> None:
    shop.record("table-1", ZoneProfile.table())
    shop.recorders[0].close()
    code, told = shop.fails("report", "incident", "--out", "no/such/folder/file.gz")
    assert code == 2
    assert "Cannot write no/such/folder/file.gz" in told


def test_the_list_says_what_is_recorded(shop: Shop) -> None:
    assert "room-1: nothing\n" in shop.kiosk("report")
    shop.record("table-1", ZoneProfile.table())
    shop.recorders[0].close()
    told = shop.kiosk("report")
    assert "table-1: " in told
    assert " kB" in told
    assert "and nothing since" not in told
    [segment] = (shop.settings.recorder_dir / "table-1").glob("*.gz")
    os.utime(segment, (time.time() - 120,) * 2)
    assert "and nothing since" in shop.kiosk("report")


def test_nothing_is_recorded_where_nothing_is_wanted(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, recorder={"minutes": 0})
    assert open_recorder(settings, "table-1", program="table") is None
    assert isinstance(zone_of(ZoneProfile.table(), None), ReadZone)


@pytest.mark.slow
def test_a_recording_in_a_readers_place_reaches_the_hub(incident: Path) -> None:
    hub = LoopbackHub()
    client = HubClient(hub.url, name="table-1")
    client.open()
    settings = {"driver": "replay", "file": str(incident), "place": "table-1", "speed": 2}
    reader = open_device("rfid", settings)
    ended = threading.Event()
    table = threading.Thread(target=watch, args=(reader, client, "1", ended))
    table.start()

    def said() -> list[list[str]]:
        bodies = hub.bodies("PUT", "/api/tables/1/tags")
        return [[tag["value"] for tag in body["tags"]] for body in bodies]

    try:
        wait_until(lambda: [TAG.value] in said(), what="the garment to lie there again")
        wait_until(lambda: said()[-1] == [], what="the garment to be lifted again")
    finally:
        ended.set()
        table.join()
        reader.close()
        client.close()
        hub.die()
