"""Bags, belts and scarves."""

from __future__ import annotations

import math

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import (
    Fold,
    Path,
    Point,
    Stop,
    band,
    both,
    corner,
    ellipse,
    line,
    shape,
    strip,
)
from catalog.illustration.tone import Tone, shifted, tone

BRASS = "#c5a05a"


def leather(colour: str = "#5a3826") -> Tone:
    return tone(colour)


def bag(sheet: Sheet, *, style: str = "tote") -> None:
    """`style` tote, crossbody, shopper or weekender."""
    {"tote": tote, "crossbody": crossbody, "shopper": shopper, "weekender": weekender}[style](sheet)


def _inset(path: Path, by: float) -> Path:
    left, top, right, bottom = path.box()
    fx, fy = (right - left - 2 * by) / (right - left), (bottom - top - 2 * by) / (bottom - top)
    return path.scaled(fx, ((left + right) / 2, (top + bottom) / 2), fy)


def _handle(spread: float, base: float, height: float) -> Path:
    return line((500 - spread, base), (500 - spread * 0.96, base - height * 0.55),
        (500 - spread * 0.5, base - height), (500 + spread * 0.5, base - height),
        (500 + spread * 0.96, base - height * 0.55), (500 + spread, base))  # fmt: skip


def tote(sheet: Sheet) -> None:
    top, low = 392, 838
    sheet.panel(band(_handle(118, top + 20, 272).moved(8, -10), 24, 60), shade=0.35, edge=1.2)
    body = both((500, top + 6), (600, top + 4), corner(500 + 252, top), (500 + 246, top + 200),
        (500 + 232, low - 60), (500 + 214, low - 10), (500 + 190, low), (500,
        low + 6))  # fmt: skip
    sheet.inside(
        both((500, top - 26), (640, top - 20), corner(500 + 250, top + 2), corner(500, top + 60))
    )
    folds = [Fold((300, 470), (392, 800), 20, 60, 0.35), Fold((700, 470), (620, 800), -20, 60,
        0.35), Fold((420, 440), (600, 560), 14, 70, 0.25), Fold((352, 780), (640, 800), 10, 40,
        0.3)]  # fmt: skip
    sheet.panel(body, folds=folds, cast=0.5)
    sheet.stitch(_inset(body, 13), dash="8 5", width=2)
    sheet.seam(line((252, top + 44), (500, top + 50), (748, top + 44)), 0.5)
    handle = _handle(124, top + 88, 330)
    sheet.panel(band(handle, 25, 70), cast=0.6, edge=1.1)
    for sign in (-1, 1):
        x = 500 + sign * 124
        tab = shape(
            corner(x - 19, top + 56),
            corner(x + 19, top + 56),
            (x + 18, top + 112),
            (x, top + 128),
            (x - 18, top + 112),
        )
        sheet.panel(tab, cast=0.6, edge=1.0, ground=False)
        sheet.stitch(_inset(tab, 5), dash="6 4")
        sheet.button((x, top + 76), 5, BRASS, metal=True)
        sheet.button((x, top + 104), 5, BRASS, metal=True)
    _stamp(sheet, 500, top + 372)


def _stamp(sheet: Sheet, x: float, y: float) -> None:
    """The house's mark, pressed into the leather: two short lines."""
    for dy, half in ((0, 34), (9, 20)):
        path = line((x - half, y + dy), (x + half, y + dy))
        sheet.line(path, sheet.tone.deep, 2.4, 0.5)
        sheet.line(path.moved(0.6, 1.6), sheet.tone.bright, 1.2, 0.4)


def crossbody(sheet: Sheet) -> None:
    strap = line((286, 470), (262, 300), (360, 150), (520, 122), (668, 190), (734, 330), (712, 470))
    sheet.panel(band(strap, 17, 80), cast=0.3, edge=1.1)
    body = both((500, 436), (620, 438), corner(500 + 226, 446), (500 + 238, 520), (500 + 206, 650),
        (500 + 130, 748), (500, 780))  # fmt: skip
    gusset = body.moved(7, 12)
    sheet.panel(gusset, shade=0.4, edge=1.2)
    sheet.panel(body, cast=0.7, edge=1.2, folds=[Fold((330, 560), (660, 600), 24, 80, 0.3)])
    sheet.stitch(_inset(body, 12), dash="7 5", width=1.8)
    flap = both((500, 424), (620, 426), corner(500 + 232, 440), (500 + 236, 500), (500 + 190, 606),
        (500 + 96, 664), (500, 676))  # fmt: skip
    sheet.panel(
        flap,
        cast=0.9,
        edge=1.3,
        folds=[
            Fold((300, 500), (560, 640), 30, 70, 0.35),
            Fold((420, 450), (690, 480), 10, 60, 0.3),
        ],
    )
    sheet.stitch(_inset(flap, 11), dash="7 5", width=1.8)
    for sign in (-1, 1):
        x = 500 + sign * 213
        sheet.metal(ellipse(x, 470, 15, 20), BRASS, 6)
        sheet.panel(strip((x, 480), (x - sign * 3, 522), 24), cast=0.5, ground=False)
    sheet.metal(line((476, 640), (524, 640)), BRASS, 9)


def shopper(sheet: Sheet) -> None:
    top, low = 360, 850
    webbing = "canvas"
    sheet.panel(band(_handle(92, top + 30, 236).moved(7, -8), 28, 60), fabric=webbing, shade=0.35)
    body = both(
        (500, top + 5),
        corner(500 + 224, top),
        (500 + 228, top + 240),
        corner(500 + 222, low),
        (600, low + 8),
        (500, low + 9),
    )
    sheet.inside(both((500, top - 16), corner(500 + 222, top + 2), corner(500, top + 50)))
    folds = [Fold((330, 480), (420, 800), 26, 56, 0.4), Fold((660, 430), (600, 780), -30, 60, 0.4),
        Fold((300, 820), (470, 700), 16, 40, 0.4), Fold((700, 830), (560, 720), -16, 40, 0.4),
        Fold((450, 420), (520, 620), -14, 50, 0.3)]  # fmt: skip
    sheet.panel(body, folds=folds, cast=0.5)
    for y in (38, 44):
        sheet.stitch(line((278, top + y), (500, top + y + 4), (722, top + y)))
    sheet.stitch(line((283, low - 14), (500, low - 5), (717, low - 14)))
    handle = _handle(96, top + 128, 350)
    sheet.panel(band(handle, 30, 70), fabric=webbing, cast=0.6)
    for sign in (-1, 1):
        x = 500 + sign * 96
        box = strip((x, top + 84), (x, top + 122), 22)
        sheet.stitch(box)
        sheet.stitch(line(corner(x - 11, top + 84), corner(x + 11, top + 122)))
        sheet.stitch(line(corner(x + 11, top + 84), corner(x - 11, top + 122)))
    mark = ellipse(500, 640, 46, 46)
    ink = shifted("#232323", 0.05) if not sheet.tone.dark else "#e6ddca"
    sheet.line(mark, ink, 3, 0.75)
    sheet.line(line((474, 652), (500, 612), (526, 652)), ink, 3, 0.75)
    sheet.line(line((484, 640), (516, 640)), ink, 3, 0.75)


def weekender(sheet: Sheet) -> None:
    hide = leather()
    top, low = 430, 800
    sheet.panel(
        band(_handle(120, top + 30, 196).moved(6, -12), 24, 60),
        fabric="smooth-leather",
        colours=hide,
        shade=0.35,
    )
    body = both((500, top), (640, top + 6), (500 + 268, top + 40), (500 + 306, top + 150),
        (500 + 308, low - 90), corner(500 + 290, low - 8), (640, low + 4), (500,
        low + 6))  # fmt: skip
    folds = [Fold((240, 560), (360, 760), 26, 60, 0.5), Fold((760, 560), (640, 760), -26, 60, 0.5),
        Fold((400, 520), (600, 560), 14, 50, 0.3), Fold((250, 500), (400, 480), -10, 34,
        0.4)]  # fmt: skip
    sheet.panel(body, folds=folds)
    base = both(
        (500, low - 96),
        (660, low - 100),
        corner(500 + 307, low - 106),
        corner(500 + 290, low - 6),
        (640, low + 4),
        (500, low + 6),
    )
    sheet.panel(base, fabric="smooth-leather", colours=hide, cast=0.4, ground=False)
    sheet.stitch(
        line((196, low - 92), (340, low - 87), (660, low - 87), (804, low - 92)), "#c9a06a"
    )
    zip_path = line((256, top + 34), (380, top + 14), (620, top + 14), (744, top + 34))
    sheet.panel(
        band(zip_path, 20, 50),
        fabric="canvas",
        colours=tone("#2b2724"),
        cast=0.3,
        crease=0,
        ground=False,
    )
    for i in range(90):
        x, y = zip_path.at((i + 0.5) / 90)
        sheet.line(line((x, y - 4), (x, y + 4)), BRASS, 2.4, 0.9)
    for sign in (-1, 1):
        x = 500 + sign * 122
        strap = strip((x, top + 24), (x, low), 34)
        sheet.panel(strap, fabric="smooth-leather", colours=hide, cast=0.5, ground=False)
        for dx in (-12, 12):
            sheet.stitch(line(corner(x + dx, top + 30), corner(x + dx, low - 4)), "#c9a06a")
        sheet.metal(ellipse(x, top + 66, 19, 19), BRASS, 6)
        end = shape(
            (500 + sign * 284, top + 60),
            (500 + sign * 306, top + 150),
            (500 + sign * 262, top + 140),
            (500 + sign * 246, top + 80),
        )
        sheet.panel(end, fabric="smooth-leather", colours=hide, cast=0.4, ground=False)
    handle = _handle(122, top + 66, 262)
    sheet.panel(band(handle, 25, 70), fabric="smooth-leather", colours=hide, cast=0.6)
    sheet.panel(
        strip((452, top - 190), (548, top - 190), 40),
        fabric="smooth-leather",
        colours=hide,
        cast=0.5,
    )


def belt(sheet: Sheet, *, metal: str = BRASS) -> None:
    """A belt, rolled, its buckle in front."""
    cx, cy, rx, ry, h = 500.0, 452.0, 232.0, 84.0, 112.0
    sheet.panel(ellipse(cx, cy, rx, ry), shade=0.5, edge=1.2)
    for i, k in enumerate((0.93, 0.80, 0.67, 0.54)):
        wall = shape(
            *_arc(cx, cy, rx * k, ry * k, 180, 360, 14),
            *reversed(_arc(cx, cy + h * 0.62, rx * k, ry * k, 180, 360, 14)),
        )
        sheet.panel(wall, shade=0.42 - i * 0.04, edge=1.1, ground=False)
        sheet.line(line(*_arc(cx, cy, rx * k, ry * k, 0, 360, 30)), sheet.tone.light, 4.2, 0.9)
        sheet.line(line(*_arc(cx, cy + 3, rx * k, ry * k, 0, 360, 30)), sheet.tone.deep, 2.2, 0.6)
    inner = ellipse(cx, cy + 5, rx * 0.46, ry * 0.44)
    sheet.panel(inner, shade=0.75, edge=1.2, ground=False)
    face = shape(
        *_corners(_arc(cx, cy, rx, ry, 0, 180, 16)), *_corners(_arc(cx, cy + h, rx, ry, 180, 0, 16))
    )
    sheet.panel(face, cast=0.4, edge=1.1)
    for off in (10, h - 10):
        sheet.stitch(line(*_arc(cx, cy + off, rx - 3, ry, 4, 176, 24)), dash="7 5", width=1.8)
    for angle in (134, 146, 158):
        x, y = _arc(cx, cy + h / 2, rx, ry, angle, angle + 1, 2)[0][:2]
        sheet.line(ellipse(x, y, 2.6, 4.4), "#0c0806", 3, 0.8)
    tail = shape(*_corners(_arc(cx, cy + 1, rx + 2, ry + 3, 60, 116, 8)), _arc(cx, cy + h / 2,
        rx + 2, ry + 3, 122, 123, 2)[0], *_corners(_arc(cx, cy + h, rx + 2, ry + 3, 116, 60,
        8)))  # fmt: skip
    sheet.panel(tail, cast=0.6, edge=1.1, ground=False)
    loop = shape(
        *_corners(_arc(cx, cy - 5, rx + 5, ry + 6, 92, 101, 3)),
        *_corners(_arc(cx, cy + h + 4, rx + 5, ry + 6, 101, 92, 3)),
    )
    sheet.panel(loop, cast=0.6, edge=1.1)
    x, y = 596, cy + h / 2 + ry * 0.91
    frame = shape(
        corner(x - 34, y - 76),
        corner(x + 38, y - 88),
        corner(x + 38, y + 56),
        corner(x - 34, y + 74),
        tension=0.9,
    )
    sheet.metal(frame, metal, 13)
    sheet.metal(line((x - 34, y + 1), (x + 36, y - 15)), metal, 9)


def _arc(
    cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int
) -> list[Stop]:
    stops: list[Stop] = []
    for i in range(steps + 1):
        angle = math.radians(start + (end - start) * i / steps)
        stops.append((cx + rx * math.cos(angle), cy + ry * math.sin(angle)))
    return stops


def _corners(stops: list[Stop]) -> list[Stop]:
    return [corner(*stops[0][:2]), *stops[1:-1], corner(*stops[-1][:2])]


def scarf(sheet: Sheet, *, style: str = "long") -> None:
    """`style` long: folded over, fringed; square: printed silk with a corner turned."""
    if style == "square":
        silk_square(sheet)
        return
    under = shape(
        corner(430, 130),
        corner(640, 118),
        (650, 400),
        (668, 700),
        corner(676, 846),
        (600, 852),
        corner(486, 846),
        (470, 500),
    )
    over = shape(corner(372, 150), (420, 118), (530, 108), (610, 112), corner(648, 132), (612, 300),
        (576, 520), (556, 680), corner(548, 790), (450, 800), corner(330, 784), (340, 560), (352,
        330))  # fmt: skip
    fringe(sheet, (486, 846), (676, 846), 64)
    sheet.panel(
        under,
        folds=[Fold((560, 160), (590, 840), 10, 60, 0.5), Fold((640, 200), (640, 820), 6, 40, 0.4)],
        grain=-1,
    )
    fringe(sheet, (330, 784), (548, 790), 66)
    sheet.panel(over, cast=0.8, grain=3, folds=[Fold((410, 130), (390, 780), 14, 60, 0.55),
        Fold((500, 116), (456, 780), 20, 56, 0.6), Fold((580, 124), (510, 780), 10, 50, 0.5),
        Fold((380, 170), (600, 150), -16, 40, 0.35)])  # fmt: skip


def fringe(sheet: Sheet, a: Point, b: Point, length: float) -> None:
    """Twisted ends along the line from `a` to `b`."""
    count = 22
    for i in range(count):
        share = (i + 0.5) / count
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        sway, reach = sheet.rng.uniform(-7, 7), length * sheet.rng.uniform(0.86, 1.06)
        cord = line((x, y - 6), (x + sway * 0.3, y + reach * 0.5), (x + sway, y + reach))
        sheet.panel(band(cord, 7.4, 6, 0.7), edge=0.7, crease=0, cast=0.2)


def silk_square(sheet: Sheet) -> None:
    t = sheet.tone
    paper, second = "#efe3cf", "#c98a5a" if t.dark else "#2d3a55"
    square = shape(
        corner(214, 236),
        (500, 222),
        corner(786, 230),
        (794, 500),
        corner(782, 792),
        (500, 800),
        corner(222, 786),
        (210, 500),
    )
    prints = [
        sheet.mark(_inset(square, inset), colour, 0.92, width)
        for inset, width, colour in (
            (30, 16, paper),
            (50, 4, paper),
            (74, 24, second),
            (96, 4, paper),
        )
    ]
    for row in range(14):
        for column in range(14):
            x, y = 322 + column * 27.4, 332 + row * 27.4
            if (row + column) % 2 == 0:
                prints.append(sheet.mark(ellipse(x, y, 4.6, 4.6), paper, 0.9))
    folds = [Fold((230, 520), (780, 500), 10, 44, 0.4), Fold((500, 236), (510, 790), 8, 44, 0.4),
        Fold((260, 260), (440, 430), 16, 40, 0.35), Fold((620, 620), (770, 770), -14, 44,
        0.4)]  # fmt: skip
    sheet.panel(square, over="".join(prints), folds=folds)
    turned = shape(corner(786, 230), (700, 252), corner(622, 226), (640, 330), corner(790, 408))
    sheet.panel(
        turned,
        cast=0.9,
        colours=tone(shifted(t.base, 0.1, 0.8)),
        folds=[Fold((640, 250), (770, 390), 10, 30, 0.5)],
    )
