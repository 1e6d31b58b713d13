"""The queue between a reader and its user."""

from __future__ import annotations

import threading

from hardware.rfid.inbox import Inbox
from hardware.rfid.reader import TagId, TagRead
from tests.conftest import wait_until


def read(number: int) -> TagRead:
    return TagRead(TagId.epc(f"{number:024X}"), 1, -60.0, float(number))


def test_reads_come_out_once_and_in_their_order() -> None:
    inbox = Inbox()
    inbox.put([read(1), read(2)])
    inbox.put([read(3)])
    assert inbox.drain(0) == [read(1), read(2), read(3)]
    assert inbox.drain(0) == []


def test_a_user_that_sleeps_costs_no_memory_and_the_loss_is_counted() -> None:
    inbox = Inbox(capacity=3)
    for number in range(5):
        inbox.put([read(number)])
    assert inbox.drain(0) == [read(2), read(3), read(4)]
    assert inbox.lost == 2
    inbox.put([read(number) for number in range(5)])
    assert inbox.drain(0) == [read(2), read(3), read(4)]
    assert inbox.lost == 4


def test_waking_ends_a_wait_and_no_later_one() -> None:
    inbox = Inbox()
    inbox.wake()
    drained: list[list[TagRead]] = []
    user = threading.Thread(target=lambda: drained.append(inbox.drain(60)))
    user.start()

    def woken() -> bool:
        inbox.wake()
        return bool(drained)

    wait_until(woken)
    user.join()
    assert drained == [[]]
