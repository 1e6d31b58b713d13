"""What happens when something breaks: a calm screen, one line in the log, and a fresh start.

Owns the hooks of Python and Qt for what nobody caught. Nothing of it is ever shown: the shopper
sees the shop's name and "One moment."
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

LONGEST = 500
FRAMES = 3
SAME_AGAIN_S = 60.0
MOST_REMEMBERED = 200

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def one_line(text: str) -> str:
    """Bounded, and a line: a log must not be filled by what repeats itself."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def cause(error: BaseException) -> str:
    """What broke and where, the last calls only."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    where = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))
    return one_line(f"{type(error).__name__}: {error} at {where or 'nowhere'}")


class QtMessages:
    """Qt's own messages in our log; the same one at most once a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, float] = {}
        self._log = logging.getLogger("qt")

    def __call__(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        line, now = one_line(text), self._clock()
        if now - self._said.get(line, -SAME_AGAIN_S) < SAME_AGAIN_S:
            return
        if len(self._said) >= MOST_REMEMBERED:
            self._said.clear()
        self._said[line] = now
        self._log.log(LEVELS.get(kind, logging.WARNING), "%s", line)


@contextmanager
def calm_about(broke: Callable[[], None]) -> Iterator[None]:
    """Until its end, whatever nobody caught is logged in one line, and `broke` is called once: in
    whichever thread it happened."""
    once = threading.Lock()

    def note(error: BaseException | None, thread: str) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        if once.acquire(blocking=False):  # what breaks because of the first is no news
            log.error("the mirror broke in the thread %s: %s", thread, cause(error))
            broke()

    def in_this(
        _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
    ) -> None:
        note(error, threading.current_thread().name)

    def in_another(args: Any) -> None:
        note(args.exc_value, args.thread.name if args.thread else "unknown")

    before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = in_this, in_another
    handler = qInstallMessageHandler(QtMessages())
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before
        qInstallMessageHandler(handler)
