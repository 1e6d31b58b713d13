"""The simulated terminal, beyond what every terminal must do: its line, its moods, its books.

The emulator's own books are the judge of what was charged.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hardware.device import DeviceState, open_device
from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.simulated.books import read_books
from hardware.payment_terminal.simulated.driver import SimulatedTerminal
from hardware.payment_terminal.simulated.emulator import PaymentState, TerminalEmulator
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Outcome,
    Pending,
    TerminalError,
    Unknown,
)
from tests.conftest import REPO, wait_until

Perform = Callable[[str], "Future[Outcome]"]


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[TerminalEmulator]:
    terminal = TerminalEmulator(
        tmp_path / "dev" / "terminal-1", tmp_path / "books.jsonl", thinking_s=0.02, outage_s=0.2
    )
    terminal.start()
    yield terminal
    terminal.stop()


@pytest.fixture
def driver(emulator: TerminalEmulator, tmp_path: Path) -> Iterator[SimulatedTerminal]:
    settings = {"driver": "simulated", "port": str(tmp_path / "dev" / "terminal-1")}
    device = open_device("payment_terminal", settings)
    wait_until(lambda: device.health.ok, what="the terminal")
    yield device
    device.close()


@pytest.fixture
def perform(driver: SimulatedTerminal) -> Iterator[Perform]:
    """Performs on a thread of its own, as the cashier does."""
    with ThreadPoolExecutor() as pool:
        yield lambda reference: pool.submit(driver.perform, reference)


def charged(emulator: TerminalEmulator) -> list[tuple[str, int]]:
    return [(p.key, p.amount_minor) for p in emulator.books() if p.state is PaymentState.APPROVED]


def on_display(emulator: TerminalEmulator) -> None:
    wait_until(emulator.pending, what="the payment on the display")


def test_an_approval_that_is_faster_than_the_cancel_wins(
    driver: SimulatedTerminal, emulator: TerminalEmulator, perform: Perform
) -> None:
    emulator.mode = "ask"
    emulator.approval_beats_cancel = True
    reference = driver.prepare("c1:1", 7900, "EUR")
    outcome = perform(reference)
    on_display(emulator)
    assert driver.cancel(reference) == Approved()
    assert outcome.result(10) == Approved()
    assert charged(emulator) == [("c1:1", 7900)]


@pytest.mark.parametrize(
    ("mode", "in_the_end", "charges"),
    [
        ("lose_answer", Approved(), [("c1:1", 7900)]),
        ("lose_request", Declined("line_lost"), []),
    ],
)
def test_a_lost_answer_is_unknown_until_the_terminal_is_back(
    driver: SimulatedTerminal,
    emulator: TerminalEmulator,
    mode: str,
    in_the_end: Outcome,
    charges: list[tuple[str, int]],
) -> None:
    emulator.mode = mode
    reference = driver.prepare("c1:1", 7900, "EUR")
    assert isinstance(driver.perform(reference), Unknown)
    assert charged(emulator) == charges
    wait_until(lambda: driver.status(reference) == in_the_end, what="the outcome")
    wait_until(lambda: driver.health.ok, what="the line")


def test_pulled_from_its_cable_it_is_away_and_comes_back_by_itself(
    driver: SimulatedTerminal, emulator: TerminalEmulator, perform: Perform
) -> None:
    emulator.mode = "ask"
    reference = driver.prepare("c1:1", 7900, "EUR")
    outcome = perform(reference)
    on_display(emulator)
    emulator.unplug()
    assert isinstance(outcome.result(10), Unknown)
    wait_until(lambda: driver.health.state is DeviceState.AWAY, what="the driver to notice")
    assert driver.health.message.endswith(".")
    with pytest.raises(TerminalError, match="not connected"):
        driver.prepare("c1:2", 7900, "EUR")
    emulator.decide("approve")
    emulator.plug()
    wait_until(lambda: driver.health.ok, what="the terminal")
    wait_until(lambda: driver.status(reference) == Approved(), what="the outcome")
    assert charged(emulator) == [("c1:1", 7900)]


def test_busy_with_somebody_else_it_prepares_nothing(
    driver: SimulatedTerminal, emulator: TerminalEmulator
) -> None:
    emulator.mode = "busy"
    with pytest.raises(TerminalError, match="busy"):
        driver.prepare("c1:1", 7900, "EUR")
    assert emulator.books() == []


def test_one_payment_is_on_the_display_at_a_time(
    driver: SimulatedTerminal, emulator: TerminalEmulator, perform: Perform
) -> None:
    emulator.mode = "ask"
    first, second = driver.prepare("c1:1", 7900, "EUR"), driver.prepare("c2:1", 100, "EUR")
    outcome = perform(first)
    on_display(emulator)
    assert driver.perform(second) == Declined("busy")
    emulator.decide("approve")
    assert outcome.result(10) == Approved()
    assert charged(emulator) == [("c1:1", 7900)]


def test_its_books_survive_a_loss_of_power(
    driver: SimulatedTerminal, emulator: TerminalEmulator, tmp_path: Path, perform: Perform
) -> None:
    paid = driver.prepare("c1:1", 7900, "EUR")
    driver.perform(paid)
    emulator.mode = "ask"
    waiting = driver.prepare("c2:1", 100, "EUR")
    perform(waiting)
    on_display(emulator)
    emulator.stop()
    again = TerminalEmulator(tmp_path / "dev" / "terminal-1", tmp_path / "books.jsonl")
    again.start()
    try:
        wait_until(lambda: driver.status(paid) == Approved(), what="the terminal")
        assert driver.status(waiting) == Cancelled()
        assert driver.prepare("c1:1", 7900, "EUR") == paid
    finally:
        again.stop()


def test_opened_before_the_terminal_is_there_it_waits_for_it(tmp_path: Path) -> None:
    device = SimulatedTerminal(str(tmp_path / "terminal"))
    device.open()
    try:
        wait_until(lambda: device.health.state is DeviceState.AWAY, what="the driver to look")
        emulator = TerminalEmulator(tmp_path / "terminal")
        emulator.start()
        wait_until(lambda: device.health.ok, what="the terminal")
        emulator.stop()
    finally:
        device.close()


def test_deep_folders_do_not_keep_it_from_its_socket(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 60) / ("y" * 60) / "terminal"
    emulator = TerminalEmulator(path)
    emulator.start()
    device = SimulatedTerminal(str(path))
    device.open()
    try:
        wait_until(lambda: device.health.ok, what="the terminal")
    finally:
        device.close()
        emulator.stop()
    assert not path.exists()


def test_two_terminals_cannot_play_at_one_socket(
    emulator: TerminalEmulator, tmp_path: Path
) -> None:
    with pytest.raises(FileExistsError):
        TerminalEmulator(tmp_path / "dev" / "terminal-1").start()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"what?\n", "not_json"),
        (b"[1]\n", "not_json"),
        (b'{"op":"tip","reference":"x"}\n', "unknown_op"),
        (b'{"op":"status","reference":"x","verbose":true}\n', "unknown_parameter"),
        (b'{"op":"status"}\n', "missing_parameter"),
        (b'{"op":"prepare","key":"k","amount_minor":"7900","currency":"EUR"}\n', "wrong_type"),
        (b'{"op":"prepare","key":"k","amount_minor":0,"currency":"EUR"}\n', "bad_amount"),
        (b'{"op":"status","reference":"x"}\n', "no_such_payment"),
    ],
)
def test_what_the_wire_does_not_know_is_refused_by_name(
    emulator: TerminalEmulator, tmp_path: Path, line: bytes, code: str
) -> None:
    with wire.connect(tmp_path / "dev" / "terminal-1", 5.0) as connection:
        connection.sendall(line)
        with connection.makefile("rb") as replies:
            assert json.loads(replies.readline())["error"]["code"] == code


def test_out_of_the_banks_reach_it_says_so_and_takes_nothing(
    driver: SimulatedTerminal, emulator: TerminalEmulator
) -> None:
    prepared = driver.prepare("c1:1", 7900, "EUR")
    emulator.mode = "offline"
    wait_until(lambda: driver.health.state is DeviceState.FAULTY, what="the driver to notice")
    assert "bank" in driver.health.message
    with pytest.raises(TerminalError, match="does not reach the bank"):
        driver.prepare("c2:1", 7900, "EUR")
    assert driver.perform(prepared) == Declined("offline")
    emulator.mode = "approve"
    wait_until(lambda: driver.health.ok, what="the terminal")


def test_a_slow_card_is_charged_all_the_same(
    driver: SimulatedTerminal, emulator: TerminalEmulator, perform: Perform
) -> None:
    emulator.mode, emulator.slow_s = "slow", 60.0
    reference = driver.prepare("c1:1", 7900, "EUR")
    outcome = perform(reference)
    on_display(emulator)
    assert driver.status(reference) == Pending(started=True)
    emulator.decide("approve")
    assert outcome.result(10) == Approved()


def test_more_payments_than_fit_one_reply_are_listed(
    driver: SimulatedTerminal, emulator: TerminalEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PAGE", 3)
    references = [driver.prepare(f"c{number}:1", 100, "EUR") for number in range(7)]
    listed = driver.payments(datetime.now(UTC) - timedelta(minutes=1))
    assert [one.reference for one in listed] == references


PLAY = """
import sys, time
from pathlib import Path
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
terminal = TerminalEmulator(Path(sys.argv[1]), Path(sys.argv[2]), thinking_s=0.002)
terminal.start()
time.sleep(600)
"""


def test_its_books_survive_sigkill_and_can_be_read_from_outside(tmp_path: Path) -> None:
    port, books = tmp_path / "terminal", tmp_path / "books.jsonl"
    program = subprocess.Popen([sys.executable, "-c", PLAY, str(port), str(books)], cwd=REPO)
    device = SimulatedTerminal(str(port))
    device.open()
    try:
        wait_until(lambda: device.health.ok, what="the terminal")
        paid = device.prepare("c1:1", 7900, "EUR")
        assert device.perform(paid) == Approved()
        assert device.capture(paid) == Done()
        assert device.refund("r1", paid, 900) == Done()
        (before,) = read_books(books)
        program.kill()
        program.wait(10)
        assert isinstance(device.status(paid), Unknown)
        with books.open("a") as file:
            file.write('{"reference": "sim-0000')  # as a write that was cut short
        assert read_books(books) == [before]
        assert (before.captured, before.refunds) == (True, {"r1": 900})
        again = TerminalEmulator(port, books)
        again.start()
        wait_until(lambda: device.status(paid) == Approved(), what="the terminal")
        assert device.refund("r1", paid, 900) == Done()
        assert again.books() == [before]
        again.stop()
    finally:
        device.close()
        program.kill()
        program.wait(10)
