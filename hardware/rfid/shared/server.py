"""Shares one reader with any number of listeners on this machine, over a Unix socket.

Owns the reader's reads on their way out: each listener gets those of its antennas and how the
reader is for it. One that sleeps loses its own oldest reads and nobody else's. Does not open or
close the reader.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.reader import RfidReader, TagRead
from hardware.rfid.shared import wire
from hardware.rfid.shared.address import address
from hardware.rfid.shared.wire import Heard, Lines, Stands, WireError, Wish

log = logging.getLogger(__name__)

TURN_S = 0.05  # how long a new listener waits at most to be let in
BEAT_S = 0.5  # how often the server says how the reader is, though it is as it was
MAX_WAITING = 20_000  # reads that one listener may be behind
BATCH = 500  # reads in one message
AT_ONCE = 1 << 16  # octets handed to a socket at a time


@runtime_checkable
class KnowsAntennas(Protocol):
    """A reader that can tell what is wrong with some of its antennas from what is with all."""

    def health_of(self, antennas: Sequence[int]) -> Health: ...


class _Listener:
    """One connection, and what waits for it."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.lines = Lines()
        self.wish: Wish | None = None  # nothing is said to one that has not said what it wants
        self.reads: deque[TagRead] = deque(maxlen=MAX_WAITING)
        self.lost = 0
        self.unsent = b""
        self.told: Stands | None = None
        self.told_at = 0.0

    def wants(self, read: TagRead) -> bool:
        return self.wish is not None and (
            not self.wish.antennas or read.antenna in self.wish.antennas
        )

    def take(self, reads: Sequence[TagRead]) -> None:
        wanted = [read for read in reads if self.wants(read)]
        self.lost += max(0, len(self.reads) + len(wanted) - MAX_WAITING)
        self.reads.extend(wanted)

    def send(self) -> None:
        """As much as its socket takes. Raises `OSError` when it is gone."""
        with contextlib.suppress(BlockingIOError):
            while self.unsent or self.reads:
                if not self.unsent:
                    batch = [self.reads.popleft() for _ in range(min(BATCH, len(self.reads)))]
                    self.unsent = wire.encode(Heard(tuple(batch)))
                sent = self.line.send(self.unsent[:AT_ONCE])
                self.unsent = self.unsent[sent:]


class SharedReaderServer:
    """Shares an open reader at `path` while it is started. `antennas` are those that the reader
    is set to, None for whichever it tells of. `alive` is called after each turn.
    """

    def __init__(
        self,
        path: Path,
        reader: RfidReader,
        antennas: Sequence[int] | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self._alive = alive
        self._reader = reader
        self._antennas = None if antennas is None else frozenset(antennas)
        self._listeners: list[_Listener] = []
        self._door: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Raises `DeviceError` when the path cannot be used."""
        if self._thread is not None:
            return
        self._door = _open_door(self.path)
        self._ended.clear()
        self._thread = threading.Thread(
            target=self._run, name=f"share {self.path.name}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Hangs up on all. May be called any number of times."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._ended.set()
        thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    # -- on its thread

    def _run(self) -> None:
        assert self._door is not None
        with self._door as door:
            try:
                while not self._ended.is_set():
                    reads = self._reader.drain(TURN_S)
                    self._let_in(door)
                    for each in tuple(self._listeners):
                        try:
                            self._serve(each, reads)
                        except (OSError, WireError) as error:
                            self._let_go(each, error)
                    self._alive()
            finally:
                for each in tuple(self._listeners):
                    self._let_go(each, None)
                self.path.unlink(missing_ok=True)

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            line.setblocking(False)
            self._listeners.append(_Listener(line))

    def _let_go(self, listener: _Listener, why: Exception | None) -> None:
        log.info("%s: a listener is gone: %s", self.path.name, why or "closing")
        self._listeners.remove(listener)
        listener.line.close()

    def _serve(self, listener: _Listener, reads: list[TagRead]) -> None:
        self._hear(listener)
        listener.take(reads)
        if listener.wish is not None and not listener.unsent:
            now = time.monotonic()
            stands = Stands(self._health(listener.wish), listener.lost)
            if stands != listener.told or now - listener.told_at >= BEAT_S:
                listener.told, listener.told_at = stands, now
                listener.unsent = wire.encode(stands)
        listener.send()

    def _hear(self, listener: _Listener) -> None:
        try:
            octets = listener.line.recv(4096)
        except BlockingIOError:
            return
        if not octets:
            raise ConnectionResetError("it hung up")
        for said in listener.lines.feed(octets):
            if not isinstance(said, Wish):
                raise WireError("a listener only says what it wants")
            listener.wish = said

    def _health(self, wish: Wish) -> Health:
        if self._antennas is not None and (away := set(wish.antennas) - self._antennas):
            named = ", ".join(str(antenna) for antenna in sorted(away))
            words = f"The shared reader is not set to antenna {named}. Add it in config.yaml."
            return Health(DeviceState.FAULTY, words, f"antennas {sorted(self._antennas)}")
        if isinstance(self._reader, KnowsAntennas) and wish.antennas:
            return self._reader.health_of(wish.antennas)
        return self._reader.health


def _open_door(path: Path) -> socket.socket:
    """A listening socket at the path; what a server that died left there is cleared away."""
    door = socket.socket(socket.AF_UNIX)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with address(path) as where:
            if path.is_socket():
                if _answers(where):
                    raise DeviceError(
                        f"another program shares a reader at {path} already; stop it first"
                    )
                path.unlink()
            door.bind(where)
        path.chmod(0o660)
        door.listen()
        door.setblocking(False)
    except OSError as error:
        door.close()
        if isinstance(error, DeviceError):
            raise
        raise DeviceError(
            f"a reader cannot be shared at {path}: {os.strerror(error.errno or 0)}"
        ) from error
    return door


def _answers(where: str) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(where)
        except OSError:
            return False
    return True
