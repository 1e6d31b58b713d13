"""A serial line, and what every reader on one has in common.

Owns the port: opening it for ourselves alone, bytes both ways, waiting that a close ends at once,
and the words for what is wrong with a port. Does not know what the bytes mean.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import termios
from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Protocol

import serial

from hardware.device import DeviceError, DeviceState, Health
from hardware.rfid.ready import ready
from hardware.rfid.worker import MONOTONIC, NOT_CONNECTED, Clock, Closing, ReaderWorker

log = logging.getLogger(__name__)

WRITE_S = 0.5  # whoever takes no byte for so long takes none at all

_IN_USE = "Another program uses the reader's port. Close it, or restart this machine."
_NOT_ALLOWED = "Hangtag may not use the reader's port. Add its user to the group dialout."
_NO_PORT = "The reader's port is not a serial port. Check port in config.yaml."


class Line(Protocol):
    """Bytes both ways. An unplugged line raises `OSError`."""

    def read(self, timeout: float) -> bytes:
        """What has come; nothing if nothing comes within `timeout` seconds.

        Raises `Closing` when the reader is being closed.
        """
        ...

    def write(self, octets: bytes) -> None:
        """Raises `TimeoutError` when nobody takes them."""
        ...

    def set_baud(self, baud: int) -> None: ...

    def close(self) -> None: ...


class SerialLine:
    """A `Line` over a serial port, ours alone. It ends its waiting when `wake` is readable."""

    def __init__(self, port: str, baud: int, wake: int) -> None:
        with _termios_errors():
            self._port = serial.Serial(port, baud, timeout=0, exclusive=True)
        self._line = self._port.fileno()
        self._wake = wake

    def read(self, timeout: float) -> bytes:
        readable, _ = ready([self._line, self._wake], timeout=timeout)
        if self._wake in readable:
            raise Closing
        if not readable:
            return b""
        octets = os.read(self._line, 4096)
        if not octets:
            raise DeviceError(errno.EIO, "the port has hung up")
        return octets

    def write(self, octets: bytes) -> None:
        while octets:
            _, writable = ready([], [self._line], 0)
            if not writable:
                woken, writable = ready([self._wake], [self._line], WRITE_S)
                if woken:
                    raise Closing
            if not writable:
                raise TimeoutError("takes no bytes")
            octets = octets[os.write(self._line, octets) :]

    def set_baud(self, baud: int) -> None:
        with _termios_errors():
            self._port.baudrate = baud

    def close(self) -> None:
        with _termios_errors():
            self._port.close()


class LineReader(ReaderWorker):
    """A reader on a serial port. A subclass implements `_talk`; the rest is done here.

    `port` may vanish and come back: a path below /dev/serial/by-id is best. `open_line` takes a
    baud and gives an open `Line`, for tests that have no port.
    """

    def __init__(
        self,
        port: str,
        baud: int,
        *,
        open_line: Callable[[int], Line] | None = None,
        clock: Clock = MONOTONIC,
    ) -> None:
        if not port:
            raise DeviceError("port is empty; name the reader's serial port")
        super().__init__(port, clock)
        self.port = port
        self.baud = baud
        self._open_line = open_line or self._open_port

    def _open_port(self, baud: int) -> Line:
        return SerialLine(self.port, baud, self._wake)

    def _connect(self) -> Iterator[None]:
        line = self._open_line(self.baud)
        try:
            yield from self._talk(line)
        finally:
            try:
                self._leave(line)
            except (OSError, Closing):
                log.debug("%s: gone before it could be taken leave of", self.port)
            finally:
                with contextlib.suppress(OSError):
                    line.close()

    @abstractmethod
    def _talk(self, line: Line) -> Iterator[None]:
        """The conversation over an open line; as `_connect`: yields each time that all is well."""

    def _leave(self, line: Line) -> None:
        """What is to be said before the line is closed, as far as the reader still hears.

        It must not read: whoever closes a reader does not wait for it.
        """

    def _words(self, error: Exception) -> Health | None:
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            return Health(DeviceState.AWAY, port_words(error), str(error))
        return super()._words(error)


@contextlib.contextmanager
def _termios_errors() -> Iterator[None]:
    """termios has an error of its own; to us it is one of the port."""
    try:
        yield
    except termios.error as error:
        raise DeviceError(*error.args) from error


def port_words(error: OSError) -> str:
    """What is wrong with a serial port, and the mend. SerialException often has words only."""
    code, said = error.args[0] if error.args else None, str(error)
    if code in (errno.EACCES, errno.EPERM):
        return _NOT_ALLOWED
    if code == errno.ENOTTY or "configure port" in said:
        return _NO_PORT
    if code == errno.EBUSY or "exclusively lock" in said:
        return _IN_USE
    return NOT_CONNECTED
