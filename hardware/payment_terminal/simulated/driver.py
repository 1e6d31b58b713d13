"""The hub's side of the simulated card terminal.

Owns the line to the terminal: it watches it all the time, comes back by itself, and turns a lost
answer into `Unknown`. Keeps no books: what happened to a payment is for the terminal to say.
"""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

from hardware.device import DeviceState, Health
from hardware.payment_terminal.simulated import wire
from hardware.payment_terminal.terminal import Outcome, TerminalError, Unknown

AWAY = "The card terminal is not connected. Check its cable and its power."
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
        try:
            reply = self._ask(
                self._timeout_s,
                {"op": "prepare", "key": key, "amount_minor": amount_minor, "currency": currency},
            )
        except wire.WireError as error:
            raise TerminalError(
                f"The card terminal did not answer as it should: {error}"
            ) from error
        except OSError as error:
            raise TerminalError(AWAY) from error
        if refusal := reply.get("error"):
            raise TerminalError(str(refusal.get("message")))
        return str(reply["reference"])

    def perform(self, reference: str) -> Outcome:
        return self._outcome("perform", reference, self._patience_s)

    def status(self, reference: str) -> Outcome:
        return self._outcome("status", reference, self._timeout_s)

    def cancel(self, reference: str) -> Outcome:
        return self._outcome("cancel", reference, self._timeout_s)

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
        if message.get("state") != "ok":
            raise wire.WireError("no_state", f"not a state: {message}")
        if not self._health.ok:
            self._health = Health(DeviceState.OK)

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
