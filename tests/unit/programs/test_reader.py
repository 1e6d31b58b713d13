"""`kiosk reader`: one reader of the shop, heard by several rooms, and played by the bench."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hardware.device import DeviceState, open_device
from hardware.rfid.emulators import emulate
from hardware.rfid.field import Field
from hardware.rfid.reader import TagId
from kiosk.bench.pieces import Pieces
from kiosk.bench.shop_floor import ShopFloor
from kiosk.commands.run import programs_of
from kiosk.config import ConfigError, Settings, parse
from kiosk.reader.app import run
from tests.conftest import REPO, wait_until
from tests.unit.programs.notify_socket import NotifySocket
from tests.unit.programs.shop import hub_answers

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def content(port: int) -> dict[str, Any]:
    def room(antenna: int) -> dict[str, Any]:
        return {
            "name": f"Room {antenna}",
            "reader": {"driver": "shared", "port": "var/dev/ceiling", "antennas": [antenna]},
        }

    ceiling = {"driver": "llrp", "host": "127.0.0.1", "port": port, "antennas": [1, 2]}
    return {"readers": {"ceiling": ceiling}, "rooms": {"1": room(1), "2": room(2)}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return parse(content(free_port()), tmp_path / "config.yaml")


def test_the_shop_starts_its_readers_before_its_mirrors(settings: Settings) -> None:
    names = [program.name for program in programs_of(settings, {"DISPLAY": ":0"})]
    assert names == ["hub", "reader-ceiling", "mirror-1", "mirror-2"]


def test_the_bench_plays_a_reader_of_this_machine_for_all_its_rooms(settings: Settings) -> None:
    floor = ShopFloor(settings, Pieces(settings.hub_url, hub_answers()))
    reader = open_device("rfid", settings.readers["ceiling"].settings())
    floor.start()
    try:
        floor.put(floor.place("2", ""), tags=[SCARF])
        floor.put(floor.place("1", ""), tags=[SHIRT])
        heard: set[tuple[TagId, int]] = set()
        wait_until(
            lambda: heard.update((r.tag, r.antenna) for r in reader.drain(0.1)) or len(heard) > 1
        )
        assert heard == {(SHIRT, 1), (SCARF, 2)}
    finally:
        floor.stop()
        reader.close()


def test_a_reader_that_is_not_in_the_settings_is_named(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="no reader 'attic' in the settings; readers has: ceil"):
        run(settings, name="attic")


def test_the_program_shares_the_reader_and_ends_when_it_is_told_to(
    settings: Settings, tmp_path: Path
) -> None:
    port = settings.readers["ceiling"].port
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(content(int(port))), encoding="utf-8")
    field = Field(seed=2, fades=False)
    field.place(SHIRT, antenna=1)
    field.place(SCARF, antenna=2)
    command = [sys.executable, "-m", "kiosk", "reader", "--name", "ceiling"]
    systemd = NotifySocket(tmp_path)
    environment = {**os.environ, "HANGTAG_CONFIG": str(file), **systemd.environment(0.2)}
    with emulate("llrp", Path(f"127.0.0.1:{port}"), field):
        program = subprocess.Popen(command, cwd=REPO, env=environment, stderr=subprocess.DEVNULL)
        rooms = [open_device("rfid", room.reader.settings()) for room in settings.rooms.values()]
        try:
            for room, tag in zip(rooms, (SHIRT, SCARF), strict=True):
                wait_until(lambda room=room: room.health.ok, 30)
                assert {read.tag for read in room.drain(10)} == {tag}
            systemd.wait_for(3)
            assert systemd.said[0] == "READY=1"
            program.send_signal(signal.SIGTERM)
            assert program.wait(10) == 0
            wait_until(lambda: rooms[0].health.state is DeviceState.AWAY)
            assert not settings.shared_at("ceiling").exists()
            assert systemd.hear()[-1] == "STOPPING=1"
        finally:
            program.kill()
            program.wait()
            for room in rooms:
                room.close()
            systemd.close()
