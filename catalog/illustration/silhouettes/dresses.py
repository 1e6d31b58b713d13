"""Dresses, skirts and swimsuits: cloth that hangs from shoulder or waist."""

from __future__ import annotations

from dataclasses import replace

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, band, both, corner, line, shape, strip
from catalog.illustration.silhouettes.bottoms import COPPER, THREAD, Legs, waist_inside, waistband
from catalog.illustration.silhouettes.knits import roll_neck
from catalog.illustration.silhouettes.shirts import neck_back, open_neck, turn_down_collar
from catalog.illustration.silhouettes.tops import neck_inside, neckline, straps, with_neck
from catalog.illustration.silhouettes.torso import (
    Cut,
    body_folds,
    cuffs,
    draw_sleeves,
    hem_line,
)
from catalog.illustration.tone import tone


def drapes(
    sheet: Sheet, top: tuple[float, float], low: tuple[float, float], ys: tuple[float, float],
    count: int, depth: float,
) -> list[Fold]:  # fmt: skip
    """Folds that fan from between `top` x's to between `low` x's."""
    jitter = sheet.rng.uniform
    folds = []
    for i in range(count):
        share = (i + 0.5) / count + jitter(-0.25, 0.25) / count
        a = top[0] + (top[1] - top[0]) * share, ys[0] + jitter(0, 0.28) * (ys[1] - ys[0])
        b = low[0] + (low[1] - low[0]) * share, ys[1] - jitter(0, 10)
        folds.append(Fold(a, b, jitter(-14, 14), jitter(22, 46), depth * jitter(0.6, 1.1)))
    return folds


def slip_dress(sheet: Sheet, *, length: float = 950) -> None:
    straps(sheet, (582, 214), (572, 44))
    back = both((500, 268), (570, 262), corner(636, 268), corner(620, 340), (500, 350))
    sheet.inside(back)
    front = both(corner(500, 252), (534, 236), (564, 218), corner(584, 208), (606, 234), corner(638,
        270), (634, 340), (622, 430), (646, 560), (676, 760), corner(702, length - 8), (600,
        length + 8), (500, length + 12))  # fmt: skip
    folds = [Fold((574, 226), (512, 300), 18, 26, 0.5), Fold((426, 226), (488, 306), -18, 26, 0.5),
        Fold((632, 290), (540, 400), -14, 30, 0.6), Fold((368, 290), (456, 410), 14, 30, 0.6),
        Fold((380, 440), (560, 500), 24, 30, 0.35), Fold((622, 420), (470, 470), 22, 26, 0.35),
        *drapes(sheet, (400, 600), (310, 690), (450, length), 7, 0.75)]  # fmt: skip
    sheet.panel(front, folds=folds, cast=0.3)
    edge = line(corner(362, 270), (394, 234), corner(416, 208), (436, 218), (466, 236), corner(500,
        252), (534, 236), (564, 218), corner(584, 208), (606, 234), corner(638, 270))  # fmt: skip
    sheet.stitch(edge.moved(0, 8), strength=0.5)
    sheet.stitch(
        line((300, length - 18), (400, length - 2), (600, length - 2), (700, length - 18)),
        strength=0.4,
    )


def long_cut(sleeve: float, length: float, *, hem: float = 232, waist: float = 146) -> Cut:
    return Cut(top=64, neck=58, neck_back=12, shoulder=148, drop=36, arm=150, chest=164,
        waist=waist, waist_y=0.26, hem=hem, hem_y=length, hem_dip=12, sleeve=sleeve, sleeve_top=66,
        sleeve_end=40, angle=15)  # fmt: skip


def button_dress(
    sheet: Sheet, *, sleeve: str = "none", collar: bool = False, length: float = 920,
    hem: float = 238,
) -> None:  # fmt: skip
    """A dress buttoned from neck to hem, with a belt of its own cloth."""
    cut = long_cut({"none": 0, "long": 420, "rolled": 300}[sleeve], length, hem=hem, waist=150)
    if sleeve == "none":
        cut = replace(cut, shoulder=130, chest=156, arm=142)
    top = cut.top
    if collar:
        neck_back(sheet, cut)
    else:
        neck_inside(sheet, cut, 110)
    if sleeve != "none":
        draw_sleeves(sheet, cut, depth=0.5)
        cuffs(sheet, cut, 0.88, stitched=True)
    body = open_neck(cut, 84) if collar else with_neck(cut, neckline(cut, 118, "v"))
    belt_y = top + 322
    folds = [*body_folds(sheet, replace(cut, hem_y=belt_y + 200), 0.4, 0), *drapes(sheet, (376,
        624), (290, 710), (belt_y + 10, length), 8, 0.62), *drapes(sheet, (400, 600), (372, 628),
        (belt_y - 110, belt_y), 5, 0.4)]  # fmt: skip
    sheet.panel(body, folds=folds, cast=0.5)
    if sleeve != "none":
        for side in (cut.armhole(), cut.armhole().mirrored()):
            sheet.seam(side, 0.8)
    else:
        for side in (cut.armhole(), cut.armhole().mirrored()):
            inward = -8 if side.at(0)[0] > 500 else 8
            sheet.stitch(side.moved(inward, 2), strength=0.7)
        neck = line(corner(500 - cut.neck + 8, top + 6), (500 - cut.neck * 0.5, top + 62),
            corner(500, top + 128), (500 + cut.neck * 0.5, top + 62), corner(500 + cut.neck - 8,
            top + 6))  # fmt: skip
        sheet.stitch(neck, strength=0.7)
    sheet.stitch(hem_line(cut, 18), strength=0.7)
    first = top + (92 if collar else 118)
    sheet.panel(strip((500, first), (502, length + 12), 30), cast=0.45, edge=0.7, ground=False)
    for x in (489, 512):
        sheet.stitch(line(corner(x, first + 6), corner(x + 1, length + 6)), strength=0.6)
    for i in range(9):
        y = first + 24 + i * 76
        if abs(y - belt_y) > 30 and y < length - 30:
            sheet.button((501, y), 6.4, "#e8dcc8" if sheet.tone.pale or collar else "#5b3a2c")
    for sign in (1, -1):
        sheet.seam(line((500 + sign * 158, belt_y + 60), (500 + sign * 172, belt_y + 170)), 0.7)
    if collar:
        turn_down_collar(sheet, cut, size=0.92)
    tie_belt(sheet, cut, belt_y)


def tie_belt(
    sheet: Sheet, cut: Cut, y: float, width: float = 30, side: float = 16, tails: float = 210
) -> None:
    """A belt of the same cloth round the waist, knotted, its ends left to hang."""
    half = cut.side(y) - 500 + 5
    belt = both((500, y + 6), (500 + half * 0.6, y + 4), corner(500 + half, y - 3),
        corner(500 + half, y + width - 3), (500 + half * 0.6, y + width + 4), (500,
        y + width + 6))  # fmt: skip
    sheet.panel(belt, cast=0.5, edge=0.85, grain=90, ground=False)
    x, mid = 500 + side, y + width / 2 + 5
    ends = (
        line((x - 4, mid), (x - 26, mid + tails * 0.45), (x - 34, mid + tails)),
        line((x + 6, mid), (x + 34, mid + tails * 0.40), (x + 48, mid + tails * 0.86)),
    )
    for end in ends:
        sheet.panel(band(end, width * 0.86, 16, 1.1), cast=0.6, edge=0.9, ground=False)
    knot = shape((x - 22, mid - 14), (x + 2, mid - 20), (x + 24, mid - 12), (x + 22, mid + 14), (x,
        mid + 20), (x - 20, mid + 14))  # fmt: skip
    sheet.panel(knot, cast=0.6, ground=False, folds=[Fold((x - 16, mid - 12), (x + 14, mid + 14), 5,
        10, 0.7)])  # fmt: skip


def wrap_dress(sheet: Sheet, *, length: float = 914) -> None:
    cut = long_cut(350, length, hem=236, waist=142)
    cut = replace(cut, sleeve_end=46, neck=66)
    top = cut.top
    neck_inside(sheet, cut, 250)
    draw_sleeves(sheet, cut, depth=0.55)
    for end in (line(*(cut.along_sleeve(0.96, x) for x in (-1, 0, 1))),):
        sheet.stitch(end)
        sheet.stitch(end.mirrored())
    waist_y = top + 300
    left = shape(corner(500 - cut.neck, top), (500 - cut.neck * 0.62, top + 120), (500 + 40,
        top + 236), corner(500 + cut.waist, waist_y), corner(500 - cut.waist, waist_y + 4),
        (500 - cut.chest + 6, top + 210), corner(*_mirror(cut.pit)), (362, top + 110),
        corner(*_mirror(cut.tip)))  # fmt: skip
    bodice_folds = [Fold((350, waist_y - 10), (470, top + 130), -20, 28, 0.5), Fold((352,
        waist_y - 4), (560, top + 250), -14, 26, 0.5), Fold((620, waist_y - 6), (520, top + 190),
        18, 26, 0.45)]  # fmt: skip
    skirt = both((500, waist_y - 6), corner(500 + cut.waist, waist_y - 10), (500 + 172,
        waist_y + 120), (500 + 206, waist_y + 330), corner(500 + cut.hem, length), (600,
        length + 14), (500, length + 18))  # fmt: skip
    sheet.panel(
        skirt, folds=drapes(sheet, (372, 628), (290, 710), (waist_y + 6, length), 9, 0.65), cast=0.4
    )
    sheet.panel(left.mirrored(), folds=bodice_folds, cast=0.3)
    sheet.panel(left, folds=bodice_folds, cast=0.6)
    sheet.stitch(line((500 - cut.neck + 6, top + 4), (500 - cut.neck * 0.62 - 2, top + 124), (534,
        top + 244), (500 + cut.waist - 10, waist_y - 2)), strength=0.5)  # fmt: skip
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.8)
    over = line((604, waist_y + 10), (640, waist_y + 180), (628, waist_y + 400), (586, length + 8))
    sheet.glow(band(over.moved(9, 3), 16, 20), sheet.tone.deep, 7, 0.55)
    sheet.seam(over, 1.1)
    sheet.stitch(over.moved(-7, 0), strength=0.5)
    tie_belt(sheet, cut, waist_y - 20, 34, side=92, tails=250)


def knitted_dress(sheet: Sheet, *, length: float = 950) -> None:
    cut = Cut(top=92, neck=56, neck_back=12, shoulder=142, drop=38, arm=148, chest=156, waist=136,
        waist_y=0.24, hem=168, hem_y=length - 30, hem_dip=6, sleeve=450, sleeve_top=62,
        sleeve_end=38, angle=13)  # fmt: skip
    neck_inside(sheet, cut, 40)
    draw_sleeves(sheet, cut, depth=0.5)
    cuffs(sheet, cut, 0.90, 1.0, fabric="rib", cast=0.15)
    hips = with_neck(cut, neckline(cut, 40))
    folds = [*body_folds(sheet, replace(cut, hem_y=620), 0.45, 0), *drapes(sheet, (400, 600), (356,
        644), (430, cut.hem_y), 5, 0.4), Fold((366, 420), (520, 450), 10, 22, 0.35), Fold((640,
        400), (500, 440), 10, 22, 0.35)]  # fmt: skip
    sheet.panel(hips, folds=folds, cast=0.45)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.8)
    sheet.seam(hem_line(cut, 22), 0.6)
    roll_neck(sheet, cut, 46, "rib", folded=False)


def _mirror(point: tuple[float, float]) -> tuple[float, float]:
    return 1000 - point[0], point[1]


def skirt(sheet: Sheet, *, style: str = "bias", length: float = 880) -> None:
    """`style` bias, pleated, denim or wrap."""
    if style == "denim":
        denim_skirt(sheet)
    elif style == "pleated":
        pleated_skirt(sheet, length)
    elif style == "wrap":
        wrap_skirt(sheet)
    else:
        bias_skirt(sheet, length)


def _waist(sheet: Sheet, half: float, top: float, height: float) -> None:
    sheet.panel(both((500, top + 8), (500 + half * 0.6, top + 6), corner(500 + half, top),
        corner(500 + half + 3, top + height), (500 + half * 0.6, top + height + 7), (500,
        top + height + 9)), cast=0.35, edge=0.85)  # fmt: skip


def _waist_inside(sheet: Sheet, half: float, top: float) -> None:
    sheet.inside(both((500, top - 9), (500 + half * 0.6, top - 7), corner(500 + half - 2, top + 2),
        corner(500 + half - 8, top + 24), (500, top + 34)))  # fmt: skip


def bias_skirt(sheet: Sheet, length: float) -> None:
    top = 130
    _waist_inside(sheet, 134, top)
    body = both((500, top + 30), corner(500 + 136, top + 26), (500 + 176, top + 150), (500 + 196,
        top + 320), (500 + 226, top + 560), corner(500 + 256, length - 10), (500 + 130,
        length + 10), (500, length + 14))  # fmt: skip
    folds = drapes(sheet, (380, 620), (270, 730), (top + 60, length), 9, 0.85)
    sheet.panel(body, folds=folds)
    for i in range(25):
        x = 500 + (i - 12) * 11
        sheet.glow(band(line((x, top + 36), (x + (x - 500) * 0.08, top + 76 + i * 31 % 38)), 5, 3,
            0.2), sheet.tone.deep, 2.6, 0.4)  # fmt: skip
    _waist(sheet, 136, top, 32)
    sheet.stitch(
        line((250, length - 20), (380, length - 4), (620, length - 4), (750, length - 20)),
        strength=0.4,
    )


def pleated_skirt(sheet: Sheet, length: float) -> None:
    top, count = 120, 13
    _waist_inside(sheet, 134, top)
    w, h = 136.0, 280.0
    zigzag = []
    for i in range(count + 1):
        x = 500 - h + 2 * h * i / count
        zigzag.append(corner(x, length - abs(x - 500) * 0.045 + (0 if i % 2 else 9)))
    body = shape(corner(500 - w, top + 26), corner(500 + w, top + 26), (500 + w + 62, top + 250),
        *reversed(zigzag), (500 - w - 62, top + 250))  # fmt: skip
    sheet.panel(body, crease=0.5)
    dark = "#000000" if sheet.tone.dark else sheet.tone.deep
    for i in range(count):
        a0, a1 = 500 - w + 2 * w * i / count, 500 - w + 2 * w * (i + 1) / count
        b0, b1 = 500 - h + 2 * h * i / count, 500 - h + 2 * h * (i + 1) / count
        sway = sheet.rng.uniform(-5, 5)

        def side(a: float, b: float, sway: float = sway) -> Path:
            middle = a + (b - a) * 0.36 + sway
            return line((a, top + 30), (middle, top + 300), (b, length + 12))

        right, left = side(a1, b1), side(a0, b0)
        t = sheet.tone
        sheet.soft_into(
            body,
            sheet.mark(band(right.moved(-11, 0), 24, 12, 1.5), t.deep, 0.5)
            + sheet.mark(band(left.moved(9, 0), 12, 12, 1.4), t.bright, 0.42),
            5.0,
        )
        lip = sheet.mark(right.moved(2.2, 0), t.bright, 0.55, 1.6)
        sheet.soft_into(body, sheet.mark(right, dark, 0.6, 2) + lip, 0.6)
    _waist(sheet, w, top, 34)


def denim_skirt(sheet: Sheet) -> None:
    legs = Legs(top=200, waist=146, hip=206, waistband=42)
    waist_inside(sheet, legs)
    top = legs.top + legs.waistband
    body = both((500, top), corner(500 + 149, top), (500 + 196, top + 120), (500 + 222, top + 300),
        corner(500 + 250, top + 500), (500 + 120, top + 512), (500, top + 514))  # fmt: skip
    sheet.panel(body, folds=[Fold((340, 330), (420, 480), -8, 26, 0.4), Fold((660, 330), (580, 480),
        8, 26, 0.4), *drapes(sheet, (400, 600), (300, 700), (440, top + 505), 4,
        0.35)])  # fmt: skip
    for sign in (1, -1):
        panel = shape((500 + sign * 60, top + 130), (500 + sign * 120, top + 200),
            (500 + sign * 130, top + 400), (500 + sign * 60, top + 420))  # fmt: skip
        sheet.glow(panel, sheet.tone.bright, 26, 0.45)
        scoop = line((500 + sign * 84, top + 9), (500 + sign * 92, top + 52), (500 + sign * 134,
            top + 82), (500 + sign * 178, top + 80))  # fmt: skip
        sheet.seam(scoop, 0.9)
        sheet.stitch(scoop.moved(-3 * sign, 5), THREAD)
        sheet.stitch(scoop.moved(-6 * sign, 10), THREAD)
        for share in (0.07, 0.93):
            x, y = scoop.at(share)
            sheet.button((x - 3 * sign, y + 9), 3.6, COPPER, metal=True)
    sheet.seam(line((500, top + 6), (500, top + 512)), 1.0)
    curve = line((462, top + 8), (463, top + 110), (478, top + 150), (498, top + 162))
    sheet.stitch(curve, THREAD)
    sheet.stitch(curve.moved(5, 0), THREAD)
    sheet.stitch(line(corner(506, top + 164), corner(506, top + 508)), THREAD)
    for above in (20, 25):
        sheet.stitch(
            line((253, top + 500 - above), (500, top + 514 - above), (747, top + 500 - above)),
            THREAD,
        )
    waistband(sheet, legs, button=COPPER, stitch=THREAD)


def wrap_skirt(sheet: Sheet) -> None:
    top = 190
    _waist_inside(sheet, 144, top)
    body = both((500, top + 34), corner(500 + 146, top + 30), (500 + 188, top + 150), (500 + 206,
        top + 320), corner(500 + 226, top + 560), (500 + 120, top + 570), (500,
        top + 572))  # fmt: skip
    sheet.panel(body, folds=drapes(sheet, (400, 600), (300, 700), (top + 120, top + 560), 4, 0.35))
    edge = line((590, top + 30), (606, top + 300), (612, top + 572))
    sheet.glow(band(edge.moved(9, 2), 16, 16), sheet.tone.deep, 7, 0.6)
    sheet.seam(edge, 1.1)
    for i in range(64):
        y = top + 80 + i * 7.6
        x = edge.at((y - top - 30) / 545)[0]
        sheet.line(
            line((x - 1, y), (x + 11 + i * 7 % 5, y + 2)),
            sheet.tone.shade if i % 3 else sheet.tone.deep,
            2.4,
            0.9,
        )
    _waist(sheet, 146, top, 36)
    for y in (top + 22, top + 82):
        tab = strip((560, y), (668, y - 5), 24)
        sheet.panel(
            tab, fabric="smooth-leather", colours=tone("#4a2f22"), cast=0.6, edge=0.9, ground=False
        )
        buckle = shape(
            corner(616, y - 21), corner(646, y - 22), corner(647, y + 17), corner(617, y + 18)
        )
        sheet.metal(buckle, "#c7a55d", 5)
        sheet.line(line((616, y - 2), (640, y - 3)), "#8a6d31", 3.4, 1)


def swimsuit(sheet: Sheet) -> None:
    back = both(
        (500, 470),
        (570, 450),
        corner(600, 150),
        corner(632, 152),
        corner(650, 420),
        corner(500, 560),
    )
    sheet.inside(back)
    body = both((500, 318), corner(578, 312), (592, 220), corner(600, 146), corner(640, 148), (642,
        240), (652, 320), corner(664, 392), (646, 500), (656, 590), corner(690, 706), (650, 716),
        (592, 750), (548, 812), corner(532, 868), (500, 872))  # fmt: skip
    folds = [Fold((660, 420), (560, 470), -8, 24, 0.45), Fold((340, 420), (440, 470), 8, 24, 0.45),
        Fold((648, 520), (520, 560), 10, 22, 0.35), Fold((352, 540), (470, 590), -10, 22, 0.35),
        Fold((560, 840), (600, 700), 8, 26, 0.4), Fold((440, 840), (400, 700), -8, 26,
        0.4)]  # fmt: skip
    sheet.panel(body, folds=folds, cast=0.5)
    for edge in (line((692, 704), (650, 708), (586, 742), (540, 806), (524, 866)), line((656, 392),
        (644, 320), (634, 240), (632, 150))):  # fmt: skip
        sheet.stitch(edge.moved(-8, 4), strength=0.6)
        sheet.stitch(edge.moved(-8, 4).mirrored(), strength=0.6)
    sheet.stitch(
        line(corner(406, 150), corner(426, 326), (500, 330), corner(574, 326), corner(594, 150)),
        strength=0.6,
    )
