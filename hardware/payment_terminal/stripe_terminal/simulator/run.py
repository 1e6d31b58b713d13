"""Starts a simulator and serves until it is told to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path

from hardware.payment_terminal.stripe_terminal.simulator.server import StripeSimulator


def run(port: int, books: Path | None, reader: str, told: Callable[[str, str], None]) -> None:
    """`told` hears the address and a reader's id. Ctrl-C and SIGTERM end it."""
    simulator = StripeSimulator(port, books)
    first = simulator.books.add_reader(reader)["id"] if reader else ""
    told(simulator.url, first)
    ends = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: ends.set())
    thread = threading.Thread(target=simulator.serve, name="stripe simulator", daemon=True)
    thread.start()
    ends.wait()
    simulator.stop()
