"""What everything worn on the upper body shares: the cut of body and sleeves, and how it falls.

A `Cut` is measured in units from the middle of the sheet; silhouettes of shirts, knitwear, dresses
and coats are different cuts with different fronts. Owns body and sleeves, no collars, no closures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.illustration.draw import Sheet
from catalog.illustration.fabric import Fabric
from catalog.illustration.geometry import Fold, Path, Point, Stop, both, corner, line, shape, turn
from catalog.illustration.tone import Tone


@dataclass(frozen=True, slots=True)
class Cut:
    """Half widths from the middle, heights from the top of the sheet. `angle` is how far the arms
    are laid away from the body (degrees from straight down), `sleeve` their length from the
    shoulder (0 = none), `round_hem` how far a shirt tail rises at the sides."""

    top: float = 120
    neck: float = 78
    neck_back: float = 16
    shoulder: float = 205
    drop: float = 48
    arm: float = 205
    chest: float = 218
    waist: float = 210
    waist_y: float = 0.5
    hem: float = 222
    hem_y: float = 850
    hem_dip: float = 8
    round_hem: float = 0
    sleeve: float = 560
    sleeve_top: float = 92
    sleeve_end: float = 50
    angle: float = 17
    bell: float = 0

    @property
    def tip(self) -> Point:
        """The right shoulder's end."""
        return 500 + self.shoulder, self.top + self.drop

    @property
    def pit(self) -> Point:
        """Under the right arm."""
        return 500 + self.chest, self.top + self.drop + self.arm

    def side(self, y: float) -> float:
        """The right side's x at height `y`, roughly."""
        pit_y, waist_y = self.pit[1], self.pit[1] + (self.hem_y - self.pit[1]) * self.waist_y
        if y < waist_y:
            share = max(0.0, (y - pit_y) / (waist_y - pit_y))
            return 500 + self.chest + (self.waist - self.chest) * share
        return 500 + self.waist + (self.hem - self.waist) * (y - waist_y) / (self.hem_y - waist_y)

    def armhole(self) -> Path:
        """The right armhole seam, from the shoulder to under the arm."""
        (tx, ty), (px, py) = self.tip, self.pit
        inner = min(tx, px) - 14
        return line((tx, ty), (inner, ty + (py - ty) * 0.42), (inner + 4, ty + (py - ty) * 0.72),
            (px, py))  # fmt: skip

    def body(self) -> Path:
        (tx, ty), (px, py) = self.tip, self.pit
        nx, hx, hy = 500 + self.neck, 500 + self.hem, self.hem_y
        inner = min(tx, px) - 14
        waist_y = py + (hy - py) * self.waist_y
        right: list[Stop] = [(500, self.top + self.neck_back), corner(nx, self.top),
            (nx + (tx - nx) * 0.5, self.top + self.drop * 0.40), corner(tx, ty), (inner,
            ty + (py - ty) * 0.42), (inner + 4, ty + (py - ty) * 0.72), corner(px, py),
            (500 + self.waist, waist_y)]  # fmt: skip
        if self.round_hem:
            rise = self.round_hem
            right += [corner(hx, hy - rise), (hx - 16, hy - rise * 0.62), (hx - 70,
                hy - rise * 0.12), (hx - 130, hy + self.hem_dip * 0.5), (500,
                hy + self.hem_dip)]  # fmt: skip
        else:
            right += [corner(hx, hy), (500 + self.hem * 0.55, hy + self.hem_dip * 0.8), (500,
                hy + self.hem_dip)]  # fmt: skip
        return both(*right)

    def along_sleeve(self, share: float, across: float = 0.0) -> Point:
        """A point of the right sleeve: `share` of the way to the wrist, `across` from -1 (inner
        seam) to 1 (outer edge)."""
        (tx, ty), (px, _) = self.tip, self.pit
        # The arm leaves the shoulder a little further out than it arrives at the wrist.
        start = (tx + (px - tx) * 0.35 - 17, ty + self.sleeve_top * 0.92)
        reach = self.sleeve * share
        angle = math.radians(self.angle + 5 - 9 * share)
        x = start[0] + math.sin(angle) * reach
        y = start[1] - self.sleeve_top * 0.3 + math.cos(angle) * reach
        half = self.sleeve_top + (self.sleeve_end - self.sleeve_top) * min(1.0, share**0.82)
        half += self.bell * math.sin(math.pi * min(1.0, share) ** 1.6)
        return x + math.cos(angle) * half * across, y - math.sin(angle) * half * across

    def sleeve_path(self, until: float = 1.0, from_: float = 0.0, wide: float = 0.99) -> Path:
        """The right sleeve, or the part of it between two shares of its length (a cuff)."""
        if from_:
            steps = [from_ + (until - from_) * i / 3 for i in range(4)]
            outer: list[Stop] = [self.along_sleeve(s, wide) for s in steps]
            inner: list[Stop] = [self.along_sleeve(s, -wide) for s in reversed(steps)]
            ends: list[Stop] = [corner(*outer[0][:2]), *outer[1:-1], corner(*outer[-1][:2]),
                corner(*inner[0][:2]), *inner[1:-1], corner(*inner[-1][:2])]  # fmt: skip
            return shape(*ends)
        (tx, ty), (px, py) = self.tip, self.pit
        first = max(0.16, min(0.3, 60 / self.sleeve))
        outer_shares = [first + (until - first) * i / 4 for i in range(5)]
        out: list[Stop] = [self.along_sleeve(s, 1.0) for s in outer_shares]
        back: list[Stop] = [self.along_sleeve(s, -1.0) for s in (until, until * 0.78, until * 0.56)]
        return shape(corner(tx - 6, ty - 1), (tx + 20, ty + 12), *out[:-1], corner(*out[-1][:2]),
            corner(*back[0][:2]), *back[1:], (px + 2, py + 8), corner(px - 26, py - 30),
            corner(tx - 60, ty + 60))  # fmt: skip


def sleeve_folds(sheet: Sheet, cut: Cut, depth: float = 0.5) -> list[Fold]:
    """The right sleeve's folds: the pull from the armhole, the elbow's bend, a few by chance."""
    jitter = sheet.rng.uniform
    length = cut.sleeve
    folds = [
        Fold(cut.along_sleeve(0.05, 0.75), cut.along_sleeve(0.34, -0.75), 10, 22, depth),
        Fold(cut.along_sleeve(0.14, 0.92), cut.along_sleeve(0.40, -0.2), -8, 16, depth * 0.6),
    ]
    if length > 330:
        for _ in range(4):
            at = jitter(0.46, 0.66)
            folds.append(Fold(cut.along_sleeve(at, -0.98), cut.along_sleeve(at + jitter(-0.09,
                0.05), jitter(0.0, 0.6)), jitter(-9, 9), jitter(12, 20), depth * jitter(0.7,
                1.1)))  # fmt: skip
        for _ in range(2):
            at = jitter(0.76, 0.9)
            folds.append(Fold(cut.along_sleeve(at, 0.95), cut.along_sleeve(at + jitter(-0.05, 0.05),
                jitter(-0.7, 0.0)), jitter(-7, 7), jitter(11, 16), depth * jitter(0.5,
                0.8)))  # fmt: skip
        folds.append(
            Fold(cut.along_sleeve(0.45, 0.35), cut.along_sleeve(0.93, 0.2), 6, 20, depth * 0.45)
        )
    return folds


def body_folds(sheet: Sheet, cut: Cut, depth: float = 0.5, hang: int = 3) -> list[Fold]:
    """The body's folds: from under the arms, along the sides, and `hang` soft drapes to the hem."""
    jitter = sheet.rng.uniform
    (px, py), height = cut.pit, cut.hem_y - cut.pit[1]
    folds: list[Fold] = []
    for sign in (1, -1):

        def at(x: float, y: float, sign: int = sign) -> Point:
            return 500 + sign * (x - 500), y

        reach = cut.chest
        folds += [Fold(at(px - 6, py + 4), at(px - reach * jitter(0.40, 0.5), py + height * 0.16),
            -10 * sign, 26, depth), Fold(at(px - 4, py + 16), at(px - reach * jitter(0.25, 0.34),
            py + height * 0.30), -12 * sign, 22, depth * 0.8), Fold(at(500 + cut.shoulder * 0.86,
            cut.tip[1] + 40), at(500 + cut.chest * 0.78, py - 4), 8 * sign, 20, depth * 0.55),
            Fold(at(cut.side(py + height * 0.45) - 4, py + height * jitter(0.42, 0.5)),
            at(cut.side(py + height * 0.55) - reach * jitter(0.22, 0.36), py + height * jitter(0.5,
            0.6)), 8 * sign, 18, depth * 0.6)]  # fmt: skip
    for i in range(hang):
        x = 500 + cut.hem * ((i + 0.5) / hang * 2 - 1) * 0.82 + jitter(-14, 14)
        folds.append(Fold((500 + (x - 500) * 0.82, py + height * jitter(0.25, 0.45)), (x,
            cut.hem_y - jitter(0, 24)), jitter(-12, 12), jitter(24, 40), depth * 0.6))  # fmt: skip
    return folds


def mirrored_folds(folds: Sequence[Fold]) -> list[Fold]:
    return [fold.placed(Path.mirrored) for fold in folds]


def draw_sleeves(
    sheet: Sheet, cut: Cut, *, until: float = 1.0, depth: float = 0.5,
    fabric: Fabric | str | None = None, colours: Tone | None = None,
) -> None:  # fmt: skip
    """Both sleeves, a little differently creased."""
    for right in (False, True):
        path, folds = cut.sleeve_path(until), sleeve_folds(sheet, cut, depth)
        grain = -cut.angle
        if not right:
            path, folds, grain = path.mirrored(), mirrored_folds(folds), -grain
        sheet.panel(path, grain=grain, folds=folds, fabric=fabric, colours=colours)


def cuffs(
    sheet: Sheet, cut: Cut, start: float, end: float = 1.0, *, fabric: Fabric | str | None = None,
    stitched: bool = False, grain: float = 0.0, cast: float = 0.4, edge: float = 1.0,
    width: float = 0.99,
) -> None:  # fmt: skip
    """A cuff, rib or turn-up at the end of both sleeves."""
    for right in (False, True):
        path = cut.sleeve_path(end, start, width)
        turn_by = -cut.angle + 4 + grain
        hems = [line(*(cut.along_sleeve(s, x) for x in (-0.98, 0,
            0.98))) for s in (start + (end - start) * 0.16,
            start + (end - start) * 0.86)]  # fmt: skip
        if not right:
            path, turn_by, hems = path.mirrored(), -turn_by, [h.mirrored() for h in hems]
        sheet.panel(path, grain=turn_by, fabric=fabric, cast=cast, edge=edge, crease=0.5)
        if stitched:
            for hem in hems:
                sheet.stitch(hem)


def hem_line(cut: Cut, above: float) -> Path:
    """The hem's own line, `above` it: where it is stitched."""
    hx, hy = cut.hem, cut.hem_y - above
    if cut.round_hem:
        rise = cut.round_hem
        right = [(500 + hx - 10, hy - rise + above * 0.4), (500 + hx - 22, hy - rise * 0.62),
            (500 + hx - 74, hy - rise * 0.12), (500 + hx - 130,
            hy + cut.hem_dip * 0.5)]  # fmt: skip
    else:
        right = [(cut.side(hy) - 2, hy), (500 + hx * 0.55, hy + cut.hem_dip * 0.8)]
    left = [(1000 - x, y) for x, y in right]
    return line(*left, (500, hy + cut.hem_dip), *reversed(right))


def hem_band(cut: Cut, height: float, pull: float = 10) -> Path:
    """A ribbed hem, drawn in by `pull` at its lower edge."""
    top, hx = cut.hem_y - 4, cut.hem
    return both((500, top + cut.hem_dip), (500 + hx * 0.55, top + cut.hem_dip * 0.8),
        corner(500 + hx + 1, top - 2), (500 + hx - pull * 0.3, top + height * 0.5),
        corner(500 + hx - pull, top + height), (500 + hx * 0.5, top + height + cut.hem_dip), (500,
        top + height + cut.hem_dip + 1))  # fmt: skip


def patch(at: Point, width: float, height: float, *, point: float = 0.0, lean: float = 0.0) -> Path:
    """A patch pocket whose upper left corner is `at`; `point` lets its bottom end in a point."""
    x, y = at
    r = min(12.0, width * 0.12)
    bottom: list[Stop] = ([corner(x + width, y + height - point), corner(x + width / 2, y + height),
        corner(x, y + height - point)] if point else [(x + width, y + height - r), (x + width - r,
        y + height), (x + r, y + height), (x, y + height - r)])  # fmt: skip
    path = shape(corner(x, y), corner(x + width, y), *bottom)
    return path.turned(lean, turn((x + width / 2, y), 0, (x, y))) if lean else path


def draw_patch(
    sheet: Sheet, path: Path, *, stitched: bool = True, hem: float = 16, grain: float = 0.0
) -> None:
    """A patch pocket sewn on, with its hem stitched across."""
    sheet.panel(path, cast=0.45, edge=0.75, grain=grain, crease=0.6, ground=False)
    left, top, right, bottom = path.box()
    if stitched:
        middle = ((left + right) / 2, (top + bottom) / 2)
        inner = path.scaled((right - left - 9) / (right - left), middle,
            (bottom - top - 9) / (bottom - top))  # fmt: skip
        sheet.stitch(inner, strength=0.8)
        if hem:
            sheet.stitch(
                line(corner(left + 4, top + hem), corner(right - 4, top + hem)), strength=0.8
            )
