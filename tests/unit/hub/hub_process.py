"""Hubs in processes of their own, each of which dies by SIGKILL at a named point.

A parent that has imported everything forks one on each request, before it has a thread or a
connection: a cold start would cost ten times as much. It reads a command a line:

    start CONFIG POINT   -> the new process's id
    wait PID             -> its exit code, negative for a signal

A point is "ledger.METHOD.before", "terminal.METHOD.after" and so on; "-" is a hub that lives.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hardware.payment_terminal.simulated.driver import SimulatedTerminal
from kiosk.config import load
from kiosk.hub.ledger import Ledger
from kiosk.hub.serving import run


def plant(point: str) -> None:
    """Make the process die at this point."""
    owner, method, when = point.split(".")
    cls: type = {"ledger": Ledger, "terminal": SimulatedTerminal}[owner]
    original: Callable[..., Any] = getattr(cls, method)

    def die(*args: Any) -> Any:
        if when == "after":
            original(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(cls, method, die)


def start(config: str, point: str) -> int:
    if pid := os.fork():
        return pid
    if point != "-":
        plant(point)
    os._exit(run(load(Path(config))))


def serve() -> None:
    for line in sys.stdin:
        match line.split():
            case ["start", config, point]:
                answer = start(config, point)
            case ["wait", pid]:
                answer = os.waitstatus_to_exitcode(os.waitpid(int(pid), 0)[1])
            case _:
                raise ValueError(line)
        print(answer, flush=True)


if __name__ == "__main__":
    serve()
