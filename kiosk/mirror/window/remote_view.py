"""The mirror's picture for the bench page, and the bench page's finger on the glass.

Owns the local socket and its protocol: lines of JSON in (`watch`, `pointer`), length-prefixed JPEG
out, only when the picture changed and only while somebody watches. Does not know what is shown.
"""

from __future__ import annotations

import json
import logging
import struct
import time
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickWindow

log = logging.getLogger(__name__)

MIRROR_WIDTH, MIRROR_HEIGHT = 1080, 1920
VIEW_WIDTH, VIEW_HEIGHT = 540, 960
FRAME_MS = 67
JPEG_QUALITY = 80
LONGEST_LINE = 4096

EVENTS = {
    "press": (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton),
    "move": (QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton),
    "release": (
        QEvent.Type.MouseButtonRelease,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton,
    ),
}


class RemoteView(QObject):
    """Serves `window` at the socket `path` until `close`."""

    def __init__(self, window: QQuickWindow, path: Path) -> None:
        super().__init__()
        self._window = window
        self._visitors: list[QLocalSocket] = []
        self._watching: list[QLocalSocket] = []
        self._sent: bytes = b""
        self._grabbing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FRAME_MS)
        self._pause.timeout.connect(self._send_frame)
        path.parent.mkdir(parents=True, exist_ok=True)
        QLocalServer.removeServer(str(path))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        if not self._server.listen(str(path)):
            log.warning("no remote view at %s: %s", path, self._server.errorString())
        window.frameSwapped.connect(self._changed, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        self._window.frameSwapped.disconnect(self._changed)
        self._pause.stop()
        self._server.close()
        for visitor in list(self._visitors):
            visitor.disconnected.disconnect()
            visitor.abort()
        self._visitors.clear()
        self._watching.clear()

    def _welcome(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.readyRead.connect(self._read)
            visitor.disconnected.connect(self._farewell)
            self._visitors.append(visitor)

    def _farewell(self) -> None:
        for visitor in list(self._visitors):
            if visitor.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._visitors.remove(visitor)
                if visitor in self._watching:
                    self._watching.remove(visitor)
                visitor.deleteLater()

    def _read(self) -> None:
        for visitor in list(self._visitors):
            while visitor.canReadLine():
                self._obey(visitor, bytes(visitor.readLine().data()))
            if visitor.bytesAvailable() > LONGEST_LINE:
                visitor.abort()

    def _obey(self, visitor: QLocalSocket, line: bytes) -> None:
        try:
            order = json.loads(line)
            kind = order["type"]
            if kind == "watch":
                if visitor not in self._watching:
                    self._watching.append(visitor)
                    self._sent = b""
                    self._send_frame()
            elif kind == "pointer":
                self._point(str(order["event"]), float(order["x"]), float(order["y"]))
        except (ValueError, KeyError, TypeError) as error:
            log.info("the remote view heard something odd: %r", error)

    def _point(self, event: str, x: float, y: float) -> None:
        kind, button, buttons = EVENTS[event]
        place = QPointF(
            x * self._window.width() / MIRROR_WIDTH, y * self._window.height() / MIRROR_HEIGHT
        )
        touch = QMouseEvent(
            kind,
            place,
            place,
            self._window.mapToGlobal(place),
            button,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        touch.setTimestamp(int(time.monotonic() * 1000))  # a tap is told from a drag by its speed
        QGuiApplication.sendEvent(self._window, touch)

    def _changed(self) -> None:
        if self._watching and not self._pause.isActive():
            self._pause.start()

    def _send_frame(self) -> None:
        # One that cannot take frames as fast as they come gets fewer, not later ones.
        ready = [v for v in self._watching if v.bytesToWrite() == 0]
        if not ready:
            if self._watching:
                self._pause.start()
            return
        picture = self._jpeg()
        if picture == self._sent:
            return
        self._sent = picture
        for visitor in ready:
            visitor.write(struct.pack(">I", len(picture)) + picture)
            visitor.flush()

    def _jpeg(self) -> bytes:
        view = self._window.grabWindow().scaled(
            VIEW_WIDTH,
            VIEW_HEIGHT,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        view.save(buffer, "JPEG", JPEG_QUALITY)  # type: ignore[call-overload]
        return bytes(content.data())
