"""An alarm played on a Unix socket: a lamp and a horn that are on or off.

Owns how long it is on and how often it went off. Knows no gate.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.rfid.shared.address import address

GREETING = b"alarm\n"
LONGEST_S = 3600.0


class AlarmEmulator:
    """Serves `path` from `start` to `stop`."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0
        self._raised = 0
        self._listener: socket.socket | None = None
        self._lines: set[socket.socket] = set()

    @property
    def on(self) -> bool:
        with self._lock:
            return self._clock() < self._until

    @property
    def raised(self) -> int:
        """How often it was turned on, or told again to be."""
        with self._lock:
            return self._raised

    def start(self) -> None:
        """Publishes the socket. Raises `OSError` if another alarm is there."""
        self.plug()

    def stop(self) -> None:
        self.unplug()

    @property
    def plugged(self) -> bool:
        return self._listener is not None

    def plug(self) -> None:
        if self._listener is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists():
            if _answers(self._path):
                raise FileExistsError(f"another alarm is playing at {self._path}")
            self._path.unlink(missing_ok=True)  # left behind by a process that was killed
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with address(self._path) as where:
            listener.bind(where)
        listener.listen(4)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="alarm", daemon=True).start()

    def unplug(self) -> None:
        """Pulls the cable: it goes quiet."""
        listener, self._listener = self._listener, None
        if listener is not None:
            self._path.unlink(missing_ok=True)
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            self._until = 0.0
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:  # unplugged
                return
            with self._lock:
                self._lines.add(line)
            threading.Thread(target=self._serve, args=(line,), name="alarm", daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            line.sendall(GREETING)
            with line.makefile("r", encoding="ascii", errors="replace") as orders:
                for order in orders:
                    self._obey(order)
        except OSError:
            return
        finally:
            with self._lock:
                self._lines.discard(line)
            line.close()

    def _obey(self, order: str) -> None:
        word, _, number = order.strip().partition(" ")
        with self._lock:
            if word == "off":
                self._until = 0.0
            elif word == "on":
                with suppress(ValueError):
                    seconds = min(float(number), LONGEST_S)
                    self._until = max(self._until, self._clock() + seconds)
                    self._raised += 1


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, address(path) as where:
            line.settimeout(1.0)
            line.connect(where)
    except OSError:
        return False
    return True
