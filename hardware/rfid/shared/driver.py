"""A reader that another program of this machine owns: hears its own antennas of it.

Owns the connection to that program and its coming back. What is wrong with the reader itself is
passed on as its owner says it.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.ready import ready
from hardware.rfid.shared import wire
from hardware.rfid.shared.address import address
from hardware.rfid.shared.server import BEAT_S
from hardware.rfid.shared.wire import Heard, Lines, Stands, WireError, Wish
from hardware.rfid.worker import MONOTONIC, Clock, Closing, ReaderWorker

BEATS_OF_SILENCE = 4
CONNECT_S = 1.0  # one that hangs never holds up a close for longer

_NOT_SHARED = (
    "The shared reader is not connected: the program that shares it does not run. "
    "Start kiosk run again."
)
_NOT_ALLOWED = "Hangtag may not use the shared reader's socket {port}. Start both as the same user."
_SILENT = "The program that shares the reader does not answer. Start kiosk run again."
_STRANGER = "What answers at {port} shares no reader. Check port in config.yaml."


class SharedReader(ReaderWorker):
    """An `RfidReader` that hears some antennas of one that `kiosk reader` shares at `port`.

    Without `antennas` it hears all of them. Raises `DeviceError` for settings that make no sense.
    """

    def __init__(
        self, port: str, *, antennas: Sequence[int] = (), clock: Clock = MONOTONIC
    ) -> None:
        if not port:
            raise DeviceError("shared reader: port is empty; name the socket, as var/dev/ceiling")
        if not all(isinstance(antenna, int) and antenna >= 1 for antenna in antennas):
            raise DeviceError(f"shared reader: antennas {list(antennas)} do not count from 1")
        super().__init__(port, clock)
        self.port = port
        self._wish = Wish(tuple(antennas))
        self._lost = 0

    @property
    def lost_reads(self) -> int:
        return super().lost_reads + self._lost

    def _connect(self) -> Iterator[None]:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(CONNECT_S)
            with address(Path(self.port)) as where:
                line.connect(where)
            line.sendall(wire.encode(self._wish))
            yield from self._listen(line)

    def _listen(self, line: socket.socket) -> Iterator[None]:
        lines, lost = Lines(), self._lost
        while True:
            readable, _ = ready([line.fileno(), self._wake], timeout=BEATS_OF_SILENCE * BEAT_S)
            if self._wake in readable:
                raise Closing
            if not readable:
                raise TimeoutError("says nothing")
            octets = line.recv(1 << 16)
            if not octets:
                raise DeviceError(errno.ECONNRESET, "it hung up")
            for said in lines.feed(octets):
                match said:
                    case Heard():
                        self._hear(said.reads)
                    case Stands():
                        self._lost = lost + said.lost
                        self._become(said.health)
                        yield

    def _words(self, error: Exception) -> Health | None:
        match error:
            case TimeoutError() | BlockingIOError():
                words = _SILENT
            case PermissionError():
                words = _NOT_ALLOWED.format(port=self.port)
            case WireError():
                words = _STRANGER.format(port=self.port)
            case OSError():
                words = _NOT_SHARED
            case _:
                return None
        return Health(DeviceState.AWAY, words, str(error))
