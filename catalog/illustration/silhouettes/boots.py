"""Boots, from the side, the second behind the first."""

from __future__ import annotations

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Stop, corner, line, ring, shape
from catalog.illustration.silhouettes.shoes import placed
from catalog.illustration.tone import tone


def boots(sheet: Sheet, *, style: str = "chelsea", sole: str = "#231a15") -> None:
    """`style` chelsea or heeled: from the side, the second behind the first."""
    for dx, dy, shade in ((64, -66, 0.22), (-40, 26, 0.0)):
        _boot(sheet, style, sole, 500 + dx, 500 + dy, shade)


def _boot(sheet: Sheet, style: str, sole: str, x: float, y: float, shade: float) -> None:
    s = 1.32

    def at(*stops: Stop) -> list[Stop]:
        return placed(list(stops), x, y, s)

    if style == "heeled":
        upper = shape(*at(corner(6, -236), (4, -150), (-6, -84), (-48, -14), (-118, 50), (-186, 92),
            (-212, 118), (-214, 140), corner(-206, 150), (-120, 150), (-20, 126), (60, 78),
            corner(148, 62), (156, 20), (146, -40), (142, -120), corner(152, -240), (80,
            -230)))  # fmt: skip
        base = shape(
            *at(
                corner(-212, 144),
                (-120, 146),
                (-20, 122),
                (60, 74),
                corner(148, 58),
                corner(150, 74),
                (70, 92),
                (-14, 140),
                (-110, 162),
                (-196, 162),
            )
        )
        heel = shape(
            *at(
                corner(70, 82),
                corner(151, 68),
                (146, 130),
                corner(142, 204),
                corner(76, 204),
                (84, 140),
            )
        )
    else:
        upper = shape(*at(corner(-2, -230), (-4, -150), (-8, -96), (-26, -48), (-78, 0), (-142, 30),
            (-188, 62), (-209, 100), corner(-210, 137), (0, 142), corner(160, 138), (168, 80), (156,
            10), (148, -90), corner(156, -236), (76, -224)))  # fmt: skip
        base = shape(*at(corner(-211, 132), (0, 138), corner(166, 134), corner(168, 154), (60, 155),
            (-100, 155), (-190, 154), (-209, 147)))  # fmt: skip
        heel = shape(*at(corner(66, 152), corner(169, 152), corner(165, 192), corner(72, 192)))
    inside = shape(*at(corner(0, -230), (40, -244), (110, -248), corner(154, -238), (90, -220)))
    dark = tone(sole)
    sheet.panel(heel, fabric="smooth", colours=dark, shade=shade, crease=0)
    sheet.inside(inside)
    folds = [Fold((x - 10 * s, y - 70 * s), (x + 70 * s, y - 20 * s), 10, 26, 0.55),
        Fold((x - 30 * s, y - 40 * s), (x + 60 * s, y + 16 * s), 12, 24, 0.5), Fold((x - 150 * s,
        y + 40 * s), (x - 60 * s, y + 20 * s), -8, 30, 0.35)]  # fmt: skip
    sheet.panel(upper, folds=folds, shade=shade, edge=1.4, cast=0.4)
    for light, strength in (
        (ring(*at((-190, 92), (-160, 66), (-112, 44), (-124, 62), (-172, 100))), 0.6),
        (ring(*at((12, -210), (26, -210), (24, -120), (12, -80), (4, -120))), 0.35),
    ):
        markup = sheet.mark(light, sheet.tone.rim, strength * (1 - shade))
        sheet.soft_into(upper, markup, 9)
    if style == "heeled":
        zip_at = line(*at((92, -226), (86, -120), (84, 20)))
        sheet.seam(zip_at, 1.0)
        sheet.stitch(zip_at.moved(-9, 0))
        sheet.stitch(zip_at.moved(9, 0))
        sheet.seam(line(*at((-60, -2), (-30, 40), (20, 60), (84, 30))), 0.7)
    else:
        gore = shape(
            *at(
                corner(44, -222),
                corner(112, -226),
                (106, -120),
                (98, -30),
                (84, -14),
                (70, -26),
                (54, -110),
            )
        )
        sheet.panel(
            gore,
            fabric="rib",
            colours=tone("#2a2624" if not sheet.tone.dark else "#141314"),
            edge=1.0,
            ground=False,
            crease=0,
        )
        for off in (-7, 7):
            sheet.stitch(
                gore.scaled(1 + off * 0.012, gore.at(0.5)) if off > 0 else gore, strength=0.6
            )
        sheet.seam(line(*at((70, -18), (78, 60), (70, 136))), 0.6)
    tab = shape(*at(corner(138, -232), corner(156, -234), (162, -262), (146, -276), (132, -262)))
    sheet.panel(tab, fabric="canvas", cast=0.3, shade=shade)
    sheet.panel(base, fabric="smooth", colours=dark, cast=0.2, shade=shade * 0.6, crease=0)
    welt = (
        line(*at((-202, 137), (0, 143), (160, 138)))
        if style != "heeled"
        else line(*at((-204, 150), (-110, 150), (-14, 128), (64, 80), (146, 64)))
    )
    sheet.stitch(welt.moved(0, 4), "#b99568", dash="5 4", width=1.8, strength=0.7)
