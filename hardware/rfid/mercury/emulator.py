"""A Mercury module on a pty: the real driver, or any other client, opens it as a serial port.

Owns the line: the pty, its stable link, the pace of the bytes, what goes wrong on a cable. What
the module says is `module.py`; what it hears is a `Field`.

    field = Field()
    with MercuryEmulator(Path("var/dev/room-1"), field) as emulator:
        field.place(TagId.epc("30361F1B3827080000000001"))
        emulator.unplug(); emulator.plug(); emulator.fail(Status.NO_ANTENNA); emulator.fail(None)
"""

from __future__ import annotations

import contextlib
import logging
import os
import pty
import random
import select
import threading
import time
import tty
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from hardware.rfid.field import Field
from hardware.rfid.mercury.module import Module, Said
from hardware.rfid.mercury.settings import APPLICATION, M7E_HECTO, Model
from hardware.rfid.mercury.wire import command_parser
from hardware.rfid.reader import TagId

log = logging.getLogger(__name__)

BITS_PER_BYTE = 10  # 8N1: a start bit, eight, a stop bit
ORDER_S = 10.0  # a thread that takes longer to obey is stuck
MAX_BACKLOG = 400  # frames; a module whose line is too slow does not search on


class MercuryEmulator:
    """A module that can be plugged in and out. Its verbs may be called from any thread.

    `on_tag_frame(tag, at)` is called on the emulator's thread right after the last byte of a
    tag's notification was written; `at` is of `time.monotonic`.
    """

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        model: Model = M7E_HECTO,
        program: int = APPLICATION,
        clock: Callable[[], float] = time.monotonic,
        paced: bool = True,
        seed: int = 0,
    ) -> None:
        self.link = link
        self.on_tag_frame: Callable[[TagId, float], None] | None = None
        self._field = field
        self._model = model
        self._program = program
        self._clock = clock
        self._paced = paced
        self._chance = random.Random(seed)
        self._thread: threading.Thread | None = None
        self._orders: deque[tuple[Callable[[], None], Future[None]]] = deque()
        self._wake_read, self._wake_write = -1, -1
        self._ends = False
        self._lose_power()

    def _lose_power(self) -> None:
        self._module = Module(self._field, self._model, self._program)
        self._commands = command_parser()
        self._received: deque[bytes] = deque()
        self._line = _Line()
        self._master = self._slave = -1
        self._silent = False
        self._lost = 0

    # -- verbs

    def start(self) -> None:
        """Begins to work, plugged in."""
        if self._thread is not None:
            return
        self._ends = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        name = f"emulator {self.link.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        self.plug()

    def stop(self) -> None:
        """Unplugs and ends. May be called any number of times."""
        if self._thread is None:
            return
        self.unplug()
        self._ends = True
        self._wake()
        self._thread.join()
        self._thread = None
        os.close(self._wake_read)
        os.close(self._wake_write)

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

    def plug(self) -> None:
        """Publishes a fresh pty under the link; the module has just got power."""
        self._do(self._plug)

    def unplug(self) -> None:
        """Removes the link and hangs up on whoever has the port open."""
        self._do(self._unplug)

    def reboot(self) -> None:
        """The module loses its settings and says so, as after a dip of its power."""
        self._do(lambda: self._say(self._module.reboot()))

    def fail(self, status: int | None) -> None:
        """Each search ends with this status (`Status.NO_ANTENNA`, ...) until `fail(None)`."""
        self._do(lambda: self._say(self._module.fail(status)))

    def warm(self, temperature_c: int) -> None:
        """The module has this temperature, and tells it where status frames were asked for."""
        self._do(lambda: self._say(self._module.warm(temperature_c)))

    def go_silent(self) -> None:
        """Neither hears nor speaks, without an error, like a module that hangs."""
        self._do(lambda: self._set_silent(True))

    def speak(self) -> None:
        """Ends `go_silent`; what was streaming streams on."""
        self._do(lambda: self._set_silent(False))

    def garble(self, garbage: int | bytes) -> None:
        """Puts bytes on the line between frames: these, or so many random ones."""
        noise = self._chance.randbytes(garbage) if isinstance(garbage, int) else garbage
        self._do(lambda: self._send(noise))

    def lose(self, count: int) -> None:
        """The next `count` bytes do not arrive: half frames."""
        self._do(lambda: self._set_lost(count))

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    @property
    def streaming(self) -> bool:
        return self._module.streaming

    @property
    def module(self) -> Module:
        """The module's state, for looking at only."""
        return self._module

    # -- on the emulator's thread

    def _do(self, order: Callable[[], None]) -> None:
        """Has the emulator's thread do it; its error is the caller's."""
        thread = self._thread
        if thread is None or not thread.is_alive():
            raise RuntimeError("the emulator is not started")
        if threading.current_thread() is thread:
            order()
            return
        done: Future[None] = Future()
        self._orders.append((order, done))
        self._wake()
        done.result(ORDER_S)

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b".")

    def _set_silent(self, silent: bool) -> None:
        self._silent = silent

    def _set_lost(self, count: int) -> None:
        self._lost = count

    def _plug(self) -> None:
        if self.plugged:
            return
        self._lose_power()
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.link)
        log.debug("%s is plugged in as %s", self.link, os.ttyname(self._slave))

    def _unplug(self) -> None:
        if not self.plugged:
            return
        with contextlib.suppress(OSError):
            if self.link.readlink() == Path(os.ttyname(self._slave)):
                self.link.unlink()
        os.close(self._slave)
        os.close(self._master)
        self._lose_power()

    def _run(self) -> None:
        while not self._ends:
            while self._orders:
                order, done = self._orders.popleft()
                try:
                    order()
                except OSError as error:
                    done.set_exception(error)
                else:
                    done.set_result(None)
            wait_s = self._work() if self.plugged else None
            listens = [self._wake_read]
            if self.plugged:
                listens.append(self._master)
            ready, _, _ = select.select(listens, [], [], wait_s)
            if self._wake_read in ready:
                os.read(self._wake_read, 1024)
            if self.plugged and self._master in ready:
                self._received.append(os.read(self._master, 4096))

    def _work(self) -> float | None:
        """Does what is due and returns in how many seconds to come back, if at all."""
        now = self._clock()
        module, line = self._module, self._line
        if len(line.frames) < MAX_BACKLOG:
            self._say(module.work(now))
        while self._received and not module.busy:
            chunk = self._received.popleft()
            if not self._silent:
                for command in self._commands.feed(chunk):
                    self._say(module.hear(command, now))
        for octets, told in line.due(now):
            self._put(octets)
            if told is not None and self.on_tag_frame is not None:
                self.on_tag_frame(told, time.monotonic())
        moments = [at for at in (module.next_at, line.next_at) if at is not None]
        return max(0.0, min(moments) - self._clock()) if moments else None

    def _say(self, said: list[Said]) -> None:
        for each in said:
            self._send(each.reply.encode(), each.tag)

    def _send(self, octets: bytes, tag: TagId | None = None) -> None:
        byte_s = BITS_PER_BYTE / self._module.settings.baud if self._paced else 0.0
        self._line.put(octets, tag, self._clock(), byte_s)

    def _put(self, octets: bytes) -> None:
        lost = min(self._lost, len(octets))
        self._lost -= lost
        octets = octets[lost:]
        if not octets or self._silent:
            return
        # A UART does not wait: what nobody takes off the line is lost.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, octets)


@dataclass(slots=True)
class _Frame:
    """Bytes on their way: the first begins at `begins`, the last one is over at `ends`."""

    octets: bytes
    tag: TagId | None
    begins: float
    ends: float
    written: int = 0


class _Line:
    """The sending half of a UART: one byte after the other, each taking its time."""

    def __init__(self) -> None:
        self.frames: deque[_Frame] = deque()
        self._free_at = 0.0

    def put(self, octets: bytes, tag: TagId | None, now: float, byte_s: float) -> None:
        begins = max(now, self._free_at)
        self._free_at = begins + len(octets) * byte_s
        self.frames.append(_Frame(octets, tag, begins, self._free_at))

    @property
    def next_at(self) -> float | None:
        """When the next frame is complete."""
        return self.frames[0].ends if self.frames else None

    def due(self, now: float) -> Iterator[tuple[bytes, TagId | None]]:
        """The bytes that are over by now; with the last ones of a frame, the tag that it told."""
        while self.frames and self.frames[0].begins <= now:
            frame = self.frames[0]
            whole = now >= frame.ends
            share = 1.0 if whole else (now - frame.begins) / (frame.ends - frame.begins)
            end = int(share * len(frame.octets))
            if whole:
                self.frames.popleft()
            if end > frame.written:
                yield frame.octets[frame.written : end], frame.tag if whole else None
            frame.written = end
            if not whole:
                return
