"""The ways to a printer: a socket, a serial line, the kernel's USB port. Owns their time limits;
every failure is an `OSError`. Knows no byte that goes over them.
"""

from __future__ import annotations

import os
import select
import socket
import time
from typing import Protocol

import serial

CONNECT_S = 3.0
SEND_S = 20.0  # a printer takes bytes as slowly as it prints


class Wire(Protocol):
    def send(self, data: bytes) -> None: ...

    def receive(self, timeout_s: float) -> bytes:
        """What has come; b"" when nothing came in this time."""
        ...

    def close(self) -> None: ...


class SocketWire:
    """Raw bytes over TCP, at port 9100 of most printers."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), CONNECT_S)

    def send(self, data: bytes) -> None:
        self._socket.settimeout(SEND_S)
        self._socket.sendall(data)

    def receive(self, timeout_s: float) -> bytes:
        self._socket.settimeout(max(timeout_s, 0.001))
        try:
            data = self._socket.recv(64)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer hung up")
        return data

    def close(self) -> None:
        self._socket.close()


class FileWire:
    """The kernel's port of a USB printer, such as /dev/usb/lp0."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def send(self, data: bytes) -> None:
        until = time.monotonic() + SEND_S
        left = memoryview(data)
        while left:
            _, ready, _ = select.select([], [self._file], [], until - time.monotonic())
            if not ready:
                raise TimeoutError("the printer takes no more")
            left = left[os.write(self._file, left) :]

    def receive(self, timeout_s: float) -> bytes:
        ready, _, _ = select.select([self._file], [], [], timeout_s)
        return os.read(self._file, 64) if ready else b""

    def close(self) -> None:
        os.close(self._file)


class SerialWire:
    def __init__(self, path: str, baud: int) -> None:
        self._port = serial.Serial(path, baud, timeout=0, write_timeout=SEND_S, dsrdtr=True)

    def send(self, data: bytes) -> None:
        self._port.write(data)
        self._port.flush()

    def receive(self, timeout_s: float) -> bytes:
        self._port.timeout = timeout_s
        return bytes(self._port.read(1))

    def close(self) -> None:
        self._port.close()
