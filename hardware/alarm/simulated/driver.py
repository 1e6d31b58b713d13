"""The gate's side of the simulated alarm.

Owns the line to `emulator.py`: comes back by itself, and says again what is still due by then.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

from hardware.device import DeviceState, Health
from hardware.rfid.shared.address import address

AWAY = "The alarm is not connected. Check its cable and its power."
RECONNECT_EVERY_S = 0.25
CONNECT_S = 1.0


class SimulatedAlarm:
    """Talks to an `AlarmEmulator` over the Unix socket `port`: a line "on <seconds>" or "off"."""

    def __init__(self, port: str) -> None:
        self._path = Path(port)
        self._health = Health(DeviceState.STARTING)
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._until = 0.0
        self._thread: threading.Thread | None = None

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._watch, name=f"alarm {self._path.name}", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        self.quiet()
        self._closed.set()
        with self._lock:
            if self._line is not None:
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join()

    def raise_alarm(self, seconds: float) -> None:
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)
            self._say()

    def quiet(self) -> None:
        with self._lock:
            self._until = 0.0
            self._say()

    def _say(self) -> None:
        """Says how it should be, if there is a line."""
        if self._line is None:
            return
        left = self._until - time.monotonic()
        # Never waits: a lamp that reads nothing any more must not hold up the gate. The watcher
        # notices a line that is gone.
        with suppress(OSError):
            order = f"on {left:.3f}\n".encode() if left > 0 else b"off\n"
            self._line.send(order, socket.MSG_DONTWAIT)

    def _watch(self) -> None:
        while not self._closed.is_set():
            try:
                self._follow()
            except OSError as error:
                self._health = Health(DeviceState.AWAY, AWAY, f"{type(error).__name__}: {error}")
            self._closed.wait(RECONNECT_EVERY_S)

    def _follow(self) -> None:
        """One connection, from its greeting to its end. Raises `OSError`."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(CONNECT_S)
            with address(self._path) as where:
                line.connect(where)
            if not line.recv(64):
                raise ConnectionResetError("hung up at once")
            line.settimeout(None)
            with self._lock:
                self._line = line
                self._say()
            self._health = Health(DeviceState.OK)
            try:
                while line.recv(64):
                    pass
            finally:
                with self._lock:
                    self._line = None
        if not self._closed.is_set():
            raise ConnectionResetError("hung up")
