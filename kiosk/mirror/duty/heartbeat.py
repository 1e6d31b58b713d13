"""Life signs of the mirror: its GUI thread turned, and a frame was shown.

Owns the beat. A still scene draws nothing, so each beat asks for one frame; nothing of it changes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.watchdog import Watchdog

TURN, FRAME = "turn", "frame"
NEEDS = (TURN, FRAME)


class Heartbeat(QObject):
    """Beats until `stop`; not at all where no systemd watches."""

    def __init__(self, watchdog: Watchdog, window: QQuickWindow) -> None:
        super().__init__()
        self._watchdog = watchdog
        self._window = window
        self._waiting = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._watchdog.ready()
        if self._watchdog.interval_s is not None:
            self._timer.start(max(1, round(self._watchdog.interval_s * 1000)))
            self._beat()

    def stop(self) -> None:
        self._timer.stop()
        self._listen(False)
        self._watchdog.stopping()

    def sleeping(self, asleep: bool) -> None:
        """A screen that is off shows no frames, and none are missed."""
        self._watchdog.waive(*((FRAME,) if asleep else ()))

    @Slot()
    def _beat(self) -> None:
        self._watchdog.proof(TURN)
        self._listen(True)
        self._window.update()

    @Slot()
    def _shown(self) -> None:
        self._listen(False)
        self._watchdog.proof(FRAME)

    def _listen(self, on: bool) -> None:
        # For one frame at a time: while things move, sixty a second would wait for Python.
        if on is self._waiting:
            return
        self._waiting = on
        if on:
            self._window.frameSwapped.connect(self._shown, Qt.ConnectionType.QueuedConnection)
        else:
            self._window.frameSwapped.disconnect(self._shown)
