"""A finger on a glass that is dark: heard at the kernel, for a compositor may not pass it on.

Owns the input devices while the screen sleeps. Does not know where the finger is.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

DEVICES, KNOWN = Path("/dev/input"), Path("/sys/class/input")
READ = 4096
DIRECT = 1 << 1  # INPUT_PROP_DIRECT of the kernel: what is touched where it is shown


class TouchWatch:
    """Calls `touched` on a thread of its own, once, after `begin` and until `end`.

    Touch screens only: a plug that comes and goes with the picture would wake it again at once.
    """

    def __init__(
        self, touched: Callable[[], None], folder: Path = DEVICES, known: Path = KNOWN
    ) -> None:
        self._touched = touched
        self._folder = folder
        self._known = known
        self._end: int | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        if self._thread is not None:
            return
        ended, self._end = os.pipe()
        self._thread = threading.Thread(
            target=self._watch, args=(ended,), name="touch", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        if self._thread is None or self._end is None:
            return
        os.close(self._end)
        if self._thread is not threading.current_thread():
            self._thread.join(2.0)
        self._thread = self._end = None

    def _is_glass(self, path: Path) -> bool:
        try:
            said = (self._known / path.name / "device" / "properties").read_text(encoding="ascii")
            return bool(int(said.split()[-1], 16) & DIRECT)
        except (OSError, ValueError, IndexError):
            return False

    def _watch(self, ended: int) -> None:
        with ExitStack() as opened:
            opened.callback(os.close, ended)
            devices = []
            for path in filter(self._is_glass, sorted(self._folder.glob("event*"))):
                with suppress(OSError):  # not ours to read
                    device = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                    opened.callback(os.close, device)
                    devices.append(device)
            while True:
                ready, _, _ = select.select([ended, *devices], [], [])
                if ended in ready:
                    return
                for device in ready:
                    try:
                        heard = os.read(device, READ)
                    except OSError:
                        heard = b""
                    if heard:
                        self._touched()
                        return
                    devices.remove(device)  # unplugged
