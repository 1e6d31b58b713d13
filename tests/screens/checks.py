"""What must hold of every screen, looked for in the live scene: whole words, one above the other
nowhere, and bright enough on what is behind them.

Owns the measures; each returns what is wrong as sentences, so that one look tells all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.theme import contrast
from tests.unit.mirror.stage import Stage

GLASS = QRectF(0, 0, 1080, 1920)
READABLE = 4.5  # WCAG 2.2, 1.4.3
READABLE_INACTIVE = 3.0  # what is out of stock: WCAG asks nothing of it, we ask this
TOUCHING = 4.0  # px by which the boxes of two lines may share their air


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))


def texts(stage: Stage) -> Iterator[tuple[str, QQuickItem, QRectF]]:
    """Every text on the glass, with the place that its letters take."""
    for item in stage.items():
        text = item.property("text")
        if not isinstance(text, str) or not text or item.property("paintedWidth") is None:
            continue
        box = place(item)
        if not GLASS.intersects(box):
            continue  # of a row that is pushed in
        yield text, item, _painted(item, box)


def _painted(item: QQuickItem, box: QRectF) -> QRectF:
    width, height = item.property("paintedWidth"), item.property("paintedHeight")
    across = {2: box.right() - width, 4: box.center().x() - width / 2}
    down = {64: box.bottom() - height, 128: box.center().y() - height / 2}
    left = across.get(_enum(item, "effectiveHorizontalAlignment"), box.left())
    top = down.get(_enum(item, "verticalAlignment"), box.top())
    return QRectF(left + item.property("leftPadding"), top, width, height)


def _enum(item: QQuickItem, name: str) -> int:
    """The number of an enumeration's value, which PySide cannot convert."""
    value, _ = QQmlExpression(qmlContext(item), item, name).evaluate()
    return int(value)


def cut(stage: Stage) -> list[str]:
    """Words that do not show whole."""
    wrong = []
    for text, item, painted in texts(stage):
        if item.property("truncated"):
            wrong.append(f"{text!r} is cut")
        if painted.bottom() > GLASS.bottom():
            wrong.append(f"{text!r} is below the glass")
        if painted.width() > place(item).width() + 1:
            wrong.append(f"{text!r} is wider than its place")
    return wrong


def over_each_other(stage: Stage) -> list[str]:
    """Words that lie on other words."""
    wrong = []
    found = list(texts(stage))
    for at, (first, _, one) in enumerate(found):
        for second, _, other in found[at + 1 :]:
            both = one.intersected(other)
            if both.width() > TOUCHING and both.height() > TOUCHING + 0.12 * one.height():
                wrong.append(f"{first!r} lies on {second!r}")
    return wrong


def too_faint(stage: Stage, picture: QImage) -> list[str]:
    """Words whose colour has too little contrast with what is behind them."""
    wrong = []
    for text, item, painted in texts(stage):
        behind = _behind(picture, painted)
        said = _over(item.property("color"), _opacity(item), behind)
        least = READABLE_INACTIVE if item.property("font").strikeOut() else READABLE
        ratio = contrast(said.name(), behind.name())
        if ratio < least:
            wrong.append(f"{text!r}: {ratio:.1f} to 1 ({said.name()} on {behind.name()})")
    return wrong


def _behind(picture: QImage, box: QRectF) -> QColor:
    """The colour between the letters: the one that most pixels of the text's edge have."""
    seen: dict[int, int] = {}
    area = box.toRect().intersected(picture.rect())
    for y in range(area.top(), area.bottom(), 3):
        for x in (area.left() - 2, area.right() + 2):
            if picture.rect().contains(x, y):
                pixel = picture.pixel(x, y)
                seen[pixel] = seen.get(pixel, 0) + 1
    return QColor(max(seen, key=lambda pixel: seen[pixel])) if seen else QColor("black")


def _opacity(item: QQuickItem) -> float:
    opacity = item.opacity()
    above: QQuickItem | None = item.parentItem()
    while above is not None:
        opacity *= above.opacity()
        above = above.parentItem()
    return opacity


def _over(colour: QColor, opacity: float, behind: QColor) -> QColor:
    alpha = colour.alphaF() * opacity
    return QColor.fromRgbF(
        colour.redF() * alpha + behind.redF() * (1 - alpha),
        colour.greenF() * alpha + behind.greenF() * (1 - alpha),
        colour.blueF() * alpha + behind.blueF() * (1 - alpha),
    )
