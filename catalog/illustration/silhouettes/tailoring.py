"""Blazers, coats and suits: lapels, fronts that overlap, flaps, vents and belts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, Stop, both, corner, line, shape, strip
from catalog.illustration.silhouettes.bottoms import Legs
from catalog.illustration.silhouettes.dresses import tie_belt
from catalog.illustration.silhouettes.shirts import label
from catalog.illustration.silhouettes.torso import (
    Cut,
    body_folds,
    cuffs,
    draw_patch,
    draw_sleeves,
    patch,
)

BLAZER = Cut(top=112, neck=74, neck_back=10, shoulder=206, drop=40, arm=196, chest=210, waist=190,
    waist_y=0.38, hem=214, hem_y=800, sleeve=590, sleeve_top=74, sleeve_end=55,
    angle=13)  # fmt: skip
COAT = Cut(top=52, neck=66, neck_back=10, shoulder=184, drop=40, arm=180, chest=194, waist=188,
    waist_y=0.35, hem=226, hem_y=946, sleeve=560, sleeve_top=70, sleeve_end=53,
    angle=12)  # fmt: skip


def lining(sheet: Sheet, cut: Cut, depth: float) -> None:
    """The inside of the back above the lapels, lined, with its hanger and label."""
    n, top = cut.neck, cut.top
    sheet.panel(both((500, top - 6), (500 + n * 0.6, top - 10), corner(500 + n + 6, top),
        (500 + n * 0.7, top + depth * 0.6), (500, top + depth + 30)), fabric="satin", shade=0.5,
        crease=0.3)  # fmt: skip
    label(sheet, 500, top + 30, 56)


def front(
    cut: Cut, depth: float, overlap: float, *, rounded: float = 0.0, left: float = 0.0
) -> Path:
    """The right-hand front: shoulder, armhole, side, hem, front edge up to the lapel's break."""
    (tx, ty), (px, py) = cut.tip, cut.pit
    waist_y = py + (cut.hem_y - py) * cut.waist_y
    edge = 500 - overlap
    break_y = cut.top + depth
    hem: list[Stop]
    if rounded:
        hem = [corner(500 + cut.hem, cut.hem_y), (500 + cut.hem * 0.55, cut.hem_y + 10),
            (edge + rounded * 1.1, cut.hem_y + 8), (edge + rounded * 0.28,
            cut.hem_y - rounded * 0.5), corner(edge + left,
            cut.hem_y - rounded * 1.7)]  # fmt: skip
    else:
        hem = [
            corner(500 + cut.hem, cut.hem_y),
            (500 + cut.hem * 0.5, cut.hem_y + 10),
            corner(edge + left, cut.hem_y + 12),
        ]
    return shape(corner(500 + cut.neck, cut.top), (500 + (cut.neck + cut.shoulder) / 2,
        cut.top + cut.drop * 0.42), corner(tx, ty), (min(tx, px) - 14, ty + (py - ty) * 0.42),
        (min(tx, px) - 10, ty + (py - ty) * 0.72), corner(px, py), (500 + cut.waist, waist_y), *hem,
        corner(edge, break_y), (500 + cut.neck * 0.42 - overlap * 0.3,
        cut.top + depth * 0.45))  # fmt: skip


def lapel(
    sheet: Sheet, cut: Cut, depth: float, overlap: float, *, width: float, peak: bool, notch: float,
    right: bool, stitched: bool = False,
) -> None:  # fmt: skip
    """One lapel and its half of the collar, rolled open from the break."""
    n, top = cut.neck, cut.top
    break_at = corner(500 - overlap + 2, top + depth + 4)
    gorge = (500 + n * 0.74, top + notch * 0.62)
    tip = (500 + n * 0.6 + width, top + notch + (-26 if peak else 10))
    lower = shape(break_at, (500 + n * 0.34 - overlap * 0.34, top + depth * 0.5),
        corner(500 + n * 0.62, top + notch * 0.5),
        corner(*(gorge if not peak else (500 + n * 0.95 + 14, top + notch * 0.86))), corner(*tip),
        (500 + n * 0.42 + width * 0.72, top + notch + depth * 0.22),
        (500 + n * 0.2 + width * 0.36 - overlap * 0.4,
        top + notch + (depth - notch) * 0.62))  # fmt: skip
    collar = shape(corner(500 + n * 0.60, top + notch * 0.56), (500 + n * 0.80, top + 26),
        (500 + n * 0.86, top - 8), (500 + n * 0.98, top - 22), (500 + n + 14, top - 10),
        (500 + n + 22, top + 30), corner(500 + n * 0.62 + width * (0.78 if not peak else 0.62),
        top + notch * 0.74), corner(500 + n * 0.78 + (10 if peak else 4),
        top + notch * 0.94))  # fmt: skip
    for path, grain in ((lower, -18), (collar, -40)):
        shown = path if right else path.mirrored()
        sheet.panel(shown, cast=0.75, edge=0.95, grain=grain if right else -grain, crease=0.6,
            folds=[Fold((500 + n * 0.3, top + depth * 0.6), (500 + n * 0.7, top + notch), 6, 18,
            0.25)] if right else [])  # fmt: skip
        if stitched:
            left_, up, right_, low = path.box()
            inner = path.scaled(0.93, ((left_ + right_) / 2, (up + low) / 2), 0.95)
            sheet.stitch(inner if right else inner.mirrored(), strength=0.6)


def collar_back(sheet: Sheet, cut: Cut, rise: float = 24) -> None:
    n, top = cut.neck, cut.top
    sheet.panel(both((500, top - rise), (500 + n * 0.6, top - rise), corner(500 + n + 4, top - 14),
        corner(500 + n * 0.86, top + 10), (500 + n * 0.5, top + 2), (500, top + 3)), cast=0.4,
        edge=0.9)  # fmt: skip


def flap(sheet: Sheet, x: float, y: float, width: float, height: float, lean: float = 0.0) -> None:
    """A jetted pocket with its flap."""
    path = shape(corner(x, y), corner(x + width, y), (x + width, y + height - 8), (x + width - 10,
        y + height), (x + 10, y + height), (x, y + height - 8)).turned(lean, (x, y))  # fmt: skip
    sheet.panel(path, cast=0.55, edge=0.85, ground=False, crease=0.5)
    sheet.seam(line(corner(x - 2, y), corner(x + width + 2, y)).turned(lean, (x, y)), 0.7)


def welt(
    sheet: Sheet, x: float, y: float, width: float, lean: float = -6.0, height: float = 17
) -> None:
    path = strip((x, y), (x + width, y), height).turned(lean, (x, y))
    sheet.panel(path, cast=0.45, edge=0.85, ground=False, crease=0.4)


def fronts(
    sheet: Sheet, cut: Cut, depth: float, overlap: float, *, folds: list[Fold], width: float,
    notch: float, peak: bool = False, rounded: float = 0.0, stitched: bool = False,
    rise: float = 24, details: Callable[[bool], None],
) -> None:  # fmt: skip
    """Both fronts, closed: the one below with its lapel, then the one on top with its own.
    `details(right)` draws what is sewn on a front and may lie below its lapel."""
    collar_back(sheet, cut, rise)
    for right in (False, True):
        sign = 1 if right else -1
        path = front(cut, depth, overlap, rounded=rounded)
        mine = [f for f in folds if (f.a[0] - 500) * sign > -20]
        sheet.panel(path if right else path.mirrored(), folds=mine, cast=0.6)
        armhole = cut.armhole()
        sheet.seam(armhole if right else armhole.mirrored(), 1.0)
        details(right)
        lapel(sheet, cut, depth, overlap, width=width, peak=peak, notch=notch, right=right,
            stitched=stitched)  # fmt: skip


def blazer(sheet: Sheet, *, double: bool = False, pockets: str = "flap", buttons: str = "") -> None:
    cut = replace(BLAZER, waist=186 if double else 194, hem_y=806 if double else 796)
    lining(sheet, cut, 230)
    _sleeves(sheet, cut, buttons)
    _jacket_front(sheet, cut, double=double, pockets=pockets, buttons=buttons)


def _sleeves(sheet: Sheet, cut: Cut, buttons: str, count: int = 4) -> None:
    draw_sleeves(sheet, cut, depth=0.5)
    for right in (False, True):
        for i in range(count):
            x, y = cut.along_sleeve(0.965 - i * 0.028, -0.62)
            sheet.button((x if right else 1000 - x, y), 5.2, buttons)


def _jacket_front(sheet: Sheet, cut: Cut, *, double: bool, pockets: str, buttons: str) -> None:
    overlap, depth = (86.0, 330.0) if double else (13.0, 318.0)
    top, y = cut.top, cut.hem_y - 205
    _, py = cut.pit
    folds = body_folds(sheet, cut, 0.5, 2)
    for sign in (1, -1):
        folds.append(Fold((500 + sign * (cut.waist - 4), py + 130), (500 + sign * 40, py + 150),
            8 * sign, 24, 0.4))  # fmt: skip

    def details(right: bool) -> None:
        sign = 1 if right else -1
        dart = line((500 + sign * 108, py + 8), (500 + sign * 102, py + 130), (500 + sign * 116,
            cut.hem_y - 190))  # fmt: skip
        sheet.seam(dart, 0.55)
        if pockets == "patch":
            draw_patch(sheet, patch((566 if right else 322, y - 6), 112, 134), hem=0)
            if right:
                draw_patch(sheet, patch((592, top + 206), 80, 86), hem=0)
        else:
            flap(sheet, 566 if right else 322, y, 112, 40, 3 * sign)
            if right:
                welt(sheet, 592, top + 226, 82)

    fronts(sheet, cut, depth, overlap, folds=folds, width=118 if double else 84,
        notch=120 if double else 112, peak=double, rounded=0 if double else 58,
        details=details)  # fmt: skip
    if double:
        for x, at_y in ((436, 52), (564, 52), (436, 138), (564, 138), (398, -38), (602, -38)):
            sheet.button((x, top + depth + at_y), 10.5, buttons)
        return
    for i in range(2):
        sheet.buttonhole((494, top + depth + 22 + i * 92), 20)
        sheet.button((500, top + depth + 22 + i * 92), 10.5, buttons)


def coat(sheet: Sheet, *, style: str = "overcoat", buttons: str = "") -> None:
    """`style` overcoat, wrap or trench."""
    if style == "wrap":
        wrap_coat(sheet)
    elif style == "trench":
        trench(sheet, buttons or "#4a3524")
    else:
        overcoat(sheet, buttons)


def overcoat(sheet: Sheet, buttons: str = "") -> None:
    cut = replace(COAT, waist=194, hem=218)
    depth = 300
    lining(sheet, cut, depth * 0.7)
    _sleeves(sheet, cut, buttons, 3)

    def details(right: bool) -> None:
        flap(sheet, 562 if right else 336, 558, 104, 42, 3 if right else -3)
        if right:
            welt(sheet, 584, 262, 78)

    fronts(sheet, cut, depth, 13, folds=body_folds(sheet, cut, 0.5, 4), width=92, notch=118,
        details=details)  # fmt: skip
    for i in range(3):
        sheet.buttonhole((494, cut.top + depth + 30 + i * 104), 22)
        sheet.button((500, cut.top + depth + 30 + i * 104), 11, buttons)


def wrap_coat(sheet: Sheet) -> None:
    cut = replace(COAT, shoulder=192, drop=52, arm=200, chest=206, waist=192, hem=230, sleeve=540,
        sleeve_top=80, sleeve_end=64, angle=13)  # fmt: skip
    depth = 346
    lining(sheet, cut, depth * 0.6)
    draw_sleeves(sheet, cut, depth=0.55)
    cuffs(sheet, cut, 0.86, 1.0, cast=0.5, width=1.04)

    def details(right: bool) -> None:
        draw_patch(sheet, patch((572 if right else 330, 556), 108, 140), hem=0)

    fronts(sheet, cut, depth, 70, folds=body_folds(sheet, cut, 0.5, 5), width=126, notch=132,
        rise=30, details=details)  # fmt: skip
    tie_belt(sheet, cut, cut.top + depth + 4, 40, side=-20, tails=300)


def trench(sheet: Sheet, buttons: str) -> None:
    cut = replace(COAT, waist=176, waist_y=0.3, hem=232, sleeve_end=52)
    depth, overlap = 262.0, 92.0
    n, top = cut.neck, cut.top
    lining(sheet, cut, depth * 0.7)
    draw_sleeves(sheet, cut, depth=0.55)
    cuffs(sheet, cut, 0.84, 0.895, cast=0.5, width=1.05)

    def details(right: bool) -> None:
        if not right:
            storm = shape(corner(*cut.tip), (500 + cut.shoulder - 22, cut.tip[1] + 70),
                (500 + cut.chest - 34, top + 206), (560, top + 214), (520, top + 160),
                corner(500 + n, top + 4)).mirrored()  # fmt: skip
            sheet.panel(storm, cast=0.6, edge=0.8)
            hem = line((500 + cut.chest - 42, top + 196), (560, top + 205), (528, top + 160))
            sheet.stitch(hem.mirrored(), strength=0.5)
        strap = shape(corner(500 + cut.shoulder - 4, cut.tip[1] + 2),
            corner(500 + cut.shoulder - 10, cut.tip[1] + 30), corner(500 + n + 44, top + 32),
            (500 + n + 32, top + 20), corner(500 + n + 46, top + 10))  # fmt: skip
        sheet.panel(strap if right else strap.mirrored(), cast=0.5, edge=0.8, ground=False)
        x = 500 + n + 54
        sheet.button((x if right else 1000 - x, top + 22), 6, buttons)
        sign = 1 if right else -1
        pocket = strip((500 + sign * 120, 560), (500 + sign * 150, 676), 26)
        sheet.panel(pocket, cast=0.45, edge=0.85, ground=False)
        sheet.stitch(strip((500 + sign * 121, 564), (500 + sign * 149, 672), 17), strength=0.6)

    fronts(sheet, cut, depth, overlap, folds=body_folds(sheet, cut, 0.55, 5), width=104, notch=112,
        rise=30, stitched=True, details=details)  # fmt: skip
    edge = line(corner(500 - overlap + 11, top + depth + 30), corner(500 - overlap + 11, cut.hem_y))
    sheet.stitch(edge, strength=0.7)
    for y in (44, 240, 344):
        for x in (442, 568):
            sheet.button((x, top + depth + y - 16), 10, buttons)
    sheet.stitch(line((278, 930), (400, 940), (600, 940), (722, 930)), strength=0.6)
    belt_with_buckle(sheet, cut, top + 366, buttons)


def belt_with_buckle(sheet: Sheet, cut: Cut, y: float, leather: str) -> None:
    half = cut.side(y) - 500 + 6
    belt = both((500, y + 6), (500 + half * 0.6, y + 4), corner(500 + half, y - 3),
        corner(500 + half, y + 37), (500 + half * 0.6, y + 44), (500, y + 46))  # fmt: skip
    sheet.panel(belt, cast=0.6, edge=0.85, grain=90, ground=False)
    for off in (10, 36):
        sheet.stitch(
            line((500 - half, y + off - 4), (500, y + off + 2), (500 + half, y + off - 4)),
            strength=0.6,
        )
    tail = shape(
        corner(520, y + 8),
        (566, y + 30),
        corner(618, y + 110),
        corner(590, y + 126),
        (544, y + 66),
        corner(500, y + 44),
    )
    sheet.panel(tail, cast=0.6, edge=0.85, ground=False)
    buckle = shape(corner(470, y - 6), corner(528, y - 8), corner(530, y + 56), corner(472, y + 57))
    sheet.metal(buckle, leather, 9)
    sheet.metal(line((474, y + 26), (532, y + 24)), leather, 6)


def suit(sheet: Sheet, *, buttons: str = "") -> None:
    """A jacket laid over its folded trousers."""
    legs = Legs(top=420, waist=120, hip=150, hip_y=560, crotch=640, knee=760, knee_out=150,
        knee_in=20, hem=962, hem_out=150, hem_in=26)  # fmt: skip
    for path, sign in ((legs.leg(), 1), (legs.leg().mirrored(), -1)):
        sheet.panel(path, cast=0.2)
        middle = 500 + sign * 86
        sheet.crease(line((middle, 560), (middle + sign * 3, 958)), 5, 0.7)
    cut = replace(
        BLAZER, top=60, hem_y=700, shoulder=190, chest=196, waist=180, hem=200, sleeve=540
    )
    lining(sheet, cut, 210)
    _sleeves(sheet, cut, buttons)
    _jacket_front(sheet, cut, double=False, pockets="flap", buttons=buttons)
