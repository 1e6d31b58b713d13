"""Small things: hats, gloves, socks, sunglasses, underwear; and the hangtag itself."""

from __future__ import annotations

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import (
    Fold,
    Path,
    Stop,
    band,
    both,
    corner,
    ellipse,
    line,
    ring,
    shape,
    strip,
)
from catalog.illustration.tone import shifted, tone


def hat(sheet: Sheet, *, style: str = "beanie") -> None:
    {"beanie": beanie, "straw": straw, "cap": cap}[style](sheet)


def beanie(sheet: Sheet) -> None:
    crown = both(
        (500, 236), (570, 250), (640, 310), (688, 420), corner(704, 580), (600, 600), (500, 604)
    )
    folds = [
        Fold((500 + x * 0.25, 262), (500 + x, 560), x * 0.16, 24, 0.55)
        for x in (-176, -120, -62, 0, 62, 120, 176)
    ]
    sheet.panel(crown, folds=folds, edge=1.3)
    cuff = both(
        (500, 566),
        (610, 560),
        corner(712, 542),
        (722, 630),
        corner(708, 726),
        (610, 744),
        (500, 748),
    )
    sheet.panel(
        cuff,
        cast=0.8,
        edge=1.2,
        folds=[Fold((340, 580), (350, 730), 6, 40, 0.3), Fold((640, 570), (640, 730), -6, 40, 0.3)],
    )
    tag = shape(corner(560, 668), corner(608, 664), corner(609, 694), corner(561, 698))
    sheet.panel(
        tag,
        fabric="twill",
        colours=tone("#e8dfce" if not sheet.tone.pale else "#2d2925"),
        cast=0.5,
        ground=False,
        crease=0,
    )


def straw(sheet: Sheet) -> None:
    brim = ring((118, 596), (190, 520), (340, 470), (500, 456), (660, 470), (810, 520), (882, 600),
        (800, 676), (650, 716), (500, 726), (350, 716), (200, 674))  # fmt: skip
    sheet.panel(brim, edge=1.2)
    for k in (0.97, 0.92, 0.86, 0.80, 0.74, 0.68):
        sheet.seam(brim.scaled(k, (500, 586)), 0.55)
    sheet.shadow(ellipse(506, 606, 236, 84), 0.9)
    crown = both(
        (500, 286), (590, 292), (668, 330), (706, 440), corner(724, 590), (620, 636), (500, 648)
    )
    sheet.panel(crown, cast=0.6, edge=1.3, folds=[Fold((430, 300), (570, 350), 24, 50, 0.6)])
    for i in range(7):
        y = 330 + i * 30
        half = 150 + i * 8
        sheet.seam(line((500 - half, y + 6), (500, y + 24), (500 + half, y + 6)), 0.45)
    ribbon = both(
        (500, 566), (620, 556), corner(716, 520), corner(725, 588), (620, 634), (500, 646)
    )
    sheet.panel(
        ribbon, fabric="rib", colours=tone("#241f1d"), cast=0.5, grain=90, crease=0, ground=False
    )
    bow = shape(
        corner(660, 556),
        (690, 534),
        corner(714, 530),
        corner(718, 590),
        (696, 596),
        corner(664, 606),
    )
    sheet.panel(bow, fabric="satin", colours=tone("#241f1d"), cast=0.6, crease=0, ground=False)


def cap(sheet: Sheet) -> None:
    crown = shape(corner(268, 590), (262, 480), (310, 340), (420, 262), (520, 250), (630, 280),
        (704, 372), (730, 480), corner(734, 600), (600, 572), (430, 566))  # fmt: skip
    folds = [
        Fold((330, 400), (360, 560), 10, 40, 0.4),
        Fold((600, 300), (690, 520), -18, 40, 0.4),
        Fold((430, 300), (420, 540), 10, 40, 0.3),
    ]
    sheet.panel(crown, folds=folds, edge=1.3)
    for path in (line((506, 252), (398, 330), (352, 450), (350, 572)), line((506, 252), (560, 340),
        (580, 460), (578, 570)), line((506, 252), (640, 320), (694, 440), (706,
        590))):  # fmt: skip
        sheet.seam(path, 0.9)
        sheet.stitch(path.moved(-7, 0), strength=0.7)
        sheet.stitch(path.moved(7, 0), strength=0.7)
    for x, y in ((400, 420), (520, 402), (650, 428)):
        for r, c in ((8, sheet.tone.deep), (4, "#0d0b0a")):
            sheet.line(ellipse(x, y, r * 0.5, r * 0.5), c, r * 0.8, 0.8)
    sheet.button((506, 254), 11)
    brim = shape(
        corner(262, 588),
        (400, 552),
        (520, 560),
        corner(640, 590),
        (600, 668),
        (480, 742),
        (340, 752),
        (236, 716),
        (206, 660),
        (224, 610),
    )
    sheet.panel(brim, cast=0.9, edge=1.3, folds=[Fold((250, 640), (560, 650), -30, 60, 0.4)])
    for k in (0.94, 0.86, 0.78, 0.70, 0.62):
        sheet.stitch(
            line(
                *[
                    (500 - 80 + (p[0] - 420) * k, 600 + (p[1] - 600) * k)
                    for p in brim.points(40)[14:38]
                ]
            ),
            strength=0.5,
        )
    sheet.seam(line((262, 588), (400, 553), (520, 561), (640, 590)), 0.8)


def gloves(sheet: Sheet) -> None:
    for right in (True, False):
        stops: list[Stop] = [corner(432, 824), (428, 700), (420, 610), (384, 560), (346, 500), (330,
            462), (346, 440), (376, 452), (414, 500), (440, 520), (436, 420), (430, 300), (436,
            252), (456, 244), (472, 262), (480, 360), (488, 420), (492, 340), (496, 240), (510,
            208), (530, 210), (540, 240), (540, 340), (544, 420), (556, 350), (566, 264), (580,
            240), (600, 246), (606, 276), (598, 370), (594, 440), (610, 390), (628, 324), (646,
            312), (662, 326), (658, 372), (640, 470), (624, 580), (610, 700), corner(612, 824),
            (520, 832)]  # fmt: skip

        def at(path: Path, right: bool = right) -> Path:
            if right:
                return path.turned(9, (520, 520)).moved(66, 6)
            return path.mirrored().turned(-12, (480, 520)).moved(-86, 14)

        folds = [
            Fold((440, 600), (600, 560), 14, 26, 0.5),
            Fold((440, 660), (600, 650), 10, 24, 0.45),
            Fold((420, 560), (500, 480), 8, 22, 0.4),
        ]
        turned = [fold.placed(at) for fold in folds]
        sheet.panel(at(shape(*stops)), folds=turned, cast=0.8, edge=1.3)
        for a, b in (((480, 430), (484, 560)), ((543, 430), (540, 570)), ((596, 446), (588, 566))):
            sheet.seam(at(line(a, b)), 0.8)
        cuff = at(line((430, 760), (520, 770), (612, 760)))
        sheet.seam(cuff, 0.8)
        sheet.stitch(cuff.moved(0, 8))
        sheet.button(at(line((590, 790), (591, 790))).start, 6, "#c5a05a", metal=True)


def socks(sheet: Sheet) -> None:
    for dx, dy, lean in ((86, -20, 4), (-66, 24, -3)):

        def at(path: Path, dx: float = dx, dy: float = dy, lean: float = lean) -> Path:
            return path.moved(dx, dy).turned(lean, (500 + dx, 500 + dy))

        leg = shape(corner(408, 210), (412, 400), (414, 560), (392, 640), (330, 700), (290, 752),
            (296, 812), (350, 836), (420, 816), (520, 744), (578, 668), (592, 580), (588, 400),
            corner(592, 212), (500, 204))  # fmt: skip
        folds = [
            Fold((430, 560), (560, 640), 18, 26, 0.5),
            Fold((420, 600), (530, 700), 16, 26, 0.5),
            Fold((460, 260), (470, 540), 6, 40, 0.3),
        ]
        sheet.panel(at(leg), folds=[fold.placed(at) for fold in folds], cast=0.8, edge=1.3,
            grain=lean)  # fmt: skip
        heel = shape(
            corner(590, 560), (588, 650), (556, 716), corner(508, 752), (500, 690), (530, 620)
        )
        toe = shape(
            corner(352, 682),
            (300, 734),
            (288, 770),
            (298, 814),
            (350, 836),
            corner(404, 822),
            (398, 750),
        )
        plain = tone(shifted(sheet.tone.base, -0.07 if not sheet.tone.dark else 0.07))
        for part in (heel, toe):
            sheet.panel(at(part), fabric="knit", colours=plain, edge=0.8, crease=0, ground=False)
        welt = shape(
            corner(405, 206),
            (500, 200),
            corner(595, 208),
            corner(592, 268),
            (500, 262),
            corner(410, 266),
        )
        sheet.panel(at(welt), fabric="rib", cast=0.4, grain=lean, crease=0)


def sunglasses(sheet: Sheet) -> None:
    glass = "#3a3f3a" if sheet.tone.dark else "#5b4a3a"
    for low, sign in ((548, -1), (528, 1)):  # the folded arms, crossing behind the bridge
        arm = line((500 + sign * 226, 452), (500 + sign * 120, 500), (500 - sign * 90, low))
        sheet.panel(band(arm, 15, 30), shade=0.35, crease=0)
    lens = ring(
        (292, 452),
        (330, 436),
        (400, 432),
        (452, 446),
        (470, 490),
        (460, 556),
        (420, 604),
        (356, 612),
        (300, 584),
        (276, 520),
    )
    for path in (lens, lens.mirrored()):
        sheet.raw(sheet.mark(path, glass, 0.93))
        shade = sheet.mark(path.moved(-10, -64), "#0b0c0b", 0.62)
        sheet.soft_into(path, shade + sheet.mark(path.moved(-52, 86), "#cdb996", 0.30), 20)
        x = path.box()[0]
        glint = shape((x + 40, 470), (x + 84, 452), (x + 54, 540), (x + 30, 560))
        sheet.soft_into(path, sheet.mark(glint, "#ffffff", 0.22), 3)
        rim = line(*path.points(60), path.start)
        sheet.panel(band(rim, 25, 90), crease=0, edge=1.0, cast=0.2)
    bridge = line((462, 470), (482, 454), (500, 450), (518, 454), (538, 470))
    sheet.panel(band(bridge, 22, 20), crease=0, cast=0.3)
    for sign in (-1, 1):
        hinge = shape(
            corner(500 + sign * 214, 436),
            corner(500 + sign * 246, 428),
            corner(500 + sign * 246, 476),
            corner(500 + sign * 224, 488),
        )
        sheet.panel(hinge, crease=0, cast=0.3)
        sheet.line(line((500 + sign * 234, 446), (500 + sign * 234, 458)), "#d8c9a0", 5, 0.95)


def briefs(sheet: Sheet) -> None:
    """Underwear: briefs, laid flat."""
    body = both(
        (500, 372),
        (620, 366),
        corner(724, 350),
        (730, 400),
        corner(724, 446),
        (640, 500),
        (572, 600),
        corner(548, 690),
        (500, 704),
    )
    sheet.inside(both((500, 338), (620, 336), corner(722, 352), corner(500, 410)))
    sheet.panel(
        body,
        folds=[
            Fold((700, 440), (560, 520), 12, 26, 0.4),
            Fold((300, 440), (440, 520), -12, 26, 0.4),
        ],
    )
    for edge in (line((720, 440), (636, 494), (566, 596), (542, 688)),):
        sheet.panel(band(edge, 12, 30), fabric="rib", crease=0, cast=0.3, ground=False)
        sheet.panel(band(edge.mirrored(), 12, 30), fabric="rib", crease=0, cast=0.3, ground=False)
    waist = both((500, 376), (620, 368), corner(726, 350), corner(729, 388), (620, 408), (500, 416))
    sheet.panel(waist, fabric="rib", cast=0.3, crease=0)


def hangtag(sheet: Sheet) -> None:
    """The tag of something whose kind nobody told: card, eyelet, cord."""
    card = shape(
        corner(396, 330),
        (404, 322),
        corner(452, 276),
        corner(548, 276),
        (596, 322),
        corner(604, 330),
        corner(604, 812),
        corner(396, 812),
    )
    sheet.panel(card.turned(-5, (500, 300)), fabric="canvas", crease=0.3, edge=1.1)
    for dy, half in ((0, 52), (22, 34)):
        sheet.line(
            line((500 - half, 560 + dy), (500 + half, 560 + dy)).turned(-5, (500, 300)),
            sheet.tone.deep,
            5,
            0.6,
        )
    sheet.line(strip((440, 700), (560, 700), 70).turned(-5, (500, 300)), sheet.tone.deep, 3, 0.35)
    sheet.metal(ellipse(500, 330, 15, 15), "#c5a05a", 8)
    cord = line((500, 330), (470, 230), (430, 150), (470, 96), (530, 110), (540, 190), (503, 326))
    sheet.panel(band(cord, 8, 50), fabric="canvas", colours=tone("#cbb892"), cast=0.4, crease=0)
