"""A TCP connection as a `Line`, and the words for what is wrong with a network.

Owns resolving, connecting and waiting so that a close ends at once. Does not know what is said.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import threading
from typing import Any

from hardware.device import DeviceError
from hardware.rfid.ready import ready
from hardware.rfid.worker import Closing

CONNECT_S = 5.0
WRITE_S = 1.0  # whoever takes no byte for so long takes none at all
_UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR)


class TcpLine:
    """Bytes both ways over TCP. It ends its waiting when `wake` is readable."""

    def __init__(self, host: str, port: int, wake: int) -> None:
        self._wake = wake
        family, kind, protocol, _, address = resolve(host, port, wake)
        self._socket = socket.socket(family, kind, protocol)
        try:
            self._connect(address)
        except BaseException:
            self._socket.close()
            raise

    def _connect(self, address: Any) -> None:
        self._socket.setblocking(False)
        code = self._socket.connect_ex(address)
        if code in _UNDER_WAY:
            woken, done = ready([self._wake], [self._socket.fileno()], CONNECT_S)
            if woken:
                raise Closing
            code = (
                self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if done
                else errno.ETIMEDOUT
            )
        if code:
            raise DeviceError(code, os.strerror(code))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def read(self, timeout: float) -> bytes:
        readable, _ = ready([self._socket.fileno(), self._wake], timeout=timeout)
        if self._wake in readable:
            raise Closing
        if not readable:
            return b""
        octets = self._socket.recv(65536)
        if not octets:
            raise DeviceError(errno.ECONNRESET, "the reader has hung up")
        return octets

    def write(self, octets: bytes) -> None:
        while octets:
            try:
                octets = octets[self._socket.send(octets) :]
            except BlockingIOError:
                _, writable = ready([], [self._socket.fileno()], WRITE_S)
                if not writable:
                    raise DeviceError(errno.ETIMEDOUT, "takes no bytes") from None

    def set_baud(self, baud: int) -> None:
        """A network has its own."""

    def close(self) -> None:
        self._socket.close()


def resolve(host: str, port: int, wake: int) -> Any:
    """The first address of a host. Raises `OSError`, and `Closing` when `wake` gets readable.

    Asked on a thread of its own: a name server that is away is not to hold up a close.
    """
    found: list[Any] = []
    answered, answers = os.pipe()

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0])
        except (OSError, UnicodeError) as error:
            found.append(error)
        with contextlib.suppress(OSError):
            os.write(answers, b".")
        os.close(answers)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        readable, _ = ready([answered, wake])
        if wake in readable:
            raise Closing
    finally:
        os.close(answered)
    if isinstance(found[0], UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, str(found[0]))
    if isinstance(found[0], OSError):
        raise found[0]
    return found[0]


def network_words(error: OSError, host: str, port: int) -> str:
    """What is wrong on the way to a reader, and the mend."""
    if isinstance(error, socket.gaierror):
        return f"No reader is called {host!r} in this network. Check host in config.yaml."
    if error.errno == errno.ECONNREFUSED:
        return (
            f"The reader is not connected: {host} takes no calls on port {port}. It may still be "
            "starting; if it stays so, switch LLRP on in its settings."
        )
    return f"The reader at {host} is not connected. Check its power and its network cable."
