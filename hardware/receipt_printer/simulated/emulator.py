"""A played printer on the network, for whoever wants to see a real driver's bytes come over TCP.

Owns the socket; what the printer does is `machine.py`'s.
"""

from __future__ import annotations

import socket
import threading

from hardware.receipt_printer.simulated.machine import Fault, PrinterMachine


class PrinterEmulator:
    """Listens from `start` to `stop` at `port` of loopback; 0 is a free one."""

    def __init__(self, machine: PrinterMachine, port: int = 0) -> None:
        self.machine = machine
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, name="played printer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        """One at a time, as printers do."""
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            with caller:
                self._talk(caller)

    def _talk(self, caller: socket.socket) -> None:
        try:
            while self.machine.fault is not Fault.AWAY and (data := caller.recv(4096)):
                caller.sendall(self.machine.receive(data))
        except OSError:
            return
