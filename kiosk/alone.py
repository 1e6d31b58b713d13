"""One program of a name on a machine: a second `kiosk mirror --room 1` is refused.

Owns the lock, a file in `data_dir` that the kernel frees when its holder ends, however it ends.
Two machines are the hub's matter.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from pathlib import Path

from kiosk.config import ConfigError

log = logging.getLogger(__name__)

WAITS_S = 1.5  # for one that is just ending, as when a supervisor starts it again


def has_run(folder: Path, name: str) -> bool:
    """Whether a program of this name has ever been started on this machine."""
    return _file(folder, name).exists()


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


def alone(folder: Path, name: str, *, waits_s: float = WAITS_S) -> int | None:
    """Holds the name, such as mirror-1, until the process ends (or the number that is returned is
    closed). None on a disk that knows no locks. Raises `ConfigError` when somebody has it."""
    file = _file(folder, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        log.info("whether %s runs twice is not looked after: %s", name, error)
        return None
    until = time.monotonic() + waits_s
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < until:
                time.sleep(0.05)
                continue
            who = os.pread(held, 20, 0).decode("ascii", "replace").strip()
            os.close(held)
            raise ConfigError(
                f"{name} runs on this machine already (process {who or 'unknown'}). Stop that one "
                "first; for another place name it: --room, --table, --gate."
            ) from None
        except OSError as error:
            os.close(held)
            log.info("whether %s runs twice is not looked after: %s", name, error)
            return None
        os.ftruncate(held, 0)
        os.pwrite(held, str(os.getpid()).encode(), 0)
        return held
