"""The simulator of Stripe in a process of its own, for tests: start, kill, tell it what to play."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

KEY = "sk_test_hangtag"
MODULE = "hardware.payment_terminal.stripe_terminal.simulator"


class StripeProcess:
    """Runs from the start. `kill` is SIGKILL; `start` goes on with the same books and port."""

    def __init__(self, books: Path) -> None:
        self._books = books
        self._port = 0
        self._talk = requests.Session()
        self._talk.trust_env = False
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", MODULE, "--port", str(self._port)]
        process = subprocess.Popen(
            [*command, "--books", str(self._books)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        self.url = process.stdout.readline().strip()
        assert self.url, "the simulator did not start"
        self._process = process
        self._port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        self._end(subprocess.Popen.kill)

    def stop(self) -> None:
        self._end(subprocess.Popen.terminate)
        self._talk.close()

    def _end(self, how: Any) -> None:
        process, self._process = self._process, None
        if process is not None:
            how(process)
            process.wait(10)
            assert process.stdout is not None
            process.stdout.close()

    def tell(self, path: str, **body: Any) -> Any:
        reply = self._talk.post(f"{self.url}/simulator/{path}", json=body, timeout=10)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def new_reader(self, **play: Any) -> str:
        reader = str(self.tell("readers")["id"])
        self.tell(f"readers/{reader}", **{"thinking_s": 0.002, **play})
        return reader

    def faults(self, *faults: dict[str, Any]) -> None:
        """These from now on, and no others."""
        self.tell("faults", faults=list(faults))

    def of(self, reader: str) -> dict[str, list[dict[str, Any]]]:
        """The books of one reader: its payments, their charges and refunds, and itself."""
        books: dict[str, list[dict[str, Any]]] = self.tell("books", reader=reader)
        return books

    def calls(self) -> list[dict[str, Any]]:
        """Everything that was asked of it since it was started."""
        return list(self.tell("calls")["calls"])
