"""Shirts and blouses: collars, plackets, cuffs, ties."""

from __future__ import annotations

from dataclasses import replace

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, band, both, corner, line, shape, strip
from catalog.illustration.silhouettes.torso import (
    Cut,
    body_folds,
    cuffs,
    draw_patch,
    draw_sleeves,
    hem_line,
    patch,
)

SHIRT = Cut(top=118, neck=66, shoulder=204, drop=46, chest=216, waist=206, hem=218, hem_y=850,
    round_hem=70, hem_dip=12, sleeve=600, sleeve_top=80, sleeve_end=50, angle=18)  # fmt: skip


def shirt(
    sheet: Sheet, *, collar: str = "point", sleeve: str = "long", pockets: int = 0,
    flaps: bool = False, width: float = 1.0, length: float = 850, hem: str = "round",
    buttons: str = "", waist: float = 0, yoke: bool = True,
) -> None:  # fmt: skip
    """A buttoned shirt. `collar` is point, button-down, spread, camp or band; `sleeve` long,
    rolled or short."""
    cut = replace(SHIRT, chest=SHIRT.chest * width, waist=(SHIRT.waist - waist) * width,
        hem=SHIRT.hem * width, hem_y=length, shoulder=SHIRT.shoulder * (0.5 + width / 2),
        round_hem=SHIRT.round_hem if hem == "round" else 0,
        hem_dip=SHIRT.hem_dip if hem == "round" else 6)  # fmt: skip
    if sleeve == "short":
        cut = replace(cut, sleeve=235, sleeve_top=94, sleeve_end=92, angle=26)
    elif sleeve == "rolled":
        cut = replace(cut, sleeve=440, sleeve_end=64)
    top = cut.top
    neck_back(sheet, cut)
    draw_sleeves(sheet, cut)
    if sleeve == "long":
        cuffs(sheet, cut, 0.885, stitched=True)
    elif sleeve == "rolled":
        cuffs(sheet, cut, 0.86, 1.03, cast=0.6, width=1.05)
        cuffs(sheet, cut, 0.90, 1.0, cast=0.3)
    body = open_neck(cut, 92 if collar != "camp" else 150)
    sheet.panel(body, folds=body_folds(sheet, cut), cast=0.6)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.9)
    if yoke:
        seam = line((500 + cut.neck + 12, top + 38), (500 + cut.shoulder - 8, top + cut.drop + 26))
        sheet.seam(seam, 0.5)
        sheet.seam(seam.mirrored(), 0.5)
    sheet.stitch(hem_line(cut, 14), strength=0.8)
    if sleeve == "short":
        for end in (line(*(cut.along_sleeve(0.9, x) for x in (-1, 0, 1))),):
            sheet.stitch(end)
            sheet.stitch(end.mirrored())
    first = top + (96 if collar != "camp" else 176)
    last = cut.hem_y + cut.hem_dip
    sheet.panel(strip((500, first - 12), (500, last), 38), cast=0.5, edge=0.7, ground=False)
    for x in (486, 514):
        sheet.stitch(line(corner(x, first), corner(x, last - 4)), strength=0.7)
    count = 6 if collar != "camp" else 5
    start = first + (84 if collar != "camp" else 18)
    gap = (last - 74 - start) / (count - 1)
    for i in range(count):
        y = start + i * gap
        sheet.buttonhole((500, y), 15, 90)
        sheet.button((500, y), 7.2, buttons)
    for i in range(pockets):
        left = 552 if i == 0 else 352
        path = patch((left, top + 188), 96, 112, point=14)
        draw_patch(sheet, path)
        if flaps:
            flap = shape(corner(left - 3, top + 184), corner(left + 99, top + 184),
                corner(left + 99, top + 212), corner(left + 48, top + 226), corner(left - 3,
                top + 212))  # fmt: skip
            sheet.panel(flap, cast=0.5, edge=0.7, ground=False)
            sheet.button((left + 48, top + 210), 6, buttons)
    if collar == "camp":
        camp_collar(sheet, cut)
    elif collar == "band":
        neck_band(sheet, cut)
    else:
        turn_down_collar(sheet, cut, collar, buttons)


def neck_back(sheet: Sheet, cut: Cut, rise: float = 16) -> None:
    """The inside of the back, seen through the neck, with the label of the house."""
    n, top = cut.neck, cut.top
    sheet.inside(both((500, top - rise), (500 + n * 0.62, top - rise * 0.75), corner(500 + n + 4,
        top + 2), corner(500 + n * 0.7, top + 110), (500, top + 130)))  # fmt: skip
    sheet.seam(line((500 - n + 6, top + 16), (500, top + 34), (500 + n - 6, top + 16)), 0.8)
    label(sheet, 500, top + 40)


def label(sheet: Sheet, x: float, y: float, width: float = 46) -> None:
    """The woven label in the neck."""
    woven = "#d9cfbd" if sheet.tone.lightness < 0.5 else "#f6f1e6"
    path = strip((x, y), (x, y + 19), width)
    sheet.line(path, sheet.tone.deep, 1.2, 0.4)
    sheet.raw(sheet.mark(path, woven, 0.66))
    sheet.line(line((x - width * 0.24, y + 10), (x + width * 0.24, y + 10)), "#3a322b", 2.2, 0.7)


def open_neck(cut: Cut, depth: float) -> Path:
    """The body with its front neck cut down to a point at the middle."""
    body = cut.body()
    # The first curves lead from the neck's back; replace them by the front's V.
    n, top = cut.neck, cut.top
    start = 500 + n, top
    left = 500 - n, top
    middle = 500.0, top + depth
    curves = list(body.curves)
    first = next(i for i, c in enumerate(curves) if abs(c[2][0] - left[0]) < 0.5 and c[2][1] == top)
    rest = curves[: first + 1] if body.start == start else curves
    down = line(left, (500 - n * 0.55, top + depth * 0.62), middle).curves
    up = line(middle, (500 + n * 0.55, top + depth * 0.62), start).curves
    return Path(start, (*rest, *down, *up), closed=True)


def turn_down_collar(
    sheet: Sheet, cut: Cut, kind: str = "point", buttons: str = "", size: float = 1.0
) -> None:
    """Stand and leaves of a shirt collar, buttoned at the top."""
    n, top = cut.neck, cut.top
    spread = {"point": 0, "button-down": -6, "spread": 26}.get(kind, 0)
    drop = 118 * size
    back = both((500, top - 30), (500 + n * 0.6, top - 28), corner(500 + n + 8, top - 17),
        (500 + n * 0.62, top + 2), (500, top - 2))  # fmt: skip
    sheet.panel(back, cast=0.3, edge=0.8)
    leaf = shape(corner(502, top + 92), (500 + n * 0.45, top + 58), (500 + n - 14, top + 16),
        (500 + n - 2, top - 13), (500 + n + 10, top - 16), (500 + n + 22, top + 2),
        (500 + n + 26 + spread * 0.5, top + 50), corner(500 + 68 + spread,
        top + drop + 8 - spread * 0.4), (500 + 36 + spread * 0.3, top + 108))  # fmt: skip
    for path in (leaf.mirrored(), leaf):
        sheet.panel(path, cast=0.75, grain=-30, crease=0.5, folds=[Fold((500 + n, top - 4),
            (500 + n - 10, top + 50), 4, 10, 0.3)])  # fmt: skip
        edge = line(corner(506, top + 100), corner(500 + 62 + spread, top + drop),
            (500 + n + 18 + spread * 0.5, top + 46), (500 + n + 16, top + 4))  # fmt: skip
        sheet.stitch(edge if path is leaf else edge.mirrored(), strength=0.75)
        if kind == "button-down":
            x = 500 + 56 if path is leaf else 500 - 56
            sheet.button((x, top + drop - 10), 5, buttons)
    sheet.button((500, top + 104), 7.2, buttons)


def camp_collar(sheet: Sheet, cut: Cut) -> None:
    """An open collar whose leaves lie flat, with their notch."""
    n, top = cut.neck, cut.top
    back = both((500, top - 20), (500 + n * 0.6, top - 18), corner(500 + n + 2, top - 6),
        (500 + n * 0.62, top + 12), (500, top + 12))  # fmt: skip
    sheet.panel(back, cast=0.3, edge=0.8)
    lapel = shape(corner(501, top + 170), (500 + n * 0.45, top + 100), corner(500 + n * 0.85,
        top + 40), corner(500 + n + 48, top + 84), (500 + n + 4, top + 120))  # fmt: skip
    leaf = shape(corner(500 + n * 0.72, top + 52), (500 + n - 8, top + 10), (500 + n + 2, top - 12),
        (500 + n + 18, top - 8), (500 + n + 44, top + 26), corner(500 + n + 62, top + 58),
        corner(500 + n + 30, top + 74))  # fmt: skip
    for right in (False, True):
        for path in (lapel, leaf):
            sheet.panel(path if right else path.mirrored(), cast=0.6, crease=0.5, grain=-25)


def neck_band(sheet: Sheet, cut: Cut) -> None:
    """A narrow stand without leaves."""
    n, top = cut.neck, cut.top
    stand = both((500, top - 26), (500 + n * 0.7, top - 22), corner(500 + n + 6, top - 6),
        (500 + n * 0.72, top + 52), corner(502, top + 100), corner(501, top + 76), (500 + n * 0.55,
        top + 38), (500 + n * 0.75, top + 2), (500, top - 4))  # fmt: skip
    sheet.panel(stand, cast=0.5, edge=0.8)
    sheet.button((500, top + 90), 6)


def blouse(sheet: Sheet, *, style: str = "tie", length: float = 800) -> None:
    """`style` tie: satin with a scarf at the neck; gathered: voile with a yoke and full sleeves."""
    cut = replace(SHIRT, neck=70, chest=212, waist=208, hem=226, hem_y=length, round_hem=0,
        hem_dip=8, sleeve=570, sleeve_top=88, sleeve_end=54, bell=22, angle=19)  # fmt: skip
    top = cut.top
    neck_back(sheet, cut, 8)
    draw_sleeves(sheet, cut, until=0.93, depth=0.7)
    for right in (False, True):
        for i in range(7):
            x = -0.85 + i * 0.28
            a, b = (
                cut.along_sleeve(0.93, x * 0.9),
                cut.along_sleeve(0.80 + 0.02 * (i % 3), x * 1.05),
            )
            leaf = line(a, b) if right else line(a, b).mirrored()
            sheet.glow(band(leaf, 5, 4, 0.3), sheet.tone.deep, 2.2, 0.5)
    cuffs(sheet, cut, 0.925, 1.02, cast=0.5)
    body = open_neck(cut, 70)
    folds = body_folds(sheet, cut, 0.55, 5)
    sheet.panel(body, folds=folds, cast=0.6)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.8)
    sheet.stitch(hem_line(cut, 9), strength=0.5)
    if style == "gathered":
        yoke_y = top + 150
        yoke = line(
            (500 - cut.chest + 30, yoke_y - 6),
            (500, yoke_y + 8),
            (500 + cut.chest - 30, yoke_y - 6),
        )
        for i in range(26):
            x = 500 + (i - 12.5) * 14.2
            drop = 60 + (i * 37 % 50)
            sheet.glow(band(line((x, yoke_y + 5), (x + (x - 500) * 0.04, yoke_y + drop)), 6, 4,
                0.2), sheet.tone.deep, 2.6, 0.42)  # fmt: skip
        sheet.seam(yoke, 1.0)
        for i in range(4):
            sheet.button((500, top + 86 + i * 22), 5)
        round_collar(sheet, cut)
        return
    sheet.seam(line((500, top + 76), (503, cut.hem_y + 4)), 0.6)
    scarf_tie(sheet, cut)


def round_collar(sheet: Sheet, cut: Cut) -> None:
    n, top = cut.neck, cut.top
    leaf = shape(corner(502, top + 72), (500 + n * 0.6, top + 44), (500 + n - 6, top - 2),
        (500 + n + 16, top - 4), (500 + n + 26, top + 34), (500 + n - 6, top + 92), (528,
        top + 110))  # fmt: skip
    for path in (leaf.mirrored(), leaf):
        sheet.panel(path, cast=0.6, crease=0.5)


def scarf_tie(sheet: Sheet, cut: Cut) -> None:
    """A long scarf sewn to the neck, tied once and left to hang."""
    n, top = cut.neck, cut.top
    stand = both((500, top - 28), (500 + n * 0.6, top - 26), corner(500 + n + 8, top - 8),
        (500 + n * 0.8, top + 40), (500, top + 88), (500, top + 60), (500 + n * 0.55, top + 22),
        (500 + n * 0.72, top - 2), (500, top - 6))  # fmt: skip
    sheet.panel(stand, cast=0.6, edge=0.9, folds=[Fold((500 + n, top), (506, top + 70), 10, 14,
        0.6), Fold((500 - n, top), (494, top + 70), -10, 14, 0.6)])  # fmt: skip
    tails = (shape(corner(490, top + 70), (470, top + 170), (440, top + 300), corner(414,
        top + 418), corner(474, top + 440), (500, top + 300), (512, top + 160), corner(516,
        top + 76)), shape(corner(488, top + 76), (520, top + 170), (548, top + 270), corner(562,
        top + 372), corner(620, top + 352), (588, top + 230), (548, top + 130), corner(518,
        top + 66)))  # fmt: skip
    sheet.panel(tails[0], cast=0.7, folds=[Fold((500, top + 90), (452, top + 420), -10, 22, 0.7)])
    sheet.panel(tails[1], cast=0.7, folds=[Fold((506, top + 90), (584, top + 350), -10, 20, 0.7)])
    knot = shape((478, top + 62), (500, top + 54), (526, top + 64), (530, top + 92), (506,
        top + 106), (480, top + 94))  # fmt: skip
    sheet.panel(knot, cast=0.6, folds=[Fold((486, top + 66), (520, top + 98), 6, 12, 0.6)])
