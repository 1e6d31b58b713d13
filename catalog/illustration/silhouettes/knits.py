"""Knitwear: jumpers, roll-necks, cardigans, cables, knitted polos."""

from __future__ import annotations

import math
from dataclasses import replace

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, band, both, corner, line, shape, strip
from catalog.illustration.silhouettes.tops import neck_inside, neck_rib, neckline, with_neck
from catalog.illustration.silhouettes.torso import (
    Cut,
    body_folds,
    cuffs,
    draw_patch,
    draw_sleeves,
    hem_band,
    hem_line,
    patch,
)

JUMPER = Cut(top=146, neck=86, neck_back=20, shoulder=212, drop=54, arm=204, chest=224, waist=222,
    hem=220, hem_y=764, sleeve=566, sleeve_top=84, sleeve_end=54, angle=18)  # fmt: skip


def jumper(
    sheet: Sheet, *, neck: str = "round", cable: bool = False, width: float = 1.0,
    length: float = 764, rib: str = "rib", trim: float = 64, sleeve: str = "long",
) -> None:  # fmt: skip
    """`neck` round, v, roll, mock or polo."""
    cut = replace(JUMPER, chest=JUMPER.chest * width, waist=JUMPER.waist * width,
        hem=JUMPER.hem * width, shoulder=JUMPER.shoulder * (0.4 + width * 0.6),
        hem_y=length)  # fmt: skip
    if sleeve == "short":
        cut = replace(cut, sleeve=250, sleeve_top=92, sleeve_end=88, angle=30)
    deep = {"round": 66, "v": 170, "roll": 44, "mock": 44, "polo": 150}[neck]
    if neck == "polo":
        cut = replace(cut, neck=66)
    neck_inside(sheet, cut, deep)
    end = 0.875 if sleeve == "long" else 0.86
    draw_sleeves(sheet, cut, until=end + 0.012, depth=0.55)
    if cable:
        sleeve_cables(sheet, cut)
    cuffs(sheet, cut, end, 1.0, fabric=rib, cast=0.15)
    sheet.panel(hem_band(cut, trim, 12), fabric=rib, crease=0.4)
    front = neckline(cut, deep, "v" if neck in ("v", "polo") else "round")
    sheet.panel(with_neck(cut, front), folds=body_folds(sheet, cut, 0.5), cast=0.45)
    if cable:
        body_cables(sheet, cut, deep)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.9)
        fashioning(sheet, side)
    sheet.seam(hem_line(cut, 2), 0.6)
    if neck in ("roll", "mock"):
        roll_neck(sheet, cut, 74 if neck == "roll" else 40, rib, folded=neck == "roll")
    elif neck == "polo":
        polo_front(sheet, cut, rib)
    else:
        neck_rib(sheet, cut, deep, 27, "v" if neck == "v" else "round", fabric=rib)


def fashioning(sheet: Sheet, side: Path) -> None:
    """The small marks along the armhole of a fully fashioned knit."""
    right = side.at(0)[0] > 500
    for i in range(5):
        x, y = side.at(0.15 + i * 0.15)
        step = -17 if right else 17
        mark = line((x + step, y), (x + step + (-5 if right else 5), y + 7))
        sheet.line(mark, sheet.tone.deep, 2.2, 0.45)


def roll_neck(sheet: Sheet, cut: Cut, height: float, rib: str, *, folded: bool) -> None:
    n, top = cut.neck - 4, cut.top
    h = height
    tube = both((500, top - h + 4), (500 + n * 0.6, top - h + 1), corner(500 + n * 0.90,
        top - h - 2), (500 + n * 0.96, top - h * 0.4), corner(500 + n + 4, top + 6), (500 + n * 0.7,
        top + 34), (500, top + 48))  # fmt: skip
    sheet.panel(tube, fabric=rib, cast=0.5, crease=0.3)
    if folded:
        over = both((500, top - h - 2), (500 + n * 0.6, top - h - 5), corner(500 + n * 0.90,
            top - h - 6), (500 + n + 3, top - h * 0.5), corner(500 + n + 6, top - 6),
            (500 + n * 0.6, top + 15), (500, top + 22))  # fmt: skip
        sheet.panel(over, fabric=rib, cast=0.7, crease=0.3, folds=[Fold((440, top - h), (450,
            top + 4), 8, 20, 0.3)])  # fmt: skip
    sheet.inside(both((500, top - h - 8), (500 + n * 0.55, top - h - 11), corner(500 + n * 0.87,
        top - h - 5), (500 + n * 0.5, top - h + 6), (500, top - h + 9)), fabric=rib)  # fmt: skip


def polo_front(sheet: Sheet, cut: Cut, rib: str) -> None:
    n, top = cut.neck, cut.top
    placket = strip((500, top + 74), (500, top + 226), 36)
    sheet.panel(placket, cast=0.4, edge=0.7, ground=False)
    for i in range(3):
        sheet.button((500, top + 104 + i * 46), 7, "#4a3d33" if not sheet.tone.dark else "")
    back = both((500, top - 26), (500 + n * 0.6, top - 24), corner(500 + n + 3, top - 8),
        (500 + n * 0.62, top + 8), (500, top + 10))  # fmt: skip
    sheet.panel(back, fabric=rib, edge=0.8)
    leaf = shape(corner(501, top + 86), (500 + n * 0.45, top + 54), (500 + n - 12, top + 12),
        (500 + n - 2, top - 16), (500 + n + 14, top - 14), (500 + n + 30, top + 36),
        corner(500 + n + 14, top + 104), (536, top + 102))  # fmt: skip
    for path, grain in ((leaf.mirrored(), 40), (leaf, -40)):
        sheet.panel(path, fabric=rib, cast=0.6, grain=grain, crease=0)


def cardigan(
    sheet: Sheet, *, width: float = 1.02, length: float = 780, buttons: str = "#5a4433",
    pockets: bool = True,
) -> None:  # fmt: skip
    """A V-necked cardigan, buttoned."""
    cut = replace(JUMPER, chest=JUMPER.chest * width, waist=JUMPER.waist * width,
        hem=JUMPER.hem * width, hem_y=length, neck=80)  # fmt: skip
    deep = 250
    neck_inside(sheet, cut, deep)
    draw_sleeves(sheet, cut, until=0.888, depth=0.55)
    cuffs(sheet, cut, 0.875, 1.0, fabric="rib", cast=0.15)
    sheet.panel(hem_band(cut, 62, 10), fabric="rib", crease=0.4)
    sheet.panel(
        with_neck(cut, neckline(cut, deep, "v")), folds=body_folds(sheet, cut, 0.5), cast=0.45
    )
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.9)
    if pockets:
        for x in (322, 578):
            path = patch((x, length - 190), 104, 118)
            draw_patch(sheet, path, stitched=False)
            sheet.panel(strip((x, length - 184), (x + 104, length - 184), 20), fabric="rib",
                ground=False, edge=0.6, cast=0.3, crease=0)  # fmt: skip
    n, top, low = cut.neck, cut.top, length + 70
    back = both((500, top - 8), (500 + n * 0.6, top - 12), corner(500 + n + 6, top - 10),
        corner(500 + n - 14, top + 8), (500 + n * 0.5, top + 20), (500, top + 24))  # fmt: skip
    sheet.panel(back, fabric="rib", edge=0.7, shade=0.15, grain=90)
    facing = shape(corner(500 + n + 8, top - 8), (500 + n * 0.62 + 12, top + deep * 0.48), (524,
        top + deep + 4), corner(520, top + deep + 60), corner(520, low), corner(482, low),
        corner(482, top + deep + 40), (488, top + deep - 20), (500 + n * 0.56 - 26,
        top + deep * 0.5), corner(500 + n - 16, top - 6))  # fmt: skip
    under = facing.mirrored()
    sheet.panel(under, fabric="rib", cast=0.4, edge=0.8, crease=0.3, grain=0)
    sheet.panel(facing, fabric="rib", cast=0.6, edge=0.8, crease=0.3)
    for i in range(5):
        y = top + deep + 34 + i * (low - top - deep - 70) / 4
        sheet.button((501, y), 10.5, buttons)


def rope(sheet: Sheet, a: tuple[float, float], b: tuple[float, float], width: float) -> None:
    """One cable: two strands that cross, between two purled ditches."""
    length = math.dist(a, b)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    nx, ny = -uy, ux
    t = sheet.tone

    def at(along: float, across: float) -> tuple[float, float]:
        return a[0] + ux * along + nx * across, a[1] + uy * along + ny * across

    for sign in (-1, 1):
        ditch = line(at(0, sign * width * 0.66), at(length, sign * width * 0.66))
        sheet.glow(band(ditch, width * 0.22, 6), t.deep, 3.0, 0.55)
    repeat = width * 1.7
    count = max(1, round(length / repeat))
    repeat = length / count
    for i in range(count):
        s = i * repeat
        for first in (True, False):
            sign = 1 if first else -1
            strand = shape(at(s - repeat * 0.08, -sign * width * 0.42), at(s + repeat * 0.25,
                -sign * width * 0.40), at(s + repeat * 0.62, sign * width * 0.10),
                at(s + repeat * 1.04, sign * width * 0.18), at(s + repeat * 1.08,
                sign * width * 0.46), at(s + repeat * 0.66, sign * width * 0.48),
                at(s + repeat * 0.32, -sign * width * 0.02), at(s - repeat * 0.06,
                -sign * width * 0.10))  # fmt: skip
            sheet.panel(strand, grain=math.degrees(math.atan2(uy, ux)) - 90 - sign * 18, cast=0.45,
                edge=0.62, crease=0, ground=False)  # fmt: skip


def body_cables(sheet: Sheet, cut: Cut, deep: float) -> None:
    low = cut.hem_y - 2
    rope(sheet, (500, cut.top + deep + 14), (500, low), 52)
    for sign in (-1, 1):
        rope(sheet, (500 + sign * 92, cut.top + 64), (500 + sign * 92, low), 38)
        for x in (132, 140):
            sheet.seam(line((500 + sign * x, cut.top + 60), (500 + sign * x, low)), 0.45)
        rope(sheet, (500 + sign * 176, cut.top + 250), (500 + sign * 178, low), 30)


def sleeve_cables(sheet: Sheet, cut: Cut) -> None:
    for right in (False, True):
        a, b = cut.along_sleeve(0.10, 0.1), cut.along_sleeve(0.86, 0.05)
        if not right:
            a, b = (1000 - a[0], a[1]), (1000 - b[0], b[1])
        rope(sheet, a, b, 40)
