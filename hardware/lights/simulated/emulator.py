"""A lamp played on a Unix socket: a light that fades to the next.

Owns what it shows, and how it misbehaves: unplugged, silent, slow. Knows no mirror.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.lights.fading import Fade
from hardware.lights.lamp import DARK, Light, rgb_of
from hardware.lights.seen import Seen
from hardware.rfid.shared.address import address


class LampEmulator:
    """Serves `path` from `start` to `stop`. `slow_s` is how long each answer takes."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.slow_s = 0.0
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._fade = Fade(DARK, DARK, clock(), 0.0)
        self._told = 0
        self._speaks = threading.Event()
        self._speaks.set()
        self._listener: socket.socket | None = None
        self._lines: set[socket.socket] = set()

    @property
    def light(self) -> Light:
        with self._lock:
            return self._fade.at(self._clock())

    @property
    def told(self) -> int:
        """How many lights it was told to show."""
        with self._lock:
            return self._told

    @property
    def seen(self) -> Seen:
        light = self.light
        return Seen(light.rgb or rgb_of(light.colour_temperature_k), light.brightness)

    def start(self) -> None:
        """Publishes the socket. Raises `OSError` if another lamp is there."""
        self.plug()

    def stop(self) -> None:
        self.speak()
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
                raise FileExistsError(f"another lamp is playing at {self._path}")
            self._path.unlink(missing_ok=True)  # left behind by a process that was killed
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with address(self._path) as where:
            listener.bind(where)
        listener.listen(4)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="lamp", daemon=True).start()

    def unplug(self) -> None:
        """Pulls the cable: it goes dark, and knows nothing when it is back."""
        listener, self._listener = self._listener, None
        if listener is not None:
            self._path.unlink(missing_ok=True)
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            self._fade = Fade(DARK, DARK, self._clock(), 0.0)
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def go_silent(self) -> None:
        """Hears, and does not answer."""
        self._speaks.clear()

    def speak(self) -> None:
        self._speaks.set()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:  # unplugged
                return
            with self._lock:
                self._lines.add(line)
            threading.Thread(target=self._serve, args=(line,), name="lamp", daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            with line.makefile("r", encoding="ascii", errors="replace") as orders:
                for order in orders:
                    self._speaks.wait()
                    if self.slow_s:
                        time.sleep(self.slow_s)
                    line.sendall(b"ok\n" if self._obey(order) else b"what\n")
        except OSError:
            return
        finally:
            with self._lock:
                self._lines.discard(line)
            line.close()

    def _obey(self, order: str) -> bool:
        try:
            said = json.loads(order)
            if not said:  # only asked whether it is there
                return True
            rgb = said["rgb"]
            light = Light(said["colour_temperature_k"], said["brightness"], rgb and tuple(rgb))
            fade_s = float(said["fade_s"])
        except (ValueError, KeyError, TypeError):
            return False
        with self._lock:
            self._fade = self._fade.turning(light, self._clock(), fade_s)
            self._told += 1
        return True


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, address(path) as where:
            line.settimeout(1.0)
            line.connect(where)
    except OSError:
        return False
    return True
