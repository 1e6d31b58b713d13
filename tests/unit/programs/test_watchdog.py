"""Life signs for systemd: given by those who work, never for those who stand still."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.database import CatalogError
from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagRead
from hardware.rfid.zone import ReadZone, ZoneProfile
from kiosk.hub import shop
from kiosk.hub.life_signs import NEEDS, life_signs
from kiosk.watchdog import Watchdog
from kiosk.zone_watch import turns
from tests.conftest import wait_until
from tests.unit.programs.notify_socket import NotifySocket
from tests.unit.programs.shop import content, settings_in

PERIOD_S = 0.2
MORE_TIME = "EXTEND_TIMEOUT_USEC=120000000"


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[NotifySocket]:
    socket = NotifySocket(tmp_path)
    yield socket
    socket.close()


def test_without_systemd_nothing_happens() -> None:
    watchdog = Watchdog.of({}, "turn")
    watchdog.ready()
    watchdog.proof("turn")
    assert watchdog.interval_s is None


def test_what_systemd_gave_is_taken_from_the_environment(systemd: NotifySocket) -> None:
    environment = {**systemd.environment(8), "LANG": "C"}
    watchdog = Watchdog.of(environment, "turn")
    assert environment == {"LANG": "C"}
    assert watchdog.interval_s == 2
    watchdog.ready()
    watchdog.ready()
    watchdog.proof("turn")
    watchdog.stopping()
    assert systemd.hear() == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_an_abstract_socket_is_reached_too(tmp_path: Path) -> None:
    socket = NotifySocket(tmp_path, abstract=f"hangtag-{os.getpid()}")
    Watchdog.of(socket.environment(8), "turn").ready()
    assert socket.hear() == ["READY=1"]
    socket.close()


def test_ready_is_said_to_a_systemd_that_does_not_watch(systemd: NotifySocket) -> None:
    watchdog = Watchdog.of({"NOTIFY_SOCKET": systemd.address, "WATCHDOG_USEC": "0"}, "turn")
    watchdog.ready()
    watchdog.proof("turn")
    assert systemd.hear() == ["READY=1"]


def test_a_systemd_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    Watchdog.of({"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "9"}, "x").proof("x")


@given(st.lists(st.tuples(st.sampled_from(["loop", "frame"]), st.floats(0, 3)), max_size=40))
def test_each_sign_needs_a_new_proof_of_everything(proofs: list[tuple[str, float]]) -> None:
    now = 0.0
    signs: list[float] = []

    class Counted(Watchdog):
        def _say(self, words: str) -> None:
            signs.append(now)

    watchdog = Counted(["loop", "frame"], address="/nowhere", period_s=8, clock=lambda: now)
    since: set[str] = set()
    for name, pause in proofs:
        now += pause
        since.add(name)
        before = len(signs)
        watchdog.proof(name)
        if len(signs) > before:
            assert since == {"loop", "frame"}
            since.clear()
    assert all(later - earlier >= 2 for earlier, later in itertools.pairwise(signs))


def test_what_is_waived_needs_no_proof_and_the_rest_does() -> None:
    signs: list[str] = []

    class Kept(Watchdog):
        def _say(self, words: str) -> None:
            signs.append(words)

    watchdog = Kept(["loop", "frame"], address="/nowhere", period_s=0.000001)
    watchdog.proof("loop")
    assert signs == []
    watchdog.waive("frame")
    watchdog.proof("loop")
    assert len(signs) == 1
    watchdog.waive()
    watchdog.proof("loop")
    assert len(signs) == 1
    watchdog.proof("frame")
    assert len(signs) == 2


# --- a reader's loop


class Reader:
    """Hears nothing; `stuck` is one whose wire never answers again."""

    def __init__(self) -> None:
        self.health = Health(DeviceState.AWAY)
        self.going = threading.Event()
        self.going.set()

    def open(self) -> None: ...

    def close(self) -> None: ...

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        self.going.wait()
        return []


def test_a_reader_that_is_stuck_is_not_alive(systemd: NotifySocket) -> None:
    watchdog = Watchdog.of(systemd.environment(0.004), "turn")
    reader, ended = Reader(), threading.Event()

    def work() -> None:
        zone = ReadZone(ZoneProfile.table())
        for _ in turns(reader, zone, ended, lambda: watchdog.proof("turn")):
            ended.wait(0.001)

    thread = threading.Thread(target=work)
    thread.start()
    systemd.wait_for(3)
    reader.going.clear()
    ended.wait(0.02)  # the turn that had begun
    systemd.hear().clear()
    ended.wait(0.05)
    assert systemd.hear() == []
    reader.going.set()
    systemd.wait_for(1)
    ended.set()
    thread.join()


# --- the hub


def test_a_start_that_goes_on_asks_for_time_until_it_is_done(systemd: NotifySocket) -> None:
    watchdog = Watchdog.of(systemd.environment(8))
    with watchdog.starting_late(every_s=0.001):
        wait_until(lambda: len(systemd.hear()) >= 3)
    said = len(systemd.hear())
    watchdog.ready()
    assert systemd.hear() == [*said * [MORE_TIME], "READY=1"]


def test_one_that_takes_no_time_asks_before_and_after(systemd: NotifySocket) -> None:
    with Watchdog.of(systemd.environment(8)).starting_late():
        pass
    assert systemd.hear() == 2 * [MORE_TIME]


def test_one_that_never_ends_is_not_waited_for(systemd: NotifySocket) -> None:
    clock = itertools.count().__next__  # a second each time that it is looked at
    watchdog = Watchdog((), address=systemd.address, clock=clock)
    with watchdog.starting_late(every_s=0.0, longest_s=5.0):
        wait_until(lambda: not _asking())
        assert systemd.hear() == 5 * [MORE_TIME]


def test_without_systemd_nobody_is_asked_to_wait() -> None:
    with Watchdog.of({}).starting_late(every_s=0.0):
        assert not _asking()


@pytest.mark.slow
@pytest.mark.parametrize("fails", [False, True])
def test_the_hub_asks_for_time_while_it_brings_its_database_up_to_date(
    fails: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, systemd: NotifySocket
) -> None:
    """Its own tables are brought up to date here for longer than a start may take."""
    settings = settings_in(tmp_path, sample_shop="")
    watchdog = Watchdog.of(systemd.environment(8))
    migrate = shop.migrate

    def slow(*args: Any, **options: Any) -> Any:
        systemd.hear().clear()
        wait_until(lambda: len(systemd.hear()) >= 3)
        if fails:
            raise OSError("the disk is full")
        return migrate(*args, **options)

    monkeypatch.setattr(shop, "migrate", slow)
    often = partial(watchdog.starting_late, every_s=0.001)
    if fails:
        with pytest.raises(CatalogError, match="the disk is full"):
            shop.open_shop(settings, often)
    else:
        shop.open_shop(settings, often).close()
        systemd.hear().clear()
        shop.open_shop(settings, often).close()  # it is up to date
        assert systemd.hear() == []
    assert not _asking()


def _asking() -> bool:
    return any(thread.name == "starting late" for thread in threading.enumerate())


def test_the_hub_is_alive_while_its_database_answers(systemd: NotifySocket) -> None:
    answers = [True]

    def ask() -> None:
        if not answers[0]:
            raise OSError("away")

    async def hub() -> None:
        watchdog = Watchdog.of(systemd.environment(0.02), *NEEDS)
        async with life_signs(watchdog, ask):
            while systemd.fed() < 2:
                await asyncio.sleep(0.005)
            answers[0] = False
            await asyncio.sleep(0.02)
            systemd.hear().clear()
            await asyncio.sleep(0.05)
            assert systemd.hear() == []
            answers[0] = True
            while not systemd.fed():
                await asyncio.sleep(0.005)

    asyncio.run(asyncio.wait_for(hub(), 20))


# --- real programs


@pytest.mark.slow
@pytest.mark.parametrize("program", [["hub"], ["table"]], ids=["hub", "table"])
def test_a_real_program_is_ready_then_alive_then_ends(
    program: list[str], tmp_path: Path, systemd: NotifySocket
) -> None:
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(content(sample_shop="")))
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "--config", str(tmp_path / "config.yaml"), *program],
        env={**os.environ, **systemd.environment(PERIOD_S)},
        stderr=subprocess.DEVNULL,
    )
    try:
        systemd.wait_for(3)
        asks = [said for said in systemd.said if said == MORE_TIME]
        assert bool(asks) is (program == ["hub"])  # it made its database
        assert systemd.said[: len(asks) + 1] == [*asks, "READY=1"]
    finally:
        process.terminate()
        assert process.wait(20) == 0
