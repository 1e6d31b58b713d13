"""The hub's side of the simulated card terminal.

Owns the line to the terminal: it watches it all the time, comes back by itself, and turns a lost
answer into `Unknown`. Keeps no books: what happened to a payment is for the terminal to say.
"""

from __future__ import annotations

import socket
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from hardware.device import DeviceState, Health
from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.terminal import (
    Outcome,
    Payment,
    Settlement,
    TerminalError,
    Unknown,
)

AWAY = "The card terminal is not connected. Check its cable and its power."
OFFLINE = "The card terminal does not reach the bank. Check its network."
RECONNECT_EVERY_S = 0.25


class SimulatedTerminal:
    """Talks to a `TerminalEmulator` over the Unix socket `port`.

    `timeout_s` is how long an answer may take that needs no shopper, `patience_s` how long a
    shopper may take to present a card before the outcome counts as unknown.
    """

    def __init__(self, port: str, timeout_s: float = 3.0, patience_s: float = 180.0) -> None:
        self._path = Path(port)
        self._timeout_s = timeout_s
        self._patience_s = patience_s
        self._health = Health(DeviceState.STARTING)
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._watcher: threading.Thread | None = None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._watcher is None:
            self._watcher = threading.Thread(
                target=self._watch, name=f"terminal {self._path.name}", daemon=True
            )
            self._watcher.start()

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            for line in self._lines:
                _hang_up(line)
        if self._watcher is not None:
            self._watcher.join()

    def prepare(self, key: str, amount_minor: int, currency: str) -> str:
        request = {"op": "prepare", "key": key, "amount_minor": amount_minor, "currency": currency}
        return str(self._ask_or_raise(request)["reference"])

    def perform(self, reference: str) -> Outcome:
        return self._outcome("perform", reference, self._patience_s)

    def status(self, reference: str) -> Outcome:
        return self._outcome("status", reference, self._timeout_s)

    def cancel(self, reference: str) -> Outcome:
        return self._outcome("cancel", reference, self._timeout_s)

    def capture(self, reference: str) -> Settlement:
        return self._settle({"op": "capture", "reference": reference})

    def void(self, reference: str) -> Settlement:
        return self._settle({"op": "void", "reference": reference})

    def refund(self, key: str, reference: str, amount_minor: int) -> Settlement:
        return self._settle(
            {"op": "refund", "key": key, "reference": reference, "amount_minor": amount_minor}
        )

    def payments(self, since: datetime) -> list[Payment]:
        told: list[Payment] = []
        more = True
        while more:
            reply = self._ask_or_raise(
                {
                    "op": "payments",
                    "since_ms": round(since.timestamp() * 1000),
                    "after": told[-1].reference if told else "",
                }
            )
            page, more = wire.payments_of(reply)
            told += page
        return told

    def _settle(self, request: dict[str, Any]) -> Settlement:
        try:
            return wire.settlement_of(self._ask(self._timeout_s, request))
        except (OSError, wire.WireError) as error:
            return Unknown(f"{request['op']}: {error}")

    def _ask_or_raise(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            reply = self._ask(self._timeout_s, request)
        except wire.WireError as error:
            raise TerminalError(
                f"The card terminal did not answer as it should: {error}"
            ) from error
        except OSError as error:
            raise TerminalError(AWAY) from error
        if refusal := reply.get("error"):
            raise TerminalError(str(refusal.get("message")))
        return reply

    def _outcome(self, op: str, reference: str, timeout_s: float) -> Outcome:
        try:
            return wire.outcome_of(self._ask(timeout_s, {"op": op, "reference": reference}))
        except (OSError, wire.WireError) as error:
            return Unknown(f"{op}: {error}")

    def _ask(self, timeout_s: float, request: dict[str, Any]) -> dict[str, Any]:
        line = self._connected(timeout_s)
        try:
            line.sendall(wire.encode(request))
            with line.makefile("rb") as replies:
                return wire.decode(_line(replies.readline(wire.LONGEST_LINE)))
        finally:
            self._disconnect(line)

    def _watch(self) -> None:
        while not self._closed.is_set():
            try:
                line = self._connected(self._timeout_s)
                try:
                    line.sendall(wire.encode({"op": "watch"}))
                    with line.makefile("rb") as states:
                        while True:
                            self._hear(wire.decode(_line(states.readline(wire.LONGEST_LINE))))
                finally:
                    self._disconnect(line)
            except (OSError, wire.WireError) as error:
                self._health = Health(DeviceState.AWAY, AWAY, str(error))
            self._closed.wait(RECONNECT_EVERY_S)

    def _hear(self, message: dict[str, Any]) -> None:
        match message.get("state"):
            case "ok":
                health = Health(DeviceState.OK)
            case "offline":
                health = Health(DeviceState.FAULTY, OFFLINE, "offline")
            case _:
                raise wire.WireError("no_state", f"not a state: {message}")
        if health != self._health:
            self._health = health

    def _connected(self, timeout_s: float) -> socket.socket:
        line = wire.connect(self._path, self._timeout_s)
        line.settimeout(timeout_s)
        with self._lock:
            self._lines.add(line)
        if self._closed.is_set():
            self._disconnect(line)
            raise ConnectionError("the driver is closed")
        return line

    def _disconnect(self, line: socket.socket) -> None:
        with self._lock:
            self._lines.discard(line)
        line.close()


def _line(line: bytes) -> bytes:
    if not line.endswith(b"\n"):
        raise ConnectionError("the terminal hung up")
    return line


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was down already
