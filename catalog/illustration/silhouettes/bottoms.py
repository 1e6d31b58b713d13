"""Trousers, jeans, shorts: two legs, a waist, and how the cloth is pressed or washed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.illustration.draw import Sheet
from catalog.illustration.geometry import Fold, Path, Point, band, both, corner, line, shape, strip
from catalog.illustration.silhouettes.shirts import label
from catalog.illustration.silhouettes.torso import draw_patch, patch

COPPER = "#b07a4a"
THREAD = "#c08a4c"


@dataclass(frozen=True, slots=True)
class Legs:
    """Half widths at waist and hip; then each leg from the crotch: outer and inner edge at knee
    and hem, from the middle. Heights from the top of the sheet."""

    top: float = 66
    waist: float = 132
    hip: float = 176
    hip_y: float = 250
    crotch: float = 330
    knee: float = 610
    knee_out: float = 172
    knee_in: float = 34
    hem: float = 930
    hem_out: float = 166
    hem_in: float = 56
    waistband: float = 40

    def leg(self) -> Path:
        """The right leg with its half of the seat."""
        return shape(corner(496, self.top + self.waistband), corner(500 + self.waist + 3,
            self.top + self.waistband), (500 + self.waist + (self.hip - self.waist) * 0.72,
            (self.top + self.hip_y) / 2 + 20), (500 + self.hip, self.hip_y),
            (500 + (self.hip + self.knee_out) / 2 + 2, (self.hip_y + self.knee) / 2),
            (500 + self.knee_out, self.knee), (500 + (self.knee_out + self.hem_out) / 2,
            (self.knee + self.hem) / 2), corner(500 + self.hem_out, self.hem),
            (500 + (self.hem_out + self.hem_in) / 2, self.hem + 6), corner(500 + self.hem_in,
            self.hem + 1), (500 + (self.knee_in + self.hem_in) / 2, (self.knee + self.hem) / 2),
            (500 + self.knee_in, self.knee), (500 + self.knee_in * 0.5,
            (self.crotch + self.knee) / 2), corner(500, self.crotch), corner(496,
            self.top + 60))  # fmt: skip

    def middle(self, y: float) -> float:
        """The x of the right leg's crease at height `y`."""
        knee, hem = (self.knee_out + self.knee_in) / 2, (self.hem_out + self.hem_in) / 2
        if y > self.knee:
            return 500 + knee + (hem - knee) * (y - self.knee) / (self.hem - self.knee)
        return 500 + knee + (self.waist * 0.56 - knee) * (self.knee - y) / (self.knee - self.top)

    def across(self, y: float, drop: float = 5) -> Path:
        """A line across the right leg at height `y`, below the knee."""
        share = (y - self.knee) / max(1.0, self.hem - self.knee)
        out = 500 + self.knee_out + (self.hem_out - self.knee_out) * share
        inner = 500 + self.knee_in + (self.hem_in - self.knee_in) * share
        return line((inner, y + 1), ((out + inner) / 2, y + drop), (out, y))


def leg_folds(sheet: Sheet, legs: Legs, depth: float = 0.5) -> list[Fold]:
    """From the crotch outwards, behind the knee, and where the hem breaks."""
    jitter = sheet.rng.uniform
    c, k = legs.crotch, legs.knee
    folds = [
        Fold((502, c - 30), (500 + legs.hip * 0.62, c - 78), -8, 20, depth),
        Fold((502, c - 6), (500 + legs.hip * 0.72, c - 22), -10, 22, depth * 0.9),
        Fold((504, c + 10), (500 + legs.hip * 0.55, c + 52), -8, 20, depth * 0.7),
        Fold(
            (500 + legs.hip - 8, legs.hip_y + 20),
            (500 + legs.hip * 0.6, c + 40),
            8,
            20,
            depth * 0.5,
        ),
    ]
    for _ in range(4):
        y = k + jitter(-70, 60)
        if y < legs.hem - 60:
            out = jitter(0, 1) > 0.45
            x = legs.knee_out if out else legs.knee_in
            reach = jitter(0.3, 0.6) * (legs.knee_out - legs.knee_in) * (-1 if out else 1)
            folds.append(
                Fold(
                    (500 + x, y),
                    (500 + x + reach, y + jitter(4, 34)),
                    jitter(-6, 6),
                    16,
                    depth * 0.6,
                )
            )
    if legs.hem > 700:
        folds.append(Fold((legs.middle(k - 120) + 30, k - 180), (legs.middle(legs.hem) + 26,
            legs.hem - 20), 8, 34, depth * 0.4))  # fmt: skip
        for _ in range(2):
            y = legs.hem - jitter(40, 110)
            folds.append(Fold((500 + legs.hem_out - 2, y), (500 + legs.hem_in + jitter(20, 50),
                y + jitter(6, 26)), 5, 15, depth * 0.5))  # fmt: skip
    return folds


def draw_legs(sheet: Sheet, legs: Legs, depth: float = 0.5) -> None:
    path = legs.leg()
    for right in (True, False):  # the left leg, on top at the fly, comes last
        folds = leg_folds(sheet, legs, depth)
        if not right:
            folds = [fold.placed(Path.mirrored) for fold in folds]
        sheet.panel(
            path if right else path.mirrored(), folds=folds, grain=-1.5 if right else 1.5, cast=0.3
        )


def waist_inside(sheet: Sheet, legs: Legs) -> None:
    w, top = legs.waist, legs.top
    sheet.inside(both((500, top - 10), (500 + w * 0.6, top - 8), corner(500 + w - 2, top + 2),
        corner(500 + w - 8, top + 30), (500, top + 44)))  # fmt: skip
    label(sheet, 500, top - 3, 44)


def waistband(
    sheet: Sheet, legs: Legs, *, loops: bool = True, button: str = "", stitch: str = ""
) -> Path:
    w, top, h = legs.waist, legs.top, legs.waistband
    path = both((500, top + 10), (500 + w * 0.6, top + 8), corner(500 + w, top), corner(500 + w + 4,
        top + h), (500 + w * 0.6, top + h + 9), (500, top + h + 11))  # fmt: skip
    sheet.panel(path, cast=0.35, edge=0.8, crease=0.5)
    for y in (5, h - 5):
        sheet.stitch(
            line((500 - w + 2, top + y), (500, top + y + 11), (500 + w - 2, top + y)),
            stitch,
            strength=0.7,
        )
    if loops:
        for x in (0.5, 0.92):
            for sign in (-1, 1):
                at = 500 + sign * w * x, top + 7 * (1 - x)
                sheet.panel(strip((at[0], at[1] - 5), (at[0], at[1] + h + 7), 13), cast=0.4,
                    edge=0.7, ground=False, crease=0)  # fmt: skip
    if button:
        sheet.buttonhole((497, top + h * 0.5 + 9), 16)
        sheet.button((500, top + h * 0.5 + 9), 8.6, button, metal=button == COPPER)
    return path


def fly(sheet: Sheet, legs: Legs, thread: str = "", depth: float = 170) -> None:
    top = legs.top + legs.waistband + 10
    sheet.seam(line((500, top), (500, legs.crotch)), 1.0)
    curve = line(
        (466, top), (467, top + depth * 0.62), (480, top + depth * 0.92), (499, top + depth)
    )
    sheet.stitch(curve, thread)
    sheet.stitch(curve.moved(5, 0), thread)


def trousers(
    sheet: Sheet, *, cut: str = "straight", pleats: int = 0, crease: bool = True,
    turn_up: bool = False, drawstring: bool = False, pockets: str = "slant",
) -> None:  # fmt: skip
    """`cut` wide, straight, slim, cigarette, tapered or easy."""
    legs = {"wide": Legs(waist=126, hip=172, knee_out=204, knee_in=12, hem=944, hem_out=228,
        hem_in=10), "straight": Legs(), "slim": Legs(hip=168, knee_out=156, knee_in=42, hem_out=142,
        hem_in=60, hem=920), "cigarette": Legs(waist=124, hip=170, knee_out=150, knee_in=40,
        hem_out=132, hem_in=58, hem=876), "tapered": Legs(hip=172, knee_out=168, knee_in=28,
        hem_out=146, hem_in=54, hem=916), "easy": Legs(waist=138, hip=178, knee_out=176, knee_in=22,
        hem_out=170, hem_in=36, hem=916)}[cut]  # fmt: skip
    waist_inside(sheet, legs)
    draw_legs(sheet, legs, 0.42 if crease else 0.6)
    top = legs.top + legs.waistband
    w = legs.waist
    for sign in (1, -1):

        def at(x: float, y: float, sign: int = sign) -> Point:
            return 500 + sign * x, y

        slit = line(at(w - 34, top + 8), at(w + 22, top + 132))
        if pockets == "slant":
            sheet.seam(slit, 1.1)
            sheet.stitch(slit.moved(-6 * sign, 0), strength=0.7)
        for i in range(pleats):
            x = w * 0.56 - i * 26
            fold = line(at(x, top + 9), at(x + 6, top + 70), at(x + 12, top + 128))
            sheet.crease(fold, 5, 0.9)
        if crease:
            start = top + (110 if pleats else 60)
            points = [at(legs.middle(y) - 500, y) for y in (start, (start + legs.knee) / 2,
                legs.knee, (legs.knee + legs.hem) / 2, legs.hem - 2)]  # fmt: skip
            sheet.crease(line(*points), 5, 0.75)
        hem = legs.across(legs.hem - (34 if turn_up else 20))
        hem = hem if sign > 0 else hem.mirrored()
        if turn_up:
            cuff = shape(corner(500 + legs.hem_in - 3, legs.hem - 38),
                (500 + (legs.hem_in + legs.hem_out) / 2, legs.hem - 33),
                corner(500 + legs.hem_out + 4, legs.hem - 39), corner(500 + legs.hem_out + 3,
                legs.hem + 3), (500 + (legs.hem_in + legs.hem_out) / 2, legs.hem + 9),
                corner(500 + legs.hem_in - 2, legs.hem + 4))  # fmt: skip
            sheet.panel(cuff if sign > 0 else cuff.mirrored(), cast=0.4, edge=0.8)
        elif not crease:
            sheet.stitch(hem, strength=0.7)
    if drawstring:
        drawstring_waist(sheet, legs)
        sheet.seam(line((500, top + 10), (500, legs.crotch)), 0.9)
        return
    fly(sheet, legs)
    horn = "#3c3029" if sheet.tone.lightness > 0.4 else "#6b625a"
    waistband(sheet, legs, button="" if crease and not pleats else horn, loops=cut != "cigarette")


def drawstring_waist(sheet: Sheet, legs: Legs) -> None:
    waistband(sheet, legs, loops=False)
    w, top, h = legs.waist, legs.top, legs.waistband
    for i in range(31):
        x = 500 + (i - 15) * w / 15.4
        y = top + 10 * (1 - abs(x - 500) / w)
        sheet.glow(band(line((x, y + 6), (x + 1, y + h - 6)), 4, 3), sheet.tone.deep, 1.8, 0.42)
        sheet.glow(band(line((x, y + h + 4), (x + (x - 500) * 0.06, y + h + 40 + i * 29 % 34)), 5,
            3, 0.2), sheet.tone.deep, 2.4, 0.34)  # fmt: skip
    for x, end, bend in ((488, (452, top + 196), -18), (512, (538, top + 176), 16)):
        cord = line((x, top + 28), (x + bend, top + 110), end)
        sheet.button((x, top + 28), 5, "#8d8578", metal=True)
        sheet.panel(band(cord, 8, 20), fabric="canvas", cast=0.6, crease=0, edge=0.8)
        sheet.panel(
            band(line((end[0] - 1, end[1] - 4), (end[0] + 1, end[1] + 8)), 12, 3),
            fabric="smooth",
            crease=0,
            cast=0.4,
        )


def jeans(
    sheet: Sheet, *, cut: str = "straight", wash: float = 0.5, patch_pockets: bool = False
) -> None:
    """Five pockets, rivets, copper thread. `wash` (0 to 1) is how pale the thighs are worn."""
    legs = {"straight": Legs(waist=126, hip=172, knee_out=160, knee_in=30, hem_out=156, hem_in=46,
        hem=912), "tapered": Legs(waist=134, hip=174, knee_out=160, knee_in=34, hem_out=142,
        hem_in=56, hem=930), "wide": Legs(waist=124, hip=178, knee_out=194, knee_in=12, hem_out=212,
        hem_in=6, hem=908)}[cut]  # fmt: skip
    thread = THREAD if not sheet.tone.pale and sheet.tone.lightness < 0.75 else ""
    if sheet.tone.lightness < 0.26:
        thread = ""
    waist_inside(sheet, legs)
    draw_legs(sheet, legs, 0.55)
    top, w = legs.top + legs.waistband, legs.waist
    for sign in (1, -1):

        def at(x: float, y: float, sign: int = sign) -> Point:
            return 500 + sign * x, y

        if wash:
            thigh = shape(at(legs.hip * 0.36, 260), at(legs.hip * 0.72, 300),
                at(legs.middle(560) - 500 + 26, 560), at(legs.middle(800) - 500 + 14, 800),
                at(legs.middle(800) - 500 - 16, 800), at(legs.middle(560) - 500 - 28,
                560))  # fmt: skip
            sheet.glow(thigh, sheet.tone.bright, 24, min(1.0, 1.2 * wash))
            for i in range(5):
                y = legs.crotch - 34 + i * 15
                whisker = line(
                    at(20 + i * 2, y + 6), at(70, y - 8 + i * 7), at(120 + i * 4, y - 26 + i * 16)
                )
                sheet.glow(band(whisker, 6, 8, 0.3), sheet.tone.bright, 3.5, min(1.0, 0.9 * wash))
        scoop = line(
            at(w - 62, top + 9), at(w - 54, top + 48), at(w - 14, top + 76), at(w + 22, top + 72)
        )
        inner = shape(at(w - 62, top + 2), at(w - 54, top + 48), at(w - 14, top + 76), at(w + 24,
            top + 72), corner(*at(w + 4, top)))  # fmt: skip
        sheet.glow(inner, sheet.tone.deep, 3, 0.22)
        sheet.seam(scoop, 0.9)
        for off in (5, 10):
            sheet.stitch(scoop.moved(-off * 0.5 * sign, off * 0.8), thread)
        for share in (0.06, 0.95):
            x, y = scoop.at(share)
            sheet.button((x - 3 * sign, y + 8), 3.4, COPPER, metal=True)
        side = line(at(legs.hip - 3, legs.hip_y + 6), at((legs.hip + legs.knee_out) / 2 - 4,
            (legs.hip_y + legs.knee) / 2), at(legs.knee_out - 5, legs.knee))  # fmt: skip
        sheet.stitch(side, thread, strength=0.5)
        for above in (15, 19):
            hem = legs.across(legs.hem - above)
            sheet.stitch(hem if sign > 0 else hem.mirrored(), thread)
        if patch_pockets:
            path = patch((500 + sign * 98 - 46, top + 70), 92, 120)
            draw_patch(sheet, path)
    if not patch_pockets:
        coin = shape(corner(500 + w - 48, top + 42), corner(500 + w - 6, top + 44),
            corner(500 + w - 2, top + 74), (500 + w - 30, top + 70))  # fmt: skip
        sheet.seam(coin, 0.5)
    fly(sheet, legs, thread)
    waistband(sheet, legs, button=COPPER, stitch=thread)


def shorts(sheet: Sheet, *, style: str = "chino", length: float = 560) -> None:
    """`style` chino, pleated or swim."""
    base = Legs(top=210, waist=152, hip=206, hip_y=400, crotch=470, knee=600, knee_out=216,
        knee_in=12, hem=length + 150, hem_out=226, hem_in=16)  # fmt: skip
    legs = (
        base if style != "pleated" else replace(base, waist=142, hip=214, knee_out=238, hem_out=254)
    )
    if style == "swim":
        legs = replace(base, waist=160, hem=length + 100, knee=570)
    waist_inside(sheet, legs)
    draw_legs(sheet, legs, 0.6)
    top, w = legs.top + legs.waistband, legs.waist
    for sign in (1, -1):
        slit = line((500 + sign * (w - 34), top + 8), (500 + sign * (w + 28), top + 128))
        sheet.seam(slit, 1.1)
        sheet.stitch(slit.moved(-6 * sign, 0), strength=0.8)
        if style == "pleated":
            for i in range(2):
                x = w * 0.62 - i * 30
                sheet.crease(line((500 + sign * x, top + 9), (500 + sign * (x + 8), top + 66),
                    (500 + sign * (x + 16), top + 130)), 5, 0.9)  # fmt: skip
            cuff = shape(corner(500 + legs.hem_in - 4, legs.hem - 40),
                corner(500 + legs.hem_out + 4, legs.hem - 42), corner(500 + legs.hem_out + 3,
                legs.hem + 2), (500 + legs.hem_out * 0.5, legs.hem + 9),
                corner(500 + legs.hem_in - 3, legs.hem + 3))  # fmt: skip
            sheet.panel(cuff if sign > 0 else cuff.mirrored(), cast=0.4, edge=0.8)
        else:
            hem = legs.across(legs.hem - 24)
            sheet.stitch(hem if sign > 0 else hem.mirrored())
    if style == "swim":
        drawstring_waist(sheet, legs)
        sheet.seam(line((500, top + 10), (500, legs.crotch)), 0.9)
        return
    fly(sheet, legs, depth=140)
    waistband(sheet, legs, button="#3c3029" if sheet.tone.lightness > 0.4 else "#6b625a")
