"""The card terminal of a case, in a process of its own: it keeps its own books, may be killed at a
point too, and talks over a line that fails as the case plans it.

Owns the faults: the line stands before the emulator, on the wire, so that the driver under test is
the real one. Knows nothing of the hub.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.simulated.books import PaymentState
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from tests.crash import desk, stripe_process
from tests.crash.cases import Case, Fault, Kind, Script
from tests.crash.points import Points

SLOW_S = 0.45  # longer than the driver waits, see hub_process.py


def serve(folder: Path, case: Case, fault: Fault) -> None:
    """Never returns. A terminal that was killed is started again with no fault: the time in which
    it was dead was the outage."""
    script = case.script
    points = Points(folder, "terminal", case.kills)
    emulator = TerminalEmulator(
        folder / "inner", folder / "books", thinking_s=script.thinking_s, outage_s=0.0
    )
    emulator.approval_beats_cancel = script.approval_wins
    _hook_books(emulator, points)
    emulator.start()
    Line(folder, emulator, script, fault, points).serve()


def _hook_books(emulator: TerminalEmulator, points: Points) -> None:
    enter = emulator._books.enter

    def entered(payment: object) -> None:
        words = str(payment.state.value)  # type: ignore[attr-defined]
        for more in ("captured", "voided", "refunds"):
            words += f" {more}" if getattr(payment, more, None) else ""
        points.reach(f"books {words}: before")
        enter(payment)  # type: ignore[arg-type]
        points.reach(f"books {words}: after")

    emulator._books.enter = entered  # type: ignore[method-assign]


class Line:
    """Between the driver and the emulator."""

    def __init__(
        self, folder: Path, emulator: TerminalEmulator, script: Script, fault: Fault, points: Points
    ) -> None:
        self._folder = folder
        self._emulator = emulator
        self._script = script
        self._fault = fault
        self._points = points
        self._lock = threading.Lock()
        self._left = -1  # calls that still fail; -1: the fault has not begun
        self._away_until = 0.0

    def serve(self) -> None:
        path = self._folder / "terminal"
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen(32)
        while True:
            line, _ = listener.accept()
            threading.Thread(target=self._carry, args=(line,), daemon=True).start()

    def _carry(self, line: socket.socket) -> None:
        with suppress(OSError, wire.WireError), line:
            if time.monotonic() < self._away_until:
                return
            with line.makefile("rb") as requests:
                request = requests.readline(wire.LONGEST_LINE)
            if not request:
                return
            op = str(json.loads(request).get("op"))
            if op == "watch":
                self._watch(line, request)
                return
            if op == "perform":
                self._choose_card(str(json.loads(request)["reference"]))
            kind = self._fails(op)
            if kind is Kind.LOST_REQUEST:
                return
            if kind is Kind.ERROR:
                line.sendall(wire.encode({"error": {"code": "internal", "message": "Try again."}}))
                return
            if kind is Kind.LATE:
                time.sleep(SLOW_S)
            reply = self._asked(request)
            self._points.reach(f"line {op}: before reply")
            if kind in (Kind.LOST_ANSWER, Kind.LATE, Kind.AWAY):
                return
            if kind is Kind.SLOW:
                time.sleep(SLOW_S)
                return
            if kind is Kind.GARBAGE:
                reply = b'{"outcome": "appro\x00\n'
            if kind is Kind.ERROR_AFTER:
                reply = wire.encode({"error": {"code": "internal", "message": "Try again."}})
            line.sendall(reply)
            self._points.reach(f"line {op}: after reply")

    def _fails(self, op: str) -> Kind | None:
        """The fault of this call: it begins with the first call of its op."""
        with self._lock:
            if self._left < 0 and op == self._fault.op:
                self._left = self._fault.calls
                if self._fault.kind is Kind.AWAY:
                    self._away_until = time.monotonic() + self._fault.calls * 0.015
            if self._left <= 0 or (self._folder / "settled").exists():
                return None
            self._left -= 1
            if self._fault.kind is Kind.AWAY and self._away_until <= time.monotonic():
                return None
            return self._fault.kind

    def _choose_card(self, reference: str) -> None:
        """The next card of the script for each payment that is performed anew."""
        begun = [
            p
            for p in self._emulator.books()
            if p.state is not PaymentState.PREPARED and p.reference != reference
        ]
        cards = self._script.cards
        self._emulator.mode = cards[min(len(begun), len(cards) - 1)]

    def _asked(self, request: bytes) -> bytes:
        with wire.connect(self._folder / "inner", 5.0) as inner:
            inner.settimeout(30.0)
            inner.sendall(request)
            with inner.makefile("rb") as replies:
                return replies.readline(wire.LONGEST_LINE)

    def _watch(self, line: socket.socket, request: bytes) -> None:
        with wire.connect(self._folder / "inner", 5.0) as inner:
            inner.settimeout(30.0)
            inner.sendall(request)
            with inner.makefile("rb") as states:
                while state := states.readline(wire.LONGEST_LINE):
                    if time.monotonic() < self._away_until:
                        return
                    line.sendall(state)


def books(folder: Path) -> list[dict[str, object]]:
    """The entries of the terminal's journal as they are on the disk, newest of each payment; the
    desk's with them."""
    if (folder / "stripe").exists():
        return stripe_process.books(folder / "stripe")
    at_the_desk = desk.books(folder)
    found: dict[str, dict[str, object]] = {}
    with suppress(FileNotFoundError):
        for text in (folder / "books").read_text().splitlines():
            with suppress(ValueError):  # the line that was cut short
                entry = json.loads(text)
                found[entry["reference"]] = entry
    return [*found.values(), *at_the_desk]
