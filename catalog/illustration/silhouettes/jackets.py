"""Jackets: denim, leather, quilted, down, chore, bomber."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, band, both, corner, ellipse, line, shape
from catalog.illustration.silhouettes.shirts import label, neck_back, open_neck, turn_down_collar
from catalog.illustration.silhouettes.tailoring import fronts, lining
from catalog.illustration.silhouettes.tops import neck_inside, neckline, with_neck
from catalog.illustration.silhouettes.torso import (
    Cut,
    body_folds,
    cuffs,
    draw_patch,
    draw_sleeves,
    hem_band,
    hem_line,
    mirrored_folds,
    patch,
)
from catalog.illustration.tone import tone

JACKET = Cut(top=150, neck=72, neck_back=12, shoulder=212, drop=46, arm=200, chest=224, waist=218,
    hem=216, hem_y=790, sleeve=560, sleeve_top=81, sleeve_end=57, angle=16)  # fmt: skip
COPPER = "#b07a4a"
STEEL = "#b9bbbf"


def jacket(sheet: Sheet, *, style: str = "chore", buttons: str = "") -> None:
    """`style` chore, trucker, biker, bomber, quilted or puffer."""
    if style == "chore":
        chore(sheet, buttons or "#2e2622")
    elif style == "quilted":
        quilted(sheet, buttons or "#6d6a64")
    else:
        {"trucker": trucker, "biker": biker, "bomber": bomber, "puffer": puffer}[style](sheet)


def halves(sheet: Sheet, cut: Cut, body: Path, folds: list[Fold]) -> None:
    sheet.panel(body, folds=folds, cast=0.6)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 1.0)


def chore(sheet: Sheet, buttons: str) -> None:
    cut = replace(JACKET, hem=226, waist=224, hem_y=836, top=126)
    top = cut.top
    neck_back(sheet, cut)
    draw_sleeves(sheet, cut, depth=0.6)
    cuffs(sheet, cut, 0.93, 1.0, stitched=True, cast=0.2)
    halves(sheet, cut, open_neck(cut, 96), body_folds(sheet, cut, 0.6, 3))
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.stitch(side.moved(-7 if side.at(0)[0] > 500 else 7, 0), strength=0.6)
    sheet.stitch(hem_line(cut, 24), strength=0.8)
    edge = line(corner(506, top + 96), corner(508, cut.hem_y + 8))
    sheet.glow(band(edge.moved(7, 2), 12, 10), sheet.tone.deep, 5, 0.6)
    sheet.seam(edge, 1.1)
    for off in (-8, -34):
        sheet.stitch(edge.moved(off, 0), strength=0.7)
    draw_patch(sheet, patch((320, top + 460), 136, 160))
    draw_patch(sheet, patch((548, top + 460), 136, 160))
    draw_patch(sheet, patch((562, top + 196), 104, 116), hem=22)
    for i in range(5):
        y = top + 206 + i * 116
        sheet.buttonhole((490, y), 20)
        sheet.button((494, y), 9.5, buttons)
    turn_down_collar(sheet, cut, "spread", buttons, 1.1)


def trucker(sheet: Sheet) -> None:
    thread = "#c08a4c" if sheet.tone.lightness < 0.75 else ""
    cut = replace(JACKET, hem_y=716, hem=208, waist=214)
    top = cut.top
    neck_back(sheet, cut)
    draw_sleeves(sheet, cut, depth=0.6)
    cuffs(sheet, cut, 0.90, 1.0, stitched=True, cast=0.4)
    sheet.panel(hem_band(cut, 58, 4), cast=0.2)
    halves(sheet, cut, open_neck(cut, 92), body_folds(sheet, cut, 0.5, 0))
    for right in (True, False):

        def side(path: Path, right: bool = right) -> Path:
            return path if right else path.mirrored()

        yoke = side(line((516, top + 188), (610, top + 184), (500 + cut.chest - 20, top + 176)))
        sheet.seam(yoke, 1.0)
        sheet.stitch(yoke.moved(0, -5), thread)
        for a, b in (((576, top + 250), (536, cut.hem_y)), ((636, top + 250), (590, cut.hem_y))):
            seam = side(line((a[0], a[1] - 60), a, b))
            sheet.glow(band(seam, 20, 8), sheet.tone.bright, 8, 0.35)
            sheet.seam(seam, 0.9)
            sheet.stitch(seam.moved(4, 0), thread)
            sheet.stitch(seam.moved(8, 0), thread)
        pocket = side(shape(corner(556, top + 186), corner(654, top + 182), corner(656, top + 216),
            corner(606, top + 242), corner(558, top + 220)))  # fmt: skip
        sheet.panel(pocket, cast=0.6, edge=0.8, ground=False)
        left_, up, right_, low = pocket.box()
        sheet.stitch(pocket.scaled(0.9, ((left_ + right_) / 2, (up + low) / 2)), thread)
        x = 606
        sheet.button((x if right else 1000 - x, top + 222), 7, COPPER, metal=True)
        arm = side(cut.armhole())
        sheet.stitch(arm.moved(-5 if right else 5, 0), thread)
        for off in (8, 13):
            cuff = line(*(cut.along_sleeve(0.90 - off * 0.001, x2) for x2 in (-0.98, 0, 0.98)))
            sheet.stitch(side(cuff), thread, strength=0.8)
    edge = line(corner(520, top + 94), corner(521, cut.hem_y + 62))
    sheet.glow(band(edge.moved(6, 2), 12, 10), sheet.tone.deep, 5, 0.6)
    sheet.seam(edge, 1.1)
    for x in (-6, -32):
        sheet.stitch(edge.moved(x, 0), thread)
    for y in (8, 50):
        sheet.stitch(hem_line(cut, -y), thread)
    for i in range(5):
        sheet.button((502, top + 204 + i * 92), 9, COPPER, metal=True)
    sheet.button((502, cut.hem_y + 32), 9, COPPER, metal=True)
    turn_down_collar(sheet, cut, "spread", COPPER, 1.05)


def zip_line(sheet: Sheet, path: Path, *, width: float = 7, pull: bool = True) -> None:
    """A metal zip: tape, teeth and pull."""
    sheet.panel(
        band(path, width * 2, 40),
        fabric="canvas",
        colours=tone("#2a2829"),
        cast=0.4,
        edge=0.6,
        crease=0,
        ground=False,
    )
    count = 70
    for i in range(count):
        x, y = path.at((i + 0.5) / count)
        side = width * 0.22 if i % 2 else -width * 0.22
        sheet.line(line((x + side - width * 0.3, y), (x + side + width * 0.3, y)),
            STEEL if i % 2 else "#8d8f94", 2.4, 1)  # fmt: skip
    if pull:
        x, y = path.at(0.02)
        sheet.metal(line((x, y), (x, y + 12)), STEEL, 9)
        sheet.metal(line((x, y + 16), (x + 1, y + 40)), STEEL, 6)


def biker(sheet: Sheet) -> None:
    cut = replace(
        JACKET,
        shoulder=196,
        chest=202,
        waist=186,
        hem=194,
        hem_y=720,
        sleeve_end=48,
        sleeve_top=78,
        angle=14,
    )
    top, depth = cut.top, 250
    lining(sheet, cut, depth * 0.8)
    draw_sleeves(sheet, cut, depth=0.75)
    for right in (False, True):
        a, b = cut.along_sleeve(0.99, 0.15), cut.along_sleeve(0.72, 0.35)
        path = line(a, b) if right else line(a, b).mirrored()
        zip_line(sheet, line(path.at(1), path.at(0.5), path.at(0)), width=6, pull=False)

    def details(right: bool) -> None:
        sign = 1 if right else -1
        sheet.seam(line((500 + sign * 80, top + 150), (500 + sign * (cut.chest - 16), top + 138)),
            0.8)  # fmt: skip
        panel = line((500 + sign * 124, top + 146), (500 + sign * 112, top + 330),
            (500 + sign * 128, cut.hem_y + 4))  # fmt: skip
        sheet.seam(panel, 0.9)
        if right:
            zip_line(sheet, line((586, top + 246), (620, top + 232), (656, top + 222)), width=6,
                pull=False)  # fmt: skip

    fronts(sheet, cut, depth, 92, folds=body_folds(sheet, cut, 0.75, 3), width=112, notch=106,
        rise=26, stitched=True, details=details)  # fmt: skip
    zip_line(sheet, line((416, top + depth + 10), (408, top + depth + 150), (404, cut.hem_y + 4)),
        width=8)  # fmt: skip
    for path in (line((596, top + 392), (640, top + 446), (662, top + 506)), line((352, top + 396),
        (336, top + 456), (333, top + 510))):  # fmt: skip
        zip_line(sheet, path, width=6)
    sheet.seam(hem_line(cut, 50), 0.9)
    sheet.stitch(hem_line(cut, 44), strength=0.5)
    for sign in (1, -1):
        sheet.button((500 + sign * 118, top + 120), 5.5, STEEL, metal=True)
        sheet.button((500 + sign * 70, top + 78), 5.0, STEEL, metal=True)


def bomber(sheet: Sheet) -> None:
    cut = replace(
        JACKET,
        top=160,
        hem_y=730,
        hem=218,
        waist=230,
        chest=230,
        sleeve_top=94,
        sleeve_end=66,
        neck=74,
    )
    top = cut.top
    lining(sheet, cut, 60)
    draw_sleeves(sheet, cut, until=0.91, depth=0.65)
    cuffs(sheet, cut, 0.895, 1.0, fabric="rib", cast=0.15)
    sheet.panel(hem_band(cut, 72, 16), fabric="rib", crease=0.3)
    folds = [
        *body_folds(sheet, cut, 0.6, 2),
        *(Fold((x, cut.hem_y), (x + 6, cut.hem_y - 56), 3, 16, 0.45) for x in range(310, 700, 44)),
    ]
    halves(sheet, cut, with_neck(cut, neckline(cut, 66)), folds)
    sheet.seam(hem_line(cut, 2), 0.8)
    for sign in (1, -1):
        welt_at = line((500 + sign * 146, top + 352), (500 + sign * 184, top + 470))
        sheet.panel(band(welt_at, 24, 6), cast=0.5, edge=0.85, ground=False)
    zip_line(sheet, line((500, top + 60), (500, top + 340), (500, cut.hem_y + 74)))
    n = cut.neck
    collar = both((500, top - 24), (500 + n * 0.7, top - 26), corner(500 + n + 6, top - 8),
        (500 + n + 10, top + 12), (500 + n * 0.62, top + 64), corner(506, top + 84), corner(506,
        top + 56), (500 + n * 0.5, top + 32), (500 + n * 0.72, top - 2), (500,
        top + 2))  # fmt: skip
    sheet.panel(collar, fabric="rib", cast=0.5, crease=0)


def quilted(sheet: Sheet, buttons: str) -> None:
    cut = replace(JACKET, hem_y=790, hem=228, neck=70, sleeve_end=60)
    top = cut.top
    neck_inside(sheet, cut, 80)
    draw_sleeves(sheet, cut, depth=0.5)
    body = with_neck(cut, neckline(cut, 82, "v"))
    sheet.panel(body, folds=body_folds(sheet, cut, 0.5, 2), cast=0.6)
    for y in range(int(top) - 10, int(cut.hem_y) + 60, 58):  # onion quilting: waves that meet
        quilt = _wave(y, 58, body)
        sheet.quilt(body, quilt, 9)
    for right in (True, False):
        sleeve = cut.sleeve_path() if right else cut.sleeve_path().mirrored()
        waves = [line(*(cut.along_sleeve(0.08 + i * 0.1 + 0.028 * (1 if j % 2 else -1),
            -1 + j * 0.5) for j in range(5))) for i in range(10)]  # fmt: skip
        for wave in waves:
            sheet.quilt(sleeve, wave if right else wave.mirrored(), 8)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 1.1)
    for x in (318, 562):
        draw_patch(sheet, patch((x, top + 412), 122, 132), hem=18)
    binding = [line((500 - cut.neck, top + 2), (500 - cut.neck * 0.56, top + 38), corner(500,
        top + 84), (500 + cut.neck * 0.56, top + 38), (500 + cut.neck, top + 2)), hem_line(cut, 6),
        line(corner(500, top + 84), corner(501, cut.hem_y + 6))]  # fmt: skip
    for path in binding:
        sheet.panel(band(path, 15, 50), fabric="twill", cast=0.35, edge=0.7, crease=0, ground=False)
    for i in range(5):
        sheet.button((500, top + 116 + i * 124), 8.5, buttons, metal=True)


def _wave(y: float, height: float, body: Path) -> Path:
    left, _, right, _ = body.box()
    stops = []
    for i in range(13):
        x = left + (right - left) * i / 12
        stops.append((x, y + (height * 0.30 if i % 2 else -height * 0.30)))
    return line(*stops)


def plump(sheet: Sheet, path: Path) -> None:
    """What down does to a baffle: light on its upper slope, shade under its belly."""
    left, top, right, bottom = path.box()
    x, h = (left + right) / 2, bottom - top
    wide = (right - left) * 0.46
    t = sheet.tone
    light = sheet.mark(ellipse(x - wide * 0.1, top + h * 0.32, wide, h * 0.17), t.bright, 0.5)
    belly = sheet.mark(ellipse(x, bottom - h * 0.06, wide * 1.1, h * 0.13), t.deep, 0.45)
    sheet.soft_into(path, light + belly, h * 0.11)


def puffer(sheet: Sheet) -> None:
    """Wide baffles, each as round as the down in it."""
    cut = replace(JACKET, top=164, chest=246, waist=250, hem=240, hem_y=800, shoulder=218, drop=58,
        sleeve=500, sleeve_top=112, sleeve_end=76, angle=17, neck=82)  # fmt: skip
    top = cut.top
    for right in (False, True):
        steps = [0.0, 0.2, 0.39, 0.57, 0.74, 0.9]
        for i in reversed(range(5)):
            a, b = steps[i], steps[i + 1]
            if i == 0:
                path = cut.sleeve_path(b + 0.02)
            else:
                mid = (a + b) / 2
                path = shape(corner(*cut.along_sleeve(a, 0.95)), cut.along_sleeve(mid, 1.13),
                    corner(*cut.along_sleeve(b + 0.01, 0.95)), cut.along_sleeve(b + 0.03, 0),
                    corner(*cut.along_sleeve(b + 0.01, -0.95)), cut.along_sleeve(mid, -1.13),
                    corner(*cut.along_sleeve(a, -0.95)))  # fmt: skip
            path = path if right else path.mirrored()
            puckers = []
            for k in range(6):
                x = -0.8 + k * 0.32
                puckers.append(
                    Fold(
                        cut.along_sleeve(a + 0.005, x),
                        cut.along_sleeve(a + (b - a) * 0.5, x * 1.05),
                        4,
                        13,
                        0.55,
                    )
                )
            if not right:
                puckers = mirrored_folds(puckers)
            sheet.panel(path, folds=puckers, cast=0.35, edge=0.9)
            plump(sheet, path)
        end = cut.sleeve_path(0.965, 0.895)
        sheet.panel(end if right else end.mirrored(), fabric="twill", cast=0.2)
    edges = [top + 8, top + 118, top + 236, top + 352, top + 466, top + 572, cut.hem_y + 14]
    lining(sheet, cut, 30)
    body = cut.body()
    sheet.panel(body, cast=0.6, crease=0.3)
    rows = list(pairwise(edges))
    for y0, y1 in rows:
        x0, x1 = cut.side(max(y0, cut.pit[1])) - 500, cut.side(max(y1, cut.pit[1])) - 500
        if y0 < cut.tip[1]:
            x0 = cut.neck + 6
        elif y0 < cut.pit[1]:
            x0 = min(cut.shoulder, cut.chest) - 12
        if y1 < cut.pit[1]:
            x1 = min(cut.shoulder, cut.chest) - 12
        mid_y = (y0 + y1) / 2
        bulge = 9 if y0 > cut.pit[1] - 60 else 0
        shoulder = [corner(*cut.tip)] if y0 < cut.tip[1] else [(500 + max(x0, x1) + bulge, mid_y)]
        for right in (True, False):
            baffle = shape(corner(503, y0 + 5), (500 + x0 * 0.5,
                y0 + (3 if y0 > cut.tip[1] else -2)), corner(500 + x0,
                y0 if y0 > cut.tip[1] else top + 2), *shoulder, corner(500 + x1, y1),
                (500 + x1 * 0.5, y1 + 8), corner(503, y1 + 8))  # fmt: skip
            puckers = []
            for _ in range(11):
                x = 512 + sheet.rng.random() * (min(x0, x1) - 24)
                reach = sheet.rng.uniform(0.2, 0.52) * (y1 - y0)
                up = sheet.rng.random() > 0.5
                low = (x, y0 + 3 if up else y1 + 5)
                far = (x + sheet.rng.uniform(-12, 12), low[1] + (reach if up else -reach))
                puckers.append(Fold(low, far, sheet.rng.uniform(-4, 4), 10, 0.34))
            shown = baffle if right else baffle.mirrored()
            sheet.panel(shown, folds=puckers if right else mirrored_folds(puckers), cast=0.2,
                edge=0.7, ground=False)  # fmt: skip
            plump(sheet, shown)
    for sign in (1, -1):
        slit = line((500 + sign * 156, top + 372), (500 + sign * 184, top + 480))
        sheet.seam(slit, 1.4)
        sheet.glow(band(slit, 12, 6), sheet.tone.deep, 4, 0.6)
    n = cut.neck
    for lift, h in ((0, 56), (-46, 54)):
        ring = both((500, top - 26 + lift), (500 + n * 0.7, top - 28 + lift), corner(500 + n + 2,
            top - 16 + lift), (500 + n + 12, top + lift + 10), corner(500 + n + 4,
            top + lift + h * 0.62), (500 + n * 0.6, top + lift + h), (500,
            top + lift + h + 6))  # fmt: skip
        sheet.panel(
            ring,
            cast=0.5,
            edge=1.2,
            folds=[
                Fold((500 + dx, top + lift - 16), (500 + dx * 1.05, top + lift + 22), 3, 12, 0.45)
                for dx in (-54, -26, 8, 36, 60)
            ],
        )
    sheet.inside(
        both(
            (500, top - 82),
            (500 + n * 0.6, top - 84),
            corner(500 + n - 4, top - 62),
            (500 + n * 0.5, top - 46),
            (500, top - 42),
        )
    )
    label(sheet, 500, top - 68, 40)
    zip_line(sheet, line((500, top - 38), (500, top + 300), (500, cut.hem_y + 12)), width=8)
