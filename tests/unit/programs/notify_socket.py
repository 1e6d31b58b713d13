"""Stands where systemd listens: keeps what programs say at their notify socket."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.conftest import wait_until


class NotifySocket:
    """Listens at `folder`/notify, or at the abstract address that it is given."""

    def __init__(self, folder: Path, abstract: str = "") -> None:
        self.address = f"@{abstract}" if abstract else str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{abstract}" if abstract else self.address)
        self._socket.setblocking(False)
        self.said: list[str] = []

    def hear(self) -> list[str]:
        """All that was said until now."""
        while True:
            try:
                self.said.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return self.said

    def fed(self) -> int:
        return self.hear().count("WATCHDOG=1")

    def wait_for(self, count: int) -> None:
        """Until so many life signs were given."""
        wait_until(lambda: self.fed() >= count, what=f"{count} life signs")

    def environment(self, period_s: float) -> dict[str, str]:
        """What systemd gives to the program that it watches."""
        return {
            "NOTIFY_SOCKET": self.address,
            "WATCHDOG_USEC": str(round(period_s * 1_000_000)),
            "WATCHDOG_PID": "1",
        }

    def close(self) -> None:
        self._socket.close()
