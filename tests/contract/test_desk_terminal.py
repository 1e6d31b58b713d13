"""The desk, beyond what every terminal must do: colleagues' words, and books that last."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hardware.device import DeviceState, open_device
from hardware.payment_terminal.desk.driver import DeskTerminal
from hardware.payment_terminal.journal import read
from hardware.payment_terminal.terminal import (
    Approved,
    Cancelled,
    Declined,
    Done,
    Pending,
    Refused,
    TerminalError,
    Unknown,
)
from tests.conftest import LogWatch, wait_until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "books" / "desk.jsonl"


@pytest.fixture
def desk(file: Path) -> Iterator[DeskTerminal]:
    desk = opened(file)
    yield desk
    desk.close()


def opened(file: Path) -> DeskTerminal:
    desk: DeskTerminal = open_device("payment_terminal", {"driver": "desk", "books": str(file)})
    return desk


def sent(desk: DeskTerminal, key: str = "c1:1") -> str:
    """A payment whose shopper is on the way to a colleague."""
    reference = desk.prepare(key, 7900, "EUR")
    with ThreadPoolExecutor() as pool:
        pool.submit(desk.perform, reference)
        wait_until(lambda: reference in [one.reference for one in desk.waiting()], what="the desk")
        desk.close()
    return reference


def test_a_colleague_sees_what_is_to_be_paid_and_takes_it(desk: DeskTerminal, file: Path) -> None:
    reference = desk.prepare("c1:1", 7900, "EUR")
    assert desk.waiting() == []
    with ThreadPoolExecutor() as pool:
        paying = pool.submit(desk.perform, reference)
        wait_until(desk.waiting, what="the desk")
        (waiting,) = desk.waiting()
        assert (waiting.reference, waiting.key) == (reference, "c1:1")
        assert (waiting.amount_minor, waiting.currency) == (7900, "EUR")
        assert desk.settle(reference, taken=True, by="Ana") == Approved()
        assert paying.result(10) == Approved()
    assert desk.waiting() == []
    assert [event["by"] for event in read(file) if event["what"] == "taken"] == ["Ana"]


def test_the_first_word_counts(desk: DeskTerminal, file: Path) -> None:
    again = reopened(desk, file, sent(desk))
    (waiting,) = again.waiting()
    assert again.settle(waiting.reference, taken=False, by="Ana") == Declined("not_taken")
    assert again.settle(waiting.reference, taken=False, by="Ben") == Declined("not_taken")
    with pytest.raises(TerminalError, match="settled already"):
        again.settle(waiting.reference, taken=True, by="Ben")
    assert again.status(waiting.reference) == Declined("not_taken")
    again.close()


def reopened(desk: DeskTerminal, file: Path, reference: str) -> DeskTerminal:
    desk.close()
    again = opened(file)
    assert reference in [one.reference for one in again.waiting()]
    return again


def test_what_was_called_off_is_not_taken_any_more(desk: DeskTerminal, file: Path) -> None:
    reference = sent(desk)
    again = reopened(desk, file, reference)
    assert again.cancel(reference) == Cancelled()
    with pytest.raises(TerminalError, match="settled already"):
        again.settle(reference, taken=True, by="Ana")
    assert again.status(reference) == Cancelled()
    again.close()


def test_nobody_takes_money_for_a_shopper_who_was_not_sent(desk: DeskTerminal) -> None:
    reference = desk.prepare("c1:1", 7900, "EUR")
    with pytest.raises(TerminalError, match="not been sent"):
        desk.settle(reference, taken=True, by="Ana")
    with pytest.raises(TerminalError, match="no such payment"):
        desk.settle("desk-nobody", taken=True, by="Ana")
    assert desk.status(reference) == Pending(started=False)


def test_a_last_line_that_was_cut_short_never_was(desk: DeskTerminal, file: Path) -> None:
    reference = sent(desk)
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"at_ms":1,"what":"taken","refer')
    again = reopened(desk, file, reference)
    assert again.status(reference) == Pending(started=True)
    assert again.settle(reference, taken=True, by="Ana") == Approved()
    again.close()
    third = opened(file)
    assert third.status(reference) == Approved()
    third.close()


@pytest.mark.parametrize(
    "damage", [b"what?\n", b"[1]\n", b'{"at_ms":1,"what":"taken","reference":"desk-x"}\n']
)
def test_damaged_books_are_said_and_take_no_money(
    file: Path, damage: bytes, log_watch: LogWatch
) -> None:
    log_watch.expect("cannot be used")
    file.parent.mkdir()
    file.write_bytes(damage + b"{}\n")
    desk = opened(file)
    assert desk.health.state is DeviceState.FAULTY
    assert str(file) in desk.health.message
    with pytest.raises(TerminalError, match="payment books"):
        desk.prepare("c1:1", 7900, "EUR")
    assert isinstance(desk.status("desk-x"), Unknown)
    assert file.read_bytes() == damage + b"{}\n"
    desk.close()


def test_two_programs_do_not_keep_the_same_books(
    desk: DeskTerminal, file: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("cannot be used")
    second = opened(file)
    assert second.health.state is DeviceState.FAULTY
    assert "Another program" in second.health.message
    second.close()
    assert desk.health.ok


def test_a_full_disk_leaves_nothing_half_done(
    desk: DeskTerminal, file: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("cannot be used")
    reference = sent(desk)
    again = reopened(desk, file, reference)
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[: len(data) // 2]))
    with pytest.raises(TerminalError, match="Free some space"):
        again.settle(reference, taken=True, by="Ana")
    assert again.health.state is DeviceState.FAULTY
    assert isinstance(again.status(reference), Unknown)
    monkeypatch.undo()
    third = opened(file)
    assert third.status(reference) == Pending(started=True)
    assert third.settle(reference, taken=True, by="Ana") == Approved()
    third.close()


def test_what_colleagues_gave_back_is_in_the_books(desk: DeskTerminal, file: Path) -> None:
    reference = sent(desk)
    again = reopened(desk, file, reference)
    again.settle(reference, taken=True, by="Ana")
    assert again.refund("r1", reference, 900) == Done()
    assert again.refund("r1", "desk-nobody", 900) == Unknown("The desk has no such payment.")
    again.close()
    third = opened(file)
    assert third.refund("r1", reference, 900) == Done()
    assert third.refund("r2", reference, 7001) == Refused("bad_amount")
    third.close()
    said = [(e["key"], e["amount_minor"]) for e in read(file) if e["what"] == "refunded"]
    assert said == [("r1", 900)]
