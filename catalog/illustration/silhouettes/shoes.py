"""Shoes, seen from above as they are laid out."""

from __future__ import annotations

from collections.abc import Callable

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, Stop, band, corner, line, ring, shape
from catalog.illustration.tone import tone

LINING = "#b48a5e"

Place = Callable[[Path], Path]  # lays a right shoe where it belongs, or mirrors it to a left one


def placed(stops: list[Stop], x: float, y: float, scale: float) -> list[Stop]:
    """The stops, made `scale` times as large about (0, 0) and moved to (x, y)."""
    return [(x + s[0] * scale, y + s[1] * scale, *s[2:]) for s in stops]


def _foot(x: float, y: float, scale: float, grow: float = 1.0, toe: float = 0.0) -> Path:
    """The outline of a right shoe from above, toe up; `toe` points it."""
    stops: list[Stop] = [(-14, -286 - toe), (38, -268 - toe * 0.5), (82, -206), (101, -120), (98,
        -30), (80, 70), (72, 160), (66, 230), (40, 274), (0, 286), (-40, 274), (-64, 230), (-66,
        150), (-66, 60), (-80, -50), (-91, -140), (-82, -220), (-54,
        -272 - toe * 0.5)]  # fmt: skip
    return ring(
        *placed(
            [(a * grow, b * (1 + (grow - 1) * 0.42)) for a, b in ((s[0], s[1]) for s in stops)],
            x,
            y,
            scale,
        )
    )


def _line_in(stops: list[Stop], x: float, y: float, scale: float) -> Path:
    return line(*placed(stops, x, y, scale))


def shoes(sheet: Sheet, *, style: str = "loafer", sole: str = "") -> None:
    """`style` loafer, sneaker, ballet or derby."""
    draw = {"loafer": _loafer, "sneaker": _sneaker, "ballet": _ballet, "derby": _derby}[style]
    for right in (False, True):
        x, y, lean = (624, 506, 4.0) if right else (624, 494, 3.0)

        def place(
            path: Path, right: bool = right, x: float = x, y: float = y, lean: float = lean
        ) -> Path:
            path = path.turned(lean, (x, y))
            return path if right else path.mirrored()

        draw(sheet, place, x, y, 1.18, sole)


def _opening(x: float, y: float, s: float, front: float) -> Path:
    return ring(*placed([(-2, front), (36, front + 26), (54, front + 90), (56, 120), (50, 200), (28,
        250), (0, 262), (-28, 250), (-48, 200), (-52, 120), (-52, front + 90), (-38, front + 26)],
        x, y, s))  # fmt: skip


def _insole(
    sheet: Sheet, place: Place, path: Path, x: float, y: float, s: float, colour: str = LINING
) -> None:
    sheet.panel(place(path), fabric="smooth-leather", colours=tone(colour), shade=0.18, edge=1.6,
        ground=False)  # fmt: skip
    mark = _line_in([(-16, 190), (16, 190)], x, y, s)
    sheet.line(place(mark), "#3a2416", 2.6, 0.5)
    sheet.line(place(mark.moved(0, 9)), "#3a2416", 2.0, 0.4)


def _base(
    sheet: Sheet,
    place: Place,
    x: float,
    y: float,
    s: float,
    grow: float,
    colour: str,
    toe: float = 0,
) -> None:
    sheet.panel(
        place(_foot(x, y, s, grow, toe)), fabric="smooth", colours=tone(colour), edge=1.1, crease=0
    )


def _loafer(sheet: Sheet, place: Place, x: float, y: float, s: float, sole: str) -> None:
    _base(sheet, place, x, y, s, 1.065, sole or "#2a1c14", 4)
    upper = _foot(x, y, s, 1.0, 4)
    sheet.panel(
        place(upper),
        edge=1.5,
        folds=[Fold((x - 70, y - 20), (x + 80, y - 40), 10, 26, 0.3)],
        cast=0.4,
    )
    shine = ring(
        *placed(
            [(-52, -236), (-30, -262), (0, -262), (-30, -226), (-58, -150), (-66, -150)], x, y, s
        )
    )
    sheet.glow(place(shine), sheet.tone.rim, 9, 0.5)
    apron = _line_in(
        [
            (-62, 10),
            (-64, -70),
            (-60, -150),
            (-36, -208),
            (0, -222),
            (38, -206),
            (66, -148),
            (74, -70),
            (68, 10),
        ],
        x,
        y,
        s,
    )
    sheet.glow(place(band(apron, 15, 30)), sheet.tone.light, 3, 0.5)
    sheet.seam(place(apron), 1.2)
    sheet.stitch(place(apron), dash="4 6", width=4, strength=0.7)
    tongue = ring(
        *placed(
            [(0, -60), (36, -50), (46, 0), (36, 34), (0, 44), (-34, 34), (-42, 0), (-34, -50)],
            x,
            y,
            s,
        )
    )
    _insole(sheet, place, _opening(x, y, s, 0), x, y, s)
    sheet.panel(place(tongue), cast=0.7, edge=1.2, ground=False)
    strap = shape(*placed([corner(-78, -66), (-30, -92), (34, -92), corner(88, -66), (90, -40),
        corner(84, -18), (40, -40), (-34, -40), corner(-72, -18), (-77, -40)], x, y,
        s))  # fmt: skip
    sheet.panel(place(strap), cast=0.7, edge=1.2, ground=False)
    slot = shape(
        *placed(
            [
                corner(-26, -74),
                corner(30, -74),
                (22, -66),
                corner(30, -58),
                corner(-26, -58),
                (-18, -66),
            ],
            x,
            y,
            s,
        )
    )
    sheet.panel(place(slot), shade=0.6, edge=1.2, ground=False)
    rim = _opening(x, y, s, 0)
    sheet.line(place(rim), sheet.tone.bright, 3.0, 0.55)


def _sneaker(sheet: Sheet, place: Place, x: float, y: float, s: float, sole: str) -> None:
    _base(sheet, place, x, y, s, 1.11, sole or "#efeadf")
    upper = _foot(x, y, s)
    sheet.panel(place(upper), edge=1.3, cast=0.45)
    cap = _line_in([(-84, -150), (-50, -176), (0, -184), (54, -174), (96, -146)], x, y, s)
    sheet.seam(place(cap), 1.0)
    sheet.stitch(place(cap.moved(0, -8)))
    _insole(sheet, place, _opening(x, y, s, 44), x, y, s, "#d9cdb8")
    tongue = ring(
        *placed(
            [
                (0, -150),
                (30, -146),
                (42, -60),
                (48, 40),
                (36, 78),
                (0, 88),
                (-36, 78),
                (-46, 40),
                (-40, -60),
                (-30, -146),
            ],
            x,
            y,
            s,
        )
    )
    sheet.panel(place(tongue), cast=0.5, edge=1.2, ground=False)
    for sign in (-1, 1):
        facing = shape(*placed([corner(sign * 14, -152), (sign * 26, -60), (sign * 36, 30),
            corner(sign * 40, 60), (sign * 62, 62), corner(sign * 82, 40), (sign * 74, -50),
            (sign * 58, -130), corner(sign * 36, -172)], x, y, s))  # fmt: skip
        sheet.panel(place(facing), cast=0.5, edge=1.0, ground=False)
        edge = _line_in(
            [(sign * 22, -148), (sign * 34, -60), (sign * 44, 30), (sign * 47, 56)], x, y, s
        )
        sheet.stitch(place(edge))
    _laces(
        sheet,
        place,
        x,
        y,
        s,
        [-128 + i * 40 for i in range(5)],
        "#f3efe6" if not sheet.tone.pale else "#e9e3d6",
    )
    sheet.line(place(_opening(x, y, s, 44)), sheet.tone.bright, 3.4, 0.5)
    tab = shape(
        *placed(
            [
                corner(-24, 246),
                (0, 254),
                corner(24, 246),
                corner(28, 282),
                (0, 290),
                corner(-28, 282),
            ],
            x,
            y,
            s,
        )
    )
    sheet.panel(
        place(tab),
        colours=tone("#2c4638" if sheet.tone.pale else "#efeadf"),
        cast=0.3,
        ground=False,
    )


def _laces(
    sheet: Sheet, place: Place, x: float, y: float, s: float, rows: list[float], colour: str
) -> None:
    cord = tone(colour)
    for i, row in enumerate(rows):
        half = 26 + i * 4.5
        lace = _line_in([(-half - 6, row + 6), (0, row - 1), (half + 8, row + 6)], x, y, s)
        for sign in (-1, 1):
            eye = _line_in([(sign * (half + 6), row + 6), (sign * (half + 7), row + 7)], x, y, s)
            sheet.line(place(eye), "#1a1512", 8, 0.6)
        sheet.panel(
            place(band(lace, 11, 12)),
            fabric="canvas",
            colours=cord,
            cast=0.6,
            edge=0.9,
            crease=0,
            ground=False,
        )
    low = rows[-1] + 14
    for stops in ([(0, low), (46, low - 34), (82, low - 10), (60, low + 18), (4, low + 4)], [(0,
        low), (-44, low - 26), (-84, low + 2), (-58, low + 26), (-2, low + 4)], [(0, low), (30,
        low + 40), (44, low + 84)], [(0, low), (-26, low + 40), (-50, low + 76)]):  # fmt: skip
        path = _line_in([(a, b) for a, b in stops], x, y, s)
        sheet.panel(
            place(band(path, 8.5, 24)),
            fabric="canvas",
            colours=cord,
            cast=0.6,
            edge=0.9,
            crease=0,
            ground=False,
        )


def _ballet(sheet: Sheet, place: Place, x: float, y: float, s: float, sole: str) -> None:
    _base(sheet, place, x, y, s, 1.03, sole or "#6b4a35", 6)
    upper = _foot(x, y, s, 1.0, 6)
    sheet.panel(place(upper), edge=1.6, cast=0.3)
    shine = ring(
        *placed(
            [(-50, -240), (-26, -268), (4, -266), (-30, -236), (-56, -180), (-64, -180)], x, y, s
        )
    )
    sheet.glow(place(shine), sheet.tone.rim, 9, 0.55)
    opening = ring(*placed([(-2, -142), (44, -128), (72, -70), (66, 40), (58, 140), (54, 214), (30,
        258), (0, 270), (-30, 258), (-52, 214), (-52, 130), (-54, 40), (-66, -60), (-46, -126)], x,
        y, s))  # fmt: skip
    _insole(sheet, place, opening, x, y, s, "#c9a37c")
    rim = ring(*[(p[0], p[1]) for p in place(opening).points(40)[:-1]])
    sheet.panel(band(rim, 9, 80), edge=0.9, cast=0.5, crease=0, ground=False)
    for stops in ([(0, -142), (24, -170), (46, -158), (34, -138), (2, -138)], [(0, -142), (-24,
        -168), (-46, -152), (-34, -134), (-2, -138)], [(0, -140), (12, -118), (24, -104)], [(0,
        -140), (-10, -116), (-22, -106)]):  # fmt: skip
        sheet.panel(
            place(band(_line_in([(a, b) for a, b in stops], x, y, s), 5.5, 20)),
            cast=0.7,
            edge=0.9,
            crease=0,
            ground=False,
        )


def _derby(sheet: Sheet, place: Place, x: float, y: float, s: float, sole: str) -> None:
    _base(sheet, place, x, y, s, 1.09, sole or "#c0a27c")
    sheet.panel(place(_foot(x, y, s)), edge=1.3, cast=0.5)
    _insole(sheet, place, _opening(x, y, s, 30), x, y, s)
    tongue = ring(
        *placed(
            [
                (0, -100),
                (30, -94),
                (40, -30),
                (44, 30),
                (30, 64),
                (0, 72),
                (-30, 64),
                (-42, 30),
                (-38, -30),
                (-28, -94),
            ],
            x,
            y,
            s,
        )
    )
    sheet.panel(place(tongue), cast=0.5, edge=1.2, ground=False)
    for sign in (-1, 1):
        quarter = shape(*placed([corner(sign * 10, -84), (sign * 20, -30), (sign * 32, 26),
            corner(sign * 42, 62), (sign * 66, 90), corner(sign * 79, 96), (sign * 88, 10),
            corner(sign * (98 if sign > 0 else 84), -50), (sign * 58, -78), (sign * 30, -104)], x,
            y, s))  # fmt: skip
        sheet.panel(place(quarter), cast=0.6, edge=1.1, ground=False)
        edge = _line_in(
            [
                (sign * 92, -44),
                (sign * 56, -70),
                (sign * 30, -95),
                (sign * 18, -78),
                (sign * 27, -30),
                (sign * 39, 26),
                (sign * 48, 58),
            ],
            x,
            y,
            s,
        )
        sheet.stitch(place(edge))
    _laces(sheet, place, x, y, s, [-56, -4], "#4a3426")
    sheet.line(place(_opening(x, y, s, 30)), sheet.tone.bright, 3.0, 0.4)
