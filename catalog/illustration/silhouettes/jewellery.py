"""Jewellery and watches: bent rods, links and polished discs."""

from __future__ import annotations

import math

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Path, band, corner, ellipse, line, shape
from catalog.illustration.tone import tone


def earrings(sheet: Sheet) -> None:
    metal = sheet.tone.base
    for x, y in ((352, 500), (648, 506)):
        hoop = ellipse(x, y, 112, 124)
        sheet.ground(band(line(*[(p[0], p[1]) for p in hoop.points(40)]), 20, 60))
        sheet.metal(hoop, metal, 20)
        sheet.metal(line((x - 10, y - 122), (x - 2, y - 140), (x + 12, y - 118)), metal, 8)


def chain(sheet: Sheet, path: Path, count: int, size: float) -> None:
    """Curb links along a line."""
    for i in range(count):
        share = (i + 0.5) / count
        x, y = path.at(share)
        link = ellipse(x, y, size, size * 0.58, path.direction(share) + (18 if i % 2 else -18))
        sheet.ground(link)
        sheet.metal(link, sheet.tone.base, size * 0.42)


def necklace(sheet: Sheet) -> None:
    path = line((330, 150), (296, 320), (318, 520), (400, 690), (500, 752), (600, 690), (682, 520),
        (704, 320), (670, 150), (600, 96), (500, 84), (400, 96), (332, 148))  # fmt: skip
    chain(sheet, path, 96, 13)
    sheet.metal(ellipse(500, 772, 9, 13), sheet.tone.base, 5)
    disc = ellipse(500, 826, 44, 44)
    sheet.panel(disc, fabric="smooth", edge=1.4, cast=0.3)
    sheet.metal(ellipse(500, 826, 42, 42), sheet.tone.base, 5)
    sheet.metal(ellipse(500, 84, 14, 10), sheet.tone.base, 5)


def bracelet(sheet: Sheet) -> None:
    path = line(
        (300, 500),
        (330, 400),
        (430, 340),
        (570, 340),
        (670, 400),
        (700, 500),
        (670, 600),
        (570, 660),
        (430, 660),
        (330, 600),
        (300, 500),
    )
    chain(sheet, path, 52, 20)
    sheet.metal(ellipse(500, 664, 22, 15), sheet.tone.base, 7)


def finger_ring(sheet: Sheet) -> None:
    hoop = ellipse(500, 560, 170, 182)
    sheet.ground(band(line(*[(p[0], p[1]) for p in hoop.points(40)]), 34, 60))
    sheet.metal(hoop, sheet.tone.base, 34)
    stone = shape(
        corner(430, 350), corner(466, 308), corner(534, 308), corner(570, 350), corner(500, 424)
    )
    sheet.panel(stone, fabric="smooth", colours=tone("#cfd8d6"), edge=1.3, cast=0.5)
    for a, b in (
        ((430, 350), (570, 350)),
        ((466, 350), (500, 424)),
        ((534, 350), (500, 424)),
        ((466, 308), (480, 350)),
        ((534, 308), (520, 350)),
    ):
        sheet.line(line(a, b), "#ffffff", 2.4, 0.8)
    for x in (446, 554):
        sheet.metal(line((x, 396), (x + (500 - x) * 0.1, 346)), sheet.tone.base, 9)


def watch(sheet: Sheet) -> None:
    for y0, y1 in ((96, 372), (904, 628)):
        strap = shape(corner(500 - 74, y1), corner(500 + 74, y1), (500 + 66, (y0 + y1) / 2),
            corner(500 + 56, y0), (500, y0 + (-14 if y0 < 500 else 14)), corner(500 - 56,
            y0))  # fmt: skip
        sheet.panel(strap, fabric="smooth-leather", edge=1.3)
        for dx in (-58, 58):
            sheet.stitch(line((500 + dx * 1.05, y1), (500 + dx * 0.78, y0)), dash="8 6", width=2)
    case = ellipse(500, 500, 150, 150)
    sheet.panel(case, fabric="smooth", colours=tone("#b9b6ae"), cast=0.6, edge=1.6)
    sheet.metal(ellipse(500, 500, 146, 146), "#c9c6be", 16)
    sheet.panel(
        ellipse(500, 500, 130, 130),
        fabric="smooth",
        colours=tone("#f1ece0"),
        edge=1.2,
        ground=False,
    )
    for i in range(12):
        a = math.radians(i * 30)
        r0, r1 = (100, 118)
        sheet.line(
            line(
                (500 + math.sin(a) * r0, 500 - math.cos(a) * r0),
                (500 + math.sin(a) * r1, 500 - math.cos(a) * r1),
            ),
            "#2a2622",
            5,
            0.9,
        )
    sheet.line(line((500, 508), (444, 454)), "#2a2622", 8, 1)
    sheet.line(line((500, 512), (566, 420)), "#2a2622", 5, 1)
    sheet.button((500, 500), 7, "#b08a4a", metal=True)
    sheet.metal(line((652, 500), (664, 500)), "#c9c6be", 20)
