"""Tees, tanks, camisoles and sweatshirts: everything of jersey that is pulled over the head."""

from __future__ import annotations

from dataclasses import replace

from catalog.illustration.draw import Sheet
from catalog.illustration.fabric import FABRICS
from catalog.illustration.geometry import Fold, Path, Stop, band, both, corner, line, shape
from catalog.illustration.silhouettes.shirts import label
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

TEE = Cut(top=150, neck=84, shoulder=214, drop=44, arm=190, chest=216, waist=212, hem=218,
    hem_y=836, sleeve=232, sleeve_top=84, sleeve_end=90, angle=36)  # fmt: skip


def neckline(cut: Cut, depth: float, shape_: str = "round", inset: float = 0.0) -> list[Stop]:
    """The front neck's right half from the middle to the shoulder; `inset` moves it outwards."""
    n, top = cut.neck - inset, cut.top
    if shape_ == "v":
        return [
            corner(500, top + depth + inset * 1.2),
            (500 + n * 0.56, top + depth * 0.46),
            corner(500 + n, top),
        ]
    if shape_ == "boat":
        return [(500, top + depth), (500 + n * 0.5, top + depth * 0.86), corner(500 + n, top)]
    return [(500, top + depth + inset * 0.4), (500 + n * 0.52, top + depth * 0.84), (500 + n * 0.9,
        top + depth * 0.36), corner(500 + n, top)]  # fmt: skip


def with_neck(cut: Cut, neck: list[Stop]) -> Path:
    """The body with this front neck instead of its back."""
    body = cut.body()
    start = 500 + cut.neck, cut.top
    left = 500 - cut.neck, cut.top
    curves = list(body.curves)
    last = next(i for i, c in enumerate(curves)
                if abs(c[2][0] - left[0]) < 0.5 and abs(c[2][1] - left[1]) < 0.5)  # fmt: skip
    mirror: list[Stop] = [(1000 - s[0], s[1], *s[2:]) for s in reversed(neck)]
    front = line(*mirror, *neck[1:])
    return Path(start, (*curves[: last + 1], *front.curves), closed=True)


def neck_inside(sheet: Sheet, cut: Cut, depth: float) -> None:
    """The back of the neck from inside, with its taped seam and label."""
    n, top, dip = cut.neck, cut.top, cut.neck_back
    sheet.inside(both((500, top + dip - 4), (500 + n * 0.6, top + dip * 0.6 - 3),
        corner(500 + n + 3, top - 2), (500 + n * 0.8, top + depth * 0.7), (500,
        top + depth + 16)))  # fmt: skip
    sheet.seam(line((500 - n + 2, top + 16), (500, top + dip + 20), (500 + n - 2, top + 16)), 0.7)
    label(sheet, 500, top + dip + 26, 40)


def neck_rib(
    sheet: Sheet, cut: Cut, depth: float, width: float, shape_: str = "round",
    fabric: str = "rib",
) -> None:  # fmt: skip
    """The ribbed band round the neck, front and back."""
    n, top, dip = cut.neck, cut.top, cut.neck_back
    fold = 500 + n - width * 0.16, top - width * 0.5  # where the band turns over at the shoulder
    back = both((500, top + dip - width * 0.55), (500 + n * 0.55, top + dip * 0.6 - width * 0.56),
        corner(*fold), corner(500 + n - width * 0.8, top + 4), (500 + n * 0.5,
        top + dip * 0.7 + width * 0.3), (500, top + dip + width * 0.42))  # fmt: skip
    sheet.panel(back, fabric=fabric, edge=0.7, shade=0.12, crease=0)
    outer = neckline(cut, depth, shape_)
    inner = neckline(cut, depth - width, shape_, width * 0.72)
    over = [
        (500 + n + 1, top - width * 0.12),
        fold,
        corner(500 + n - width * 0.72, top - width * 0.24),
    ]
    right: list[Stop] = [*outer[:-1], *over, *reversed(inner[:-1])]
    if shape_ == "v":
        right[-1] = corner(500, inner[0][1])
    sheet.panel(both(*right), fabric=fabric, cast=0.35, edge=0.75, crease=0)
    seam = line(*[(1000 - s[0], s[1], *s[2:]) for s in reversed(outer)], *outer[1:])
    sheet.seam(seam, 0.55)


def tee(
    sheet: Sheet, *, neck: str = "round", sleeve: str = "short", pocket: bool = False,
    width: float = 1.0, length: float = 836, rib: float = 20, depth: float = 0,
) -> None:  # fmt: skip
    """`neck` round, v or boat; `sleeve` short, cap or long."""
    cut = replace(TEE, chest=TEE.chest * width, waist=TEE.waist * width, hem=TEE.hem * width,
        shoulder=TEE.shoulder * (0.35 + width * 0.65), hem_y=length)  # fmt: skip
    if neck == "boat":
        cut = replace(cut, neck=112, neck_back=12)
    if sleeve == "long":
        cut = replace(cut, sleeve=590, sleeve_top=74, sleeve_end=44, angle=17)
    elif sleeve == "cap":
        cut = replace(cut, sleeve=165, sleeve_top=84, sleeve_end=84)
    deep = depth or {"round": 72, "v": 138, "boat": 40}[neck]
    neck_inside(sheet, cut, deep)
    draw_sleeves(sheet, cut, depth=0.45)
    ends = [
        line(*(cut.along_sleeve(s, x) for x in (-1, 0, 1)))
        for s in ((0.89, 0.92) if sleeve != "long" else (0.97,))
    ]
    for end in ends:
        sheet.stitch(end, strength=0.7)
        sheet.stitch(end.mirrored(), strength=0.7)
    sheet.panel(
        with_neck(cut, neckline(cut, deep, neck)), folds=body_folds(sheet, cut, 0.5), cast=0.5
    )
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 0.8)
    for above in (13, 17):
        sheet.stitch(hem_line(cut, above), strength=0.6)
    if pocket:
        draw_patch(sheet, patch((556, cut.top + 166), 92, 100, point=10), hem=14)
    plain = FABRICS["rib"]
    if neck == "boat":
        sheet.stitch(line(*[(1000 - s[0], s[1] + 9) for s in reversed(neckline(cut, deep, neck))],
            *[(s[0], s[1] + 9) for s in neckline(cut, deep, neck)[1:]]), strength=0.7)  # fmt: skip
    else:
        neck_rib(sheet, cut, deep, rib, neck, fabric=plain.name)


def tank(sheet: Sheet, *, length: float = 800) -> None:
    """A ribbed tank: wide straps, scooped neck and arms, bound edges."""

    def path() -> list[Stop]:
        return [(500, 292), (540, 286), (584, 250), (604, 200), corner(610, 148), (634, 146),
            corner(658, 150), (664, 220), (676, 290), (700, 340), corner(720, 364), (704, 520),
            (702, 640), corner(714, length), (600, length + 9), (500, length + 10)]  # fmt: skip

    back = both((500, 214), (560, 206), (596, 176), corner(608, 146), corner(650, 148), (664, 250),
        corner(700, 350), corner(500, 380))  # fmt: skip
    sheet.inside(back)
    cut = Cut(top=150, shoulder=170, drop=20, arm=190, chest=216, waist=202, hem=212, hem_y=length)
    sheet.panel(both(*path()), folds=body_folds(sheet, cut, 0.45), cast=0.5)
    edges = (line((390, 148), (396, 200), (416, 250), (460, 286), (500, 292), (540, 286), (584,
        250), (604, 200), (610, 148)), line((657, 150), (663, 220), (676, 290), (700, 340), (719,
        364)))  # fmt: skip
    for edge in (edges[0], edges[1], edges[1].mirrored()):
        sheet.panel(band(edge, 17, 40), cast=0.3, edge=0.7, fabric="jersey", crease=0, ground=False)
    for above in (14, 18):
        sheet.stitch(hem_line(cut, above), strength=0.6)


def camisole(sheet: Sheet, *, length: float = 760) -> None:
    """A satin camisole on thin straps."""
    straps(sheet, (612, 330), (596, 120))
    front = both(corner(500, 372), (546, 350), (590, 326), corner(616, 318), (640, 352), corner(676,
        402), (672, 520), (690, 650), corner(712, length), (610, length + 16), (500,
        length + 20))  # fmt: skip
    back = both((500, 398), (600, 394), corner(676, 404), corner(660, 470), (500, 480))
    sheet.inside(back)
    cut = Cut(top=330, shoulder=120, drop=20, arm=60, chest=178, waist=180, hem=212, hem_y=length)
    folds = [*body_folds(sheet, cut, 0.6, 5), Fold((600, 340), (520, 430), 20, 30, 0.5), Fold((400,
        340), (470, 440), -20, 30, 0.5), Fold((540, 380), (560, 520), 14, 34, 0.5)]  # fmt: skip
    sheet.panel(front, folds=folds, cast=0.4)
    edge = line(corner(324, 402), (360, 352), corner(384, 318), (410, 326), (454, 350), corner(500,
        372), (546, 350), (590, 326), corner(616, 318), (640, 352), corner(676, 402))  # fmt: skip
    sheet.stitch(edge.moved(0, 9), strength=0.5)
    sheet.stitch(hem_line(cut, 4).moved(0, 2), strength=0.5)


def straps(
    sheet: Sheet, low: tuple[float, float], high: tuple[float, float], width: float = 6
) -> None:
    """Two thin straps that rise from the front, cross the shoulder and fall behind."""
    lift = line(low, ((low[0] + high[0]) / 2 + 4, (low[1] + high[1]) / 2), high, (high[0] - 22,
        high[1] + 40), (high[0] - 28, low[1] + 60))  # fmt: skip
    for path in (lift, lift.mirrored()):
        sheet.panel(band(path, width, 40), fabric="smooth", edge=0.8, crease=0)
        ring = path.at(0.12)
        sheet.metal(line((ring[0] - 3, ring[1]), (ring[0] + 4, ring[1])), "#c9a968", 4)


def sweatshirt(
    sheet: Sheet, *, hood: bool = False, pocket: bool = False, width: float = 1.04,
    length: float = 776,
) -> None:  # fmt: skip
    cut = Cut(top=170 if hood else 150, neck=88, neck_back=18, shoulder=222, drop=58, arm=206,
        chest=232 * width, waist=230 * width, hem=222 * width, hem_y=length, sleeve=560,
        sleeve_top=89, sleeve_end=62, angle=18)  # fmt: skip
    deep = 70
    if hood:
        hood_back(sheet, cut)
    else:
        neck_inside(sheet, cut, deep)
    draw_sleeves(sheet, cut, until=0.90, depth=0.6)
    cuffs(sheet, cut, 0.885, 1.0, fabric="rib", cast=0.2)
    sheet.panel(hem_band(cut, 66, 16), fabric="rib", crease=0.4)
    folds = [*body_folds(sheet, cut, 0.6), *(Fold((x, cut.hem_y - 4), (x + 8, cut.hem_y - 60), 3,
        16, 0.4) for x in range(330, 700, 52))]  # fmt: skip
    sheet.panel(with_neck(cut, neckline(cut, deep)), folds=folds, cast=0.5)
    for side in (cut.armhole(), cut.armhole().mirrored()):
        sheet.seam(side, 1.0)
        sheet.stitch(side.moved(-5 if side.at(0)[0] > 500 else 5, 0), strength=0.5)
    sheet.seam(hem_line(cut, 2), 0.8)
    if pocket:
        top = cut.hem_y - 178
        kangaroo = both((500, top), corner(586, top), (612, top + 60), corner(668, top + 108),
            corner(672, cut.hem_y - 4), (500, cut.hem_y + 2))  # fmt: skip
        sheet.panel(kangaroo, cast=0.5, edge=0.8, ground=False, folds=[Fold((440, top + 30), (520,
            cut.hem_y - 20), 10, 40, 0.3)])  # fmt: skip
        opening = line((590, top + 6), (618, top + 62), (664, top + 104))
        sheet.stitch(opening)
        sheet.stitch(opening.mirrored())
        sheet.stitch(line(corner(414, top + 8), corner(586, top + 8)))
    if hood:
        hood_front(sheet, cut)
        return
    neck_rib(sheet, cut, deep, 26)
    gusset = shape(corner(474, cut.top + 72), corner(526, cut.top + 72), corner(500, cut.top + 116))
    sheet.panel(gusset, fabric="rib", edge=0.6, cast=0.2, ground=False)
    sheet.stitch(
        line(corner(472, cut.top + 71), corner(500, cut.top + 119), corner(528, cut.top + 71))
    )


def hood_back(sheet: Sheet, cut: Cut) -> None:
    """The hood, laid flat behind the neck, and its dark inside."""
    top = cut.top
    hood = both((500, top - 118), (570, top - 106), (616, top - 52), (622, top + 10), corner(604,
        top + 64), corner(500, top + 100))  # fmt: skip
    sheet.panel(hood, folds=[Fold((420, top - 90), (400, top + 20), 10, 22, 0.5), Fold((584,
        top - 84), (600, top + 20), -10, 22, 0.5)])  # fmt: skip
    sheet.inside(both((500, top - 84), (550, top - 74), (582, top - 26), (584, top + 20),
        corner(560, top + 64), (500, top + 110)))  # fmt: skip
    sheet.seam(line((500, top - 118), (503, top - 80)), 0.8)
    label(sheet, 500, top + 4, 44)


def hood_front(sheet: Sheet, cut: Cut) -> None:
    """The hood's two fronts crossing at the throat, and its cords."""
    top = cut.top
    side = shape(corner(500 - 14, top + 104), (532, top + 62), (566, top + 16), (574, top - 34),
        (556, top - 72), (590, top - 60), (624, top - 4), (622, top + 26), (590, top + 76), (530,
        top + 118))  # fmt: skip
    for path in (side, side.mirrored()):
        sheet.panel(path, cast=0.7, folds=[Fold((600, top), (520, top + 104), -14, 20, 0.5)])
    sheet.stitch(line((496, top + 96), (538, top + 66), (578, top + 14), (584, top - 34)))
    sheet.stitch(line((504, top + 96), (462, top + 66), (422, top + 14), (416, top - 34)))
    for x, end in ((476, (464, top + 262)), (524, (534, top + 246))):
        cord = line((x, top + 98), (x + (end[0] - x) * 0.8, top + 170), end)
        sheet.button((x, top + 96), 6, "#9c978c", metal=True)
        sheet.panel(band(cord, 8, 20), fabric="canvas", cast=0.5, crease=0, ground=False)
        sheet.panel(band(line(end, (end[0] + 1, end[1] + 20)), 9, 4), fabric="smooth", cast=0.4,
            crease=0, ground=False)  # fmt: skip
