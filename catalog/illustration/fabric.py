"""What cloth looks like close up: its weave as a tile, its grain and creases as noise in relief.

A fabric says how its surface is made, not where it lies: `draw.Sheet` clips it to a panel. Owns the
fabrics' numbers and tiles only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from catalog.illustration.tone import Tone

Tile = Callable[[Tone], "Weave"]


@dataclass(frozen=True, slots=True)
class Weave:
    """One repeat of a pattern: `width` × `height` units of SVG `markup`."""

    width: float
    height: float
    markup: str


@dataclass(frozen=True, slots=True)
class Relief:
    """Noise lit from the upper left: `fx`, `fy` repeats per unit, `depth` of the relief, `soft`
    the blur after it, `strength` 0 to 1 of how much of it shows."""

    fx: float
    fy: float
    depth: float
    strength: float
    soft: float = 0.0
    octaves: int = 2
    mode: str = "soft-light"


@dataclass(frozen=True, slots=True)
class Fabric:
    """`fold` how deep its folds are (1 is cotton), `gloss` how they shine, `plump` how round its
    edges look."""

    name: str
    tile: Tile | None = None
    tile_strength: float = 1.0
    grain: Relief | None = None
    crease: Relief | None = None
    fold: float = 1.0
    gloss: float = 0.25
    plump: float = 1.0


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, a: float) -> str:
    return (
        f'<path d="M{x1},{y1}L{x2},{y2}" stroke="{colour}" stroke-width="{width}" '
        f'stroke-opacity="{a}" fill="none"/>'
    )


def _box(x: float, y: float, w: float, h: float, colour: str, a: float) -> str:
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{colour}" fill-opacity="{a}"/>'


def _ribs(width: float, depth: float) -> Tile:
    def weave(t: Tone) -> Weave:
        w = width
        return Weave(w, 40, _box(0, 0, w * 0.30, 40, t.deep, depth)
                     + _box(w * 0.22, 0, w * 0.16, 40, t.shade, depth * 0.8)
                     + _box(w * 0.48, 0, w * 0.24, 40, t.bright, depth * 0.75)
                     + _box(w * 0.84, 0, w * 0.16, 40, t.shade, depth * 0.7))  # fmt: skip

    return weave


def _stitches(width: float, height: float, depth: float) -> Tile:
    """Stocking stitch: columns of small Vs."""

    def weave(t: Tone) -> Weave:
        w, h = width, height
        parts = []
        for y in (-h, 0, h):
            left = f"M{w * 0.10},{y + h * 0.05}Q{w * 0.20},{y + h * 0.75} {w * 0.5},{y + h * 1.05}"
            right = f"M{w * 0.90},{y + h * 0.05}Q{w * 0.80},{y + h * 0.75} {w * 0.5},{y + h * 1.05}"
            for d, colour, wide, a in (
                (left, t.deep, w * 0.40, depth * 0.55), (right, t.deep, w * 0.40, depth * 0.7),
                (left, t.light, w * 0.24, depth), (right, t.base, w * 0.24, depth),
            ):  # fmt: skip
                parts.append(
                    f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{wide:.2f}" '
                    f'stroke-linecap="round" stroke-opacity="{a:.2f}"/>'
                )
        return Weave(w, h, "".join(parts))

    return weave


def _twill(step: float, a: float) -> Tile:
    def weave(t: Tone) -> Weave:
        s, h = step, step * 1.5
        return Weave(s, h, "".join(
            _line(x, h * 1.5, x + s * 2, -h * 1.5, t.bright, s * 0.30, a)
            + _line(x + s * 0.45, h * 1.5, x + s * 2.45, -h * 1.5, t.deep, s * 0.26, a)
            for x in (-2 * s, -s, 0.0, s)))  # fmt: skip

    return weave


def _plain(step: float, a: float) -> Tile:
    """Canvas and hopsack: over one, under one."""

    def weave(t: Tone) -> Weave:
        h = step / 2
        return Weave(step, step, _box(0, 0, h, h, t.bright, a) + _box(h, h, h, h, t.bright, a)
                     + _box(h, 0, h, h, t.deep, a * 0.7) + _box(0, h, h, h, t.deep, a * 0.7)
                     + _line(0, 0, step, 0, t.deep, step * 0.12, a)
                     + _line(0, 0, 0, step, t.deep, step * 0.12, a))  # fmt: skip

    return weave


def _stripes(repeat: float, wide: float, colour: str, along: bool) -> Tile:
    def weave(_: Tone) -> Weave:
        box = _box(0, 0, wide, repeat, colour, 1) if along else _box(0, 0, repeat, wide, colour, 1)
        return Weave(repeat, repeat, box)

    return weave


def _checks(repeat: float, ground: str, line: str, fine: str) -> Tile:
    """A shadow check: broad bars that darken where they cross, and a fine line between."""

    def weave(_: Tone) -> Weave:
        r, w = repeat, repeat * 0.34
        return Weave(r, r, _box(0, 0, w, r, ground, 0.50) + _box(0, 0, r, w, ground, 0.50)
                     + _box(w * 0.42, 0, w * 0.10, r, line, 0.35)
                     + _box(0, w * 0.42, r, w * 0.10, line, 0.35)
                     + _box(r * 0.66, 0, r * 0.022, r, fine, 0.7)
                     + _box(0, r * 0.66, r, r * 0.022, fine, 0.7))  # fmt: skip

    return weave


def striped(fabric: Fabric, colour: str, repeat: float, wide: float, *, along: bool) -> Fabric:
    """The same cloth with stripes of `colour` (`along`: up and down)."""
    tile = _stripes(repeat, wide, colour, along)
    return replace(fabric, name=f"{fabric.name}-stripe", tile=tile, tile_strength=0.92)


def checked(fabric: Fabric, ground: str, line: str, fine: str, repeat: float = 84) -> Fabric:
    return replace(fabric, name=f"{fabric.name}-check", tile=_checks(repeat, ground, line, fine),
                   tile_strength=0.9)  # fmt: skip


R = Relief
FABRICS = {
    fabric.name: fabric
    for fabric in (
        Fabric("cotton", None, 0.5, R(0.50, 0.50, 1.6, 0.28), R(0.008, 0.005, 42, 0.52, 4.5)),
        Fabric("poplin", None, 0.5, R(0.60, 0.40, 1.2, 0.20), R(0.011, 0.006, 48, 0.58, 3.6),
               gloss=0.3),
        Fabric("linen", None, 0.5, R(0.030, 0.55, 2.6, 0.50, octaves=3),
               R(0.012, 0.008, 52, 0.56, 3.0, octaves=3), fold=1.15),
        Fabric("jersey", _ribs(3.2, 0.10), 0.8, R(0.35, 0.20, 1.4, 0.22),
               R(0.006, 0.004, 30, 0.40, 7), fold=0.85),
        Fabric("slub", _ribs(3.2, 0.10), 0.8, R(0.02, 0.40, 2.6, 0.50, octaves=3),
               R(0.007, 0.005, 30, 0.42, 6), fold=0.9),
        Fabric("fleece", None, 0.5, R(0.30, 0.30, 1.8, 0.30), R(0.006, 0.005, 36, 0.50, 8),
               fold=1.0, plump=1.5),
        Fabric("knit", _stitches(7.4, 6.0, 0.42), 1.0, R(0.20, 0.20, 1.6, 0.35),
               R(0.005, 0.004, 30, 0.40, 9), fold=0.9, plump=1.5, gloss=0.12),
        Fabric("fine-knit", _stitches(4.6, 4.0, 0.30), 1.0, R(0.25, 0.25, 1.2, 0.25),
               R(0.006, 0.004, 28, 0.40, 8), fold=0.85, plump=1.3, gloss=0.14),
        Fabric("chunky", _stitches(13, 11, 0.50), 1.0, R(0.12, 0.12, 2.0, 0.40),
               R(0.005, 0.004, 26, 0.35, 10), fold=0.7, plump=2.0, gloss=0.1),
        Fabric("rib", _ribs(9.5, 0.50), 1.0, R(0.20, 0.20, 1.4, 0.25),
               R(0.005, 0.004, 26, 0.40, 9), fold=0.8, plump=1.5, gloss=0.14),
        Fabric("wide-rib", _ribs(17, 0.55), 1.0, R(0.16, 0.16, 1.8, 0.35),
               R(0.005, 0.004, 26, 0.35, 10), fold=0.7, plump=1.9, gloss=0.1),
        Fabric("denim", _twill(4.0, 0.30), 1.0, R(0.45, 0.06, 2.6, 0.50, octaves=3),
               R(0.009, 0.006, 50, 0.6, 4), fold=1.0, plump=1.2),
        Fabric("twill", _twill(3.2, 0.13), 1.0, R(0.50, 0.30, 1.4, 0.24),
               R(0.007, 0.005, 34, 0.42, 6), fold=0.95),
        Fabric("canvas", _plain(5.6, 0.16), 1.0, R(0.30, 0.30, 2.0, 0.36),
               R(0.006, 0.005, 26, 0.34, 8), fold=0.8),
        Fabric("hopsack", _plain(5.2, 0.14), 1.0, R(0.30, 0.30, 2.0, 0.32),
               R(0.005, 0.004, 24, 0.34, 9), fold=0.7),
        Fabric("wool", None, 0.5, R(0.22, 0.22, 2.6, 0.48, octaves=3),
               R(0.005, 0.0035, 28, 0.42, 10), fold=0.8, plump=1.6, gloss=0.1),
        Fabric("suiting", _twill(2.8, 0.10), 1.0, R(0.40, 0.40, 1.2, 0.20),
               R(0.005, 0.003, 26, 0.38, 9), fold=0.7, gloss=0.2),
        Fabric("crepe", None, 0.5, R(0.60, 0.60, 1.8, 0.26), R(0.010, 0.003, 40, 0.44, 8),
               fold=1.0, gloss=0.25),
        Fabric("satin", None, 0.5, R(0.50, 0.02, 0.8, 0.16),
               R(0.014, 0.0016, 46, 0.60, 9, mode="hard-light"), fold=1.0, gloss=0.8),
        Fabric("voile", None, 0.5, R(0.50, 0.50, 1.2, 0.18), R(0.020, 0.004, 46, 0.5, 4),
               fold=1.1, gloss=0.25),
        Fabric("leather", None, 0.5, R(0.16, 0.16, 2.4, 0.34, octaves=3),
               R(0.007, 0.006, 46, 0.5, 6, mode="hard-light"), fold=1.0, gloss=0.9, plump=1.4),
        Fabric("smooth-leather", None, 0.5, R(0.20, 0.20, 1.4, 0.22),
               R(0.004, 0.004, 22, 0.35, 10), fold=0.7, gloss=0.8, plump=1.6),
        Fabric("suede", None, 0.5, R(0.28, 0.28, 3.0, 0.50, octaves=3),
               R(0.010, 0.010, 26, 0.4, 8), fold=0.8, gloss=0.08, plump=1.6),
        Fabric("nylon", None, 0.5, R(0.50, 0.50, 1.0, 0.16), R(0.016, 0.012, 54, 0.5, 4),
               fold=1.1, gloss=0.6, plump=1.6),
        Fabric("straw", _plain(9, 0.34), 1.0, R(0.20, 0.20, 3.0, 0.5), None, fold=0.4, plump=1.4),
        Fabric("smooth", None, 0.5, None, None, fold=0.5, gloss=0.9, plump=1.2),
    )
}  # fmt: skip
