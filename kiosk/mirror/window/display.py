"""The mirror's window: Qt application, fonts, QML engine, first frame, orderly end.

Owns Qt's start and stop. Does not know what is shown.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from PySide6.QtCore import QLoggingCategory, QObject, QSocketNotifier, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.mirror.window import typefaces
from kiosk.mirror.window.duty_view import DutyView
from kiosk.mirror.window.rasters import GarmentPictures, Rasters
from kiosk.mirror.window.slides import Slides
from kiosk.mirror.window.view_model import MirrorViewModel
from kiosk.theme import PLAIN, Theme

QML = Path(__file__).parent.parent / "qml"
WIDTH, HEIGHT = 1080, 1920
FIT = 0.92  # how much of a desktop's height a window may take


def choose_platform() -> None:
    """Without a display the mirror draws offscreen, where only the software renderer works.

    Must be called before a QGuiApplication is made. What the environment says wins.
    """
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        os.environ.setdefault("QT_QUICK_BACKEND", "software")


def application() -> QGuiApplication:
    """The process's one QGuiApplication, with the mirror's fonts."""
    running = QGuiApplication.instance()
    app = running if isinstance(running, QGuiApplication) else QGuiApplication(["kiosk mirror"])
    app.setApplicationName("Hangtag mirror")
    # A picture that cannot be read is told of by whoever wanted it, once and by its name.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")
    typefaces.load()
    return app


class Display:
    """The QML scene of one view model, in a shop's look."""

    def __init__(self, view_model: MirrorViewModel, rasters: Rasters, theme: Theme = PLAIN) -> None:
        self.duty = DutyView()
        self.slides = Slides()
        typefaces.load([theme.file(face.file) for face in theme.fonts], theme.mirror.family or "")
        self._engine = QQmlApplicationEngine()
        self._engine.addImageProvider("garment", GarmentPictures(rasters))
        self._engine.addImageProvider("code", view_model.codes)
        self._engine.addImageProvider("slide", self.slides.pictures)
        self._engine.setInitialProperties(
            {
                "mirror": view_model,
                "duty": self.duty,
                "slides": self.slides,
                "look": theme.on_mirror,
            }
        )
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        roots = self._engine.rootObjects()
        if not roots:
            raise RuntimeError("the mirror's QML does not load; the lines above say why")
        window = roots[0]
        assert isinstance(window, QQuickWindow)
        self.window: QQuickWindow = window

    def show(self, *, fullscreen: bool) -> None:
        """A window as large as the desktop allows, or the whole screen without a cursor."""
        if fullscreen:
            self.window.setCursor(Qt.CursorShape.BlankCursor)
            self.window.showFullScreen()
            return
        if QGuiApplication.platformName() != "offscreen":
            # Not `window.screen()`: PySide deletes that screen with the window's wrapper.
            room = QGuiApplication.primaryScreen().availableGeometry().height() * FIT
            if room < HEIGHT:
                self.window.setProperty("shrink", room / HEIGHT)
        self.window.show()

    def on_first_frame(self, act: Callable[[], None]) -> None:
        """Calls `act` once, in this thread, after the first frame is on the screen."""

        def first() -> None:
            self.window.frameSwapped.disconnect(first)
            act()

        self.window.frameSwapped.connect(first, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """Before the view model goes: bindings must not outlive what they are bound to."""
        self.duty.set_state(kiosk=False)
        self.slides.close()
        self.window.close()
        shiboken6.delete(self._engine)
        shiboken6.delete(self.duty)
        shiboken6.delete(self.slides)


@contextmanager
def ending_on_signals(parent: QObject, end: Callable[[], None]) -> Iterator[None]:
    """Calls `end` in Qt's loop on SIGTERM and SIGINT.

    Python's own handlers run only when Python does: a mirror at rest would not hear them. So the
    signal's number is written to a socket that Qt watches.
    """
    heard, said = socket.socketpair()
    said.setblocking(False)
    notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, parent)

    def wake() -> None:
        heard.recv(16)
        end()

    notifier.activated.connect(wake)
    before = {n: signal.signal(n, lambda *_: None) for n in (signal.SIGTERM, signal.SIGINT)}
    old_fd = signal.set_wakeup_fd(said.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_fd)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        heard.close()
        said.close()
