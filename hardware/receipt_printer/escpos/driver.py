"""Prints on an ESC/POS printer, and finds out whether it did.

Owns the questions to the printer: before a paper, whether it can print (DLE EOT); after it, whether
all of it was printed (GS r, which the printer answers when it has come so far). A printer that is
away is looked for again by itself. What goes over the wire is `encoding.py`'s.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from hardware.device import DeviceError, DeviceState, Health
from hardware.receipt_printer.escpos.encoding import COLUMNS, DOTS, encode
from hardware.receipt_printer.escpos.wire import FileWire, SerialWire, SocketWire, Wire
from hardware.receipt_printer.printer import MaybePrinted, NotPrinted, Outcome, Paper, Printed

LOOK_EVERY_S = 20.0
ANSWER_S = 1.0  # a real-time status comes at once
PRINTING_S = 20.0  # and the end of a long paper after this at the latest

STATUS = {1: b"\x10\x04\x01", 2: b"\x10\x04\x02", 4: b"\x10\x04\x04"}
WHEN_PRINTED = b"\x1dr\x01"

AWAY = Health(
    DeviceState.AWAY, "The receipt printer is not connected. Check its power and its cable."
)
SILENT = Health(
    DeviceState.AWAY,
    "The receipt printer does not answer. Switch it off and on again. If it is of a kind that "
    "never answers, write `answers: false` at its settings in config.yaml.",
)
PAPER_OUT = Health(DeviceState.FAULTY, "The receipt printer has no paper. Put in a new roll.")
PAPER_LOW = Health(DeviceState.OK, "The receipt printer's paper is nearly at its end.")
COVER_OPEN = Health(DeviceState.FAULTY, "The receipt printer's cover is open. Close it.")
OFFLINE = Health(
    DeviceState.FAULTY, "The receipt printer says that it cannot print. Switch it off and on again."
)
LOST = "The receipt printer was lost while it printed. Look whether the receipt is there."


class EscposPrinter:
    """Over any wire; `connect` raises `OSError` when there is none."""

    def __init__(
        self,
        connect: Callable[[], Wire],
        *,
        paper_mm: int = 80,
        columns: int = 0,
        profile: str = "default",
        answers: bool = True,
        printing_s: float = PRINTING_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        if paper_mm not in COLUMNS:
            raise DeviceError(f"paper_mm is {paper_mm}; there are 58 and 80")
        self._connect = connect
        self._columns = columns or COLUMNS[paper_mm]
        self._dots = DOTS[paper_mm]
        self._profile = profile
        self._answers = answers
        self._printing_s = printing_s
        self._answer_s = answer_s
        self._health = Health(DeviceState.STARTING, "The receipt printer is being looked for.")
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look, name="receipt printer", daemon=True)

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """A paper that is being printed is left to the printer."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
        data = encode(
            paper, columns=self._columns, dots=self._dots, profile=self._profile, drawer=drawer
        )
        with self._lock:
            return self._print(data)

    def _print(self, data: bytes) -> Outcome:
        try:
            wire = self._connect()
        except OSError as error:
            return self._not_printed(AWAY, error)
        with contextlib.closing(wire):
            try:
                self._health = self._ask(wire)
            except OSError as error:
                return self._not_printed(AWAY, error)
            if not self._health.ok:
                return NotPrinted(self._health.message)
            try:
                return self._send(wire, data)
            except OSError as error:
                self._health = AWAY
                return MaybePrinted(LOST, repr(error))

    def _not_printed(self, health: Health, error: OSError) -> NotPrinted:
        self._health = health
        return NotPrinted(health.message, repr(error))

    def _send(self, wire: Wire, data: bytes) -> Outcome:
        if not self._answers:
            wire.send(data)
            return Printed()
        wire.send(data + WHEN_PRINTED)
        until = time.monotonic() + self._printing_s
        while (left := until - time.monotonic()) > 0 and not self._closing.is_set():
            # Answers to real-time questions have bit 4 set, this one has not.
            if any(byte & 0x90 == 0 for byte in wire.receive(min(left, 0.5))):
                return Printed()
        self._health = self._ask(wire)
        words = LOST if self._health.ok else self._health.message
        return MaybePrinted(words, f"not printed after {self._printing_s:g} s")

    def _ask(self, wire: Wire) -> Health:
        """How the printer says it is, before anything is sent to it."""
        if not self._answers:
            return Health(DeviceState.OK)
        state = {which: self._status(wire, which) for which in STATUS}
        if None in state.values():
            return SILENT
        if (state[4] or 0) & 0x60:
            return PAPER_OUT
        if (state[2] or 0) & 0x04:
            return COVER_OPEN
        if (state[1] or 0) & 0x08:
            return OFFLINE
        return PAPER_LOW if (state[4] or 0) & 0x0C else Health(DeviceState.OK)

    def _status(self, wire: Wire, which: int) -> int | None:
        wire.send(STATUS[which])
        until = time.monotonic() + self._answer_s
        while (left := until - time.monotonic()) > 0:
            for byte in wire.receive(left):
                if byte & 0x93 == 0x12:
                    return byte
        return None

    def _look(self) -> None:
        """Now and then, so that staff hear of an empty roll before a shopper waits for paper."""
        while not self._closing.is_set():
            with self._lock:
                try:
                    with contextlib.closing(self._connect()) as wire:
                        self._health = self._ask(wire)
                except OSError as error:
                    self._health = Health(AWAY.state, AWAY.message, repr(error))
            self._closing.wait(LOOK_EVERY_S)


def network_printer(
    host: str,
    port: int = 9100,
    paper_mm: int = 80,
    columns: int = 0,
    profile: str = "default",
    answers: bool = True,
) -> EscposPrinter:
    """One on the network, by its address."""
    return EscposPrinter(
        lambda: SocketWire(host, port),
        paper_mm=paper_mm,
        columns=columns,
        profile=profile,
        answers=answers,
    )


def usb_printer(
    port: str = "/dev/usb/lp0",
    paper_mm: int = 80,
    columns: int = 0,
    profile: str = "default",
    answers: bool = True,
) -> EscposPrinter:
    """One on USB, at the port that the kernel gives it."""
    return EscposPrinter(
        lambda: FileWire(port),
        paper_mm=paper_mm,
        columns=columns,
        profile=profile,
        answers=answers,
    )


def serial_printer(
    port: str,
    baud: int = 38400,
    paper_mm: int = 80,
    columns: int = 0,
    profile: str = "default",
    answers: bool = True,
) -> EscposPrinter:
    """One on a serial line; it says with DSR when it takes no more."""
    return EscposPrinter(
        lambda: SerialWire(port, baud),
        paper_mm=paper_mm,
        columns=columns,
        profile=profile,
        answers=answers,
    )
