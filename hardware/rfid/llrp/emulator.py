"""A fixed reader on the network: the real driver, or any other LLRP client, connects to it.

Owns the sockets, the one client and its verbs: what goes wrong between a reader and its network.
The emulator's thread is `emulated_device.py`. What the reader says is `module.py`; what it hears
is a `Field`.

    field = Field()
    with LlrpEmulator(Path("127.0.0.1:5084"), field) as emulator:
        field.place(TagId.epc("30361F1B3827080000000001"), antenna=2)
        emulator.unplug(); emulator.plug(); emulator.pull_antenna(2); emulator.reboot()
"""

from __future__ import annotations

import contextlib
import logging
import random
import socket
import struct
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.rfid.cable import Said
from hardware.rfid.emulated_device import EmulatedDevice
from hardware.rfid.field import FIXED_READER, Field, Inventory, Pace
from hardware.rfid.llrp import wire
from hardware.rfid.llrp.model import IMPINJ_R420, Model
from hardware.rfid.llrp.module import Module
from hardware.rfid.llrp.wire import Attempt, WireError
from hardware.rfid.reader import TagId

log = logging.getLogger(__name__)

MAX_UNSENT = 1 << 20  # octets; a client that takes no more than that is cut off
_RESET = struct.pack("ii", 1, 0)  # closing sends a reset, as a machine without power does


class LlrpEmulator(EmulatedDevice):
    """A reader that can be plugged in and out. Its verbs may be called from any thread.

    `link` is its address, as "127.0.0.1:5084"; a name without a port, or port 0, is any free one.
    `on_tag_frame(tag, at)` is called on the emulator's thread right after a report was written;
    `tag` is the report's last one, `at` is of `time.monotonic`.
    """

    def __init__(
        self,
        link: Path,
        field: Field,
        *,
        model: Model = IMPINJ_R420,
        pace: Pace = FIXED_READER,
        clock: Callable[[], float] = time.monotonic,
        seed: int = 0,
    ) -> None:
        super().__init__("emulator llrp")
        host, _, port = link.name.rpartition(":")
        self.host, self.port = host or "127.0.0.1", int(port) if host else 0
        self.on_tag_frame: Callable[[TagId, float], None] | None = None
        self.module = Module(
            field,
            model,
            inventory=partial(Inventory, pace=pace),
            utc_us=lambda now: int((time.time() - clock() + now) * 1e6),
        )
        self._clock = clock
        self._chance = random.Random(seed)
        self._door: socket.socket | None = None
        self._client: socket.socket | None = None
        self._forget()

    def _forget(self) -> None:
        self._unsent = bytearray()
        self._silent = False
        self._lost = 0
        self._cuts = False
        self._split = 0

    @property
    def reached_by(self) -> dict[str, Any]:
        """The settings by which its driver reaches it, once it is started."""
        return {"host": self.host, "port": self.port}

    # -- verbs

    def reboot(self) -> None:
        """A dip of its power: its client is reset, its orders are forgotten, it listens again."""
        self.order(self._reboot)

    def go_silent(self) -> None:
        """Neither hears nor speaks, while its connections stay open, like a reader that hangs."""
        self.order(lambda: setattr(self, "_silent", True))

    def speak(self) -> None:
        """Ends `go_silent`; what was ordered goes on."""
        self.order(lambda: setattr(self, "_silent", False))

    def garble(self, garbage: int | bytes) -> None:
        """Sends bytes between messages: these, or so many random ones."""
        noise = self._chance.randbytes(garbage) if isinstance(garbage, int) else garbage
        self.order(lambda: [Said(noise)])

    def lose(self, count: int) -> None:
        """The next `count` bytes are not sent: half messages."""
        self.order(lambda: setattr(self, "_lost", count))

    def cut(self) -> None:
        """The connection breaks in the middle of the next message."""
        self.order(lambda: setattr(self, "_cuts", True))

    def split(self, count: int) -> None:
        """Sends so many bytes at a time from now on, 0 being as many as there are."""
        self.order(lambda: setattr(self, "_split", count))

    def pull_antenna(self, antenna: int) -> None:
        """Pulls an antenna's cable out."""
        self.order(lambda: self.module.attach(antenna, False, self._clock()))

    def attach_antenna(self, antenna: int) -> None:
        """Puts an antenna's cable in."""
        self.order(lambda: self.module.attach(antenna, True, self._clock()))

    def complain(self, words: str, antenna: int | None = None) -> None:
        """Tells its client that something is wrong."""
        self.order(lambda: self.module.complain(words, antenna, self._clock()))

    @property
    def plugged(self) -> bool:
        return self._door is not None

    @property
    def connected(self) -> bool:
        """Whether it has a client."""
        return self._client is not None

    # -- on the emulator's thread

    def _plug(self) -> None:
        if self._door is not None:
            return
        self.module.power_up()
        self._door = socket.create_server((self.host, self.port))
        self._door.setblocking(False)
        self.port = self._door.getsockname()[1]
        log.debug("a reader listens at %s:%s", self.host, self.port)

    def _unplug(self) -> None:
        if self._door is None:
            return
        self._hang_up(reset=True)
        self._door.close()
        self._door = None
        self._forget()

    def _reboot(self) -> None:
        self._hang_up(reset=True)
        self._forget()
        self.module.power_up()

    def _hang_up(self, *, reset: bool = False) -> None:
        if (client := self._client) is None:
            return
        self._client = None
        self._unsent.clear()
        if reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        client.close()
        self.module.disconnect()

    def _work(self) -> float | None:
        if self._door is None:
            return None
        self._say(self.module.work(self._clock()))
        next_at = self.module.next_at
        return None if next_at is None else max(0.0, next_at - self._clock())

    def _listens(self) -> tuple[list[int], list[int]]:
        # Whoever connects to a silent one waits in the kernel's queue.
        ends = () if self._silent else (self._door, self._client)
        takes = [self._client.fileno()] if self._client and self._unsent else []
        return [each.fileno() for each in ends if each], takes

    def _heed(self, readable: set[int], writable: set[int]) -> None:
        if self._client and self._client.fileno() in writable:
            self._send()
        if self._client and self._client.fileno() in readable:
            self._hear()
        if self._door and self._door.fileno() in readable:
            self._accept()

    def _accept(self) -> None:
        assert self._door is not None
        try:
            caller, _ = self._door.accept()
        except OSError:
            return  # it did not wait
        caller.setblocking(False)
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        now = self._clock()
        if self._client is None:
            self._client = caller
            self._say(self.module.connect(now))
        else:
            refusal = wire.event(int(time.time() * 1e6), wire.attempt_event(Attempt.HAS_CLIENT))
            with contextlib.suppress(OSError):
                caller.send(refusal.encode())
            caller.close()
            self._say(self.module.another_tried(now))

    def _hear(self) -> None:
        assert self._client is not None
        try:
            octets = self._client.recv(65536)
            if not octets:
                self._hang_up()
                return
            self._say(self.module.hear(octets, self._clock()))
        except WireError as error:
            log.info("a client sent %s", error)
            self._hang_up()
        except OSError:
            self._hang_up()
        if self.module.done:
            self._send()
            self._hang_up()

    def _say(self, said: Iterable[Said]) -> None:
        for each in said:
            if self._client is None or self._silent:
                continue
            octets = each.octets
            lost = min(self._lost, len(octets))
            self._lost -= lost
            if self._cuts:
                self._unsent += octets[: len(octets) // 2]
                self._send()
                self._hang_up()
                self._cuts = False
                return
            self._unsent += octets[lost:]
            self._send()
            if each.tag is not None and self.on_tag_frame is not None:
                self.on_tag_frame(each.tag, time.monotonic())

    def _send(self) -> None:
        """As much as the client's socket takes; the rest waits."""
        try:
            while self._client is not None and self._unsent:
                sent = self._client.send(self._unsent[: self._split or None])
                del self._unsent[:sent]
        except BlockingIOError:
            if len(self._unsent) > MAX_UNSENT:
                log.warning("a client takes nothing: hung up on it")
                self._hang_up(reset=True)
        except OSError:
            self._hang_up()
