"""A colleague's picture: fetched once, made round; what is none is left out."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from kiosk.mirror.room.portraits import PIXELS, Portraits, round_url
from tests.conftest import wait_until

MINA = "/media/colleagues/mina.jpg"


def picture() -> bytes:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#a05030"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class Asked:
    def __init__(self) -> None:
        self.of: list[str] = []
        self.came = 0
        self.pictures = {MINA: picture()}
        self.portraits = Portraits(self.get, self.come)

    def get(self, address: str) -> bytes | None:
        self.of.append(address)
        return self.pictures.get(address)

    def come(self) -> None:
        self.came += 1


@pytest.fixture
def asked() -> Iterator[Asked]:
    asked = Asked()
    asked.portraits.start()
    yield asked
    asked.portraits.close()


def test_it_is_fetched_once_and_drawn_round(asked: Asked) -> None:
    assert asked.portraits.url(MINA) == ""
    asked.portraits.want(MINA)
    wait_until(lambda: asked.came, what="the picture")
    asked.portraits.want(MINA)
    assert asked.of == [MINA]
    coded = asked.portraits.url(MINA).removeprefix("data:image/png;base64,")
    disc = QImage.fromData(base64.b64decode(coded))
    assert (disc.width(), disc.height()) == (PIXELS, PIXELS)
    assert disc.pixelColor(0, 0).alpha() == 0
    assert disc.pixelColor(PIXELS // 2, PIXELS // 2) == QColor("#a05030")


def test_only_colleagues_are_asked_for_and_what_is_no_picture_is_none(asked: Asked) -> None:
    asked.portraits.want("")
    asked.portraits.want("https://elsewhere/mina.jpg")
    asked.pictures["/media/colleagues/odd.jpg"] = b"no picture"
    asked.portraits.want("/media/colleagues/odd.jpg")
    asked.portraits.want("/media/colleagues/away.jpg")
    asked.portraits.want(MINA)  # in the order in which they were wanted
    wait_until(lambda: asked.came, what="the picture")
    assert asked.of == ["/media/colleagues/odd.jpg", "/media/colleagues/away.jpg", MINA]
    assert asked.portraits.url("/media/colleagues/odd.jpg") == ""
    assert round_url(b"") == ""
