"""The sheet a garment is drawn on: panels of cloth in one light, seams, stitches and buttons.

A panel is a shape with cloth in it. It is shaded in the same order everywhere: colour from the
upper left, weave, grain, creases, folds, the turn of its edges, and the rim that the light catches.
Owns the SVG; silhouettes decide what lies where.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

from catalog.illustration.fabric import FABRICS, Fabric, Relief
from catalog.illustration.geometry import Fold, Path, Point, laid_by_hand, lens
from catalog.illustration.svg import filled, gradient, grown, mixed, rect, region, stroked
from catalog.illustration.tone import Tone, shifted, tone

SIZE = 1000
# Pixels that a sheet is drawn at. Relief is measured from pixel to pixel, so it must be known here.
RESOLUTION = 900


class Sheet:
    """Collects the layers of one illustration; `svg()` is the picture.

    `seed` fixes every small chance (lie of the cloth, creases), so the same seed draws the same.
    """

    def __init__(self, seed: str, colour_hex: str, fabric: str | Fabric, *, hand: float = 4.0):
        self.tone = tone(colour_hex)
        self.fabric = FABRICS[fabric] if isinstance(fabric, str) else fabric
        self.rng = random.Random(seed)
        self.warp = laid_by_hand(seed, hand)
        self._defs: dict[str, str] = {}
        self._layers: list[str] = []
        self._ground: list[str] = []
        self._extent: list[Sequence[float]] = []
        self._count = 0

    # Panels

    def panel(
        self,
        path: Path,
        *,
        grain: float = 0.0,
        folds: Iterable[Fold] = (),
        fabric: Fabric | str | None = None,
        colours: Tone | None = None,
        cast: float = 0.0,
        edge: float = 1.0,
        shade: float = 0.0,
        ground: bool = True,
        crease: float = 1.0,
        over: str = "",
    ) -> None:
        """Cloth in the shape `path`. `grain` turns the weave (degrees), `cast` (0 to 1) is the
        shadow it throws on what lies below, `shade` (0 to 1) darkens it all (an inside, a far
        side), `over` is SVG that is clipped into it."""
        cloth = FABRICS[fabric] if isinstance(fabric, str) else fabric or self.fabric
        t = colours or self.tone
        d = path.d(self.warp)
        box = grown(path.map(self.warp).box(), 4)
        if cast:
            self.shadow(path, cast, t)
        if ground:
            self.ground(path)
        clip = self._define("clipPath", f'<path d="{d}"/>')
        inner = [rect(box, f"url(#{self._light(t)})")]
        if cloth.tile:
            inner.append(self._weave(cloth, t, grain, box))
        if cloth.grain:
            inner.append(self._relief(cloth.grain, box, 1.0))
        if cloth.crease and crease:
            inner.append(self._relief(cloth.crease, box, crease))
        inner.append(self._folds(list(folds), cloth, t, box))
        inner.append(over)
        inner.append(self._turn(d, cloth, t, box, edge, 1.0 if ground else 0.5))
        if shade:
            inner.append(rect(box, t.deep, shade))
        self._layers.append(f'<g clip-path="url(#{clip})">{"".join(inner)}</g>')

    def shadow(self, path: Path, strength: float, colours: Tone | None = None) -> None:
        """The shadow that a shape throws on what is already drawn."""
        d, t = path.d(self.warp), colours or self.tone
        box = grown(path.map(self.warp).box(), 40)
        below = "".join(f'<path d="{shape}"/>' for shape in self._ground)
        if not below:
            return
        clip = self._define("clipPath", below)
        dark = shifted(t.deep, -0.12)
        casts = "".join(
            f'<g filter="url(#{self._blur(spread, box)})"><path d="{d}" fill="{dark}" '
            f'fill-opacity="{a * strength:.3f}" transform="translate({dx},{dy})"/></g>'
            for spread, dx, dy, a in ((14, 7, 12, 0.36), (4, 2, 4, 0.40))
        )
        self._layers.append(f'<g clip-path="url(#{clip})">{casts}</g>')

    def inside(self, path: Path, colours: Tone | None = None, fabric: str | None = None) -> None:
        """The inside of the garment, seen through its neck or waist: the same cloth in shade."""
        self.panel(path, colours=colours, fabric=fabric, shade=0.55, edge=1.4, crease=0.4)

    # Lines

    def seam(self, path: Path, strength: float = 1.0, colours: Tone | None = None) -> None:
        """Two cloths sewn together: a fine ditch with a lit lip, and the cloth's slight pull."""
        t, d = colours or self.tone, path.d(self.warp)
        box = grown(path.map(self.warp).box(), 20)
        self._layers.append(
            f'<g filter="url(#{self._blur(4, box)})">'
            + stroked(d, _darker(t), 7, 0.30 * strength) + "</g>"
            + stroked(d, _darker(t), 1.7, 0.62 * strength)
            + stroked(d, t.bright, 1.3, 0.42 * strength, "translate(1.2,1.5)")
        )  # fmt: skip

    def stitch(
        self, path: Path, colour: str = "", *, dash: str = "5.5 3", width: float = 1.5,
        strength: float = 1.0,
    ) -> None:  # fmt: skip
        """A line of topstitching; its thread is `colour` or a tone of the cloth."""
        t, d = self.tone, path.d(self.warp)
        thread = colour or (t.bright if t.dark else t.shade if not t.pale else t.deep)
        box = grown(path.map(self.warp).box(), 10)
        extra = f' stroke-dasharray="{dash}"'
        self._layers.append(
            f'<g filter="url(#{self._blur(1.6, box)})">'
            + stroked(d, _darker(t), 3, 0.28 * strength) + "</g>"
            + stroked(d, _darker(t), width, 0.5 * strength, "translate(0.5,0.9)", extra)
            + stroked(d, thread, width, 0.85 * strength, "", extra)
        )  # fmt: skip

    def crease(self, path: Path, width: float = 5, strength: float = 0.8) -> None:
        """A pressed crease: one sharp ridge, light on one side and dark on the other."""
        t, d = self.tone, path.d(self.warp)
        box = grown(path.map(self.warp).box(), 30)
        self._layers.append(
            f'<g filter="url(#{self._blur(width * 1.1, box)})">'
            + stroked(d, _darker(t), width * 2.2, 0.36 * strength, f"translate({width},0)")
            + stroked(d, t.bright, width * 1.8, 0.5 * strength, f"translate({-width * 0.9},0)")
            + "</g>" + stroked(d, t.bright, 1.4, 0.45 * strength)
        )  # fmt: skip

    def line(self, path: Path, colour: str, width: float, strength: float = 1.0) -> None:
        self._layers.append(stroked(path.d(self.warp), colour, width, strength))

    def glow(self, path: Path, colour: str, blur: float, strength: float) -> None:
        """A soft patch of light or shade in the shape `path`."""
        box = grown(path.map(self.warp).box(), blur * 3)
        self._layers.append(
            f'<g filter="url(#{self._blur(blur, box)})"><path d="{path.d(self.warp)}" '
            f'fill="{colour}" fill-opacity="{strength}"/></g>'
        )

    def soft_into(self, path: Path, markup: str, blur: float) -> None:
        """Soft light and shade (`markup`) that stays inside `path`: a pleat, a baffle."""
        d = path.d(self.warp)
        region = grown(path.map(self.warp).box(), blur * 3)
        clip = self._define("clipPath", f'<path d="{d}"/>')
        self._layers.append(
            f'<g clip-path="url(#{clip})"><g filter="url(#{self._blur(blur, region)})">'
            f"{markup}</g></g>"
        )

    def quilt(self, path: Path, row: Path, depth: float) -> None:
        """One row of quilting across `path`: the stitch sinks, the filling rises on both sides."""
        d, t = row.d(self.warp), self.tone
        self.soft_into(
            path,
            stroked(d, _darker(t), depth, 0.55)
            + stroked(d, t.bright, depth * 0.8, 0.5, f"translate({depth * 0.5},{depth})"),
            depth * 0.45,
        )
        clip = self._define("clipPath", f'<path d="{path.d(self.warp)}"/>')
        self._layers.append(
            f'<g clip-path="url(#{clip})">' + stroked(d, _darker(t), 1.6, 0.5) + "</g>"
        )

    def mark(self, path: Path, colour: str, alpha: float, stroke: float = 0.0) -> str:
        """The SVG of one plain shape, or of its outline: for `over` and `soft_into`."""
        d = path.d(self.warp)
        return stroked(d, colour, stroke, alpha) if stroke else filled(d, colour, alpha)

    # Small parts

    def button(
        self, at: Point, radius: float = 8.0, colour: str = "", holes: int = 4, metal: bool = False
    ) -> None:
        """A sewn button, or a metal one without holes."""
        x, y = self.warp(at)
        t = tone(colour) if colour else self.tone
        box = (x - 30, y - 30, x + 30, y + 30)
        stops = ((0, t.rim), (0.45, t.light), (1, t.shade)) if not metal else (
            (0, "#ffffff"), (0.3, t.bright), (0.62, t.base), (1, t.deep))  # fmt: skip
        face = self._define("radialGradient", gradient(stops), 'cx=".36" cy=".3" r=".85"')
        dots = ""
        if holes and not metal:
            gap = radius * 0.26
            spots = [(-gap, -gap), (gap, -gap), (-gap, gap), (gap, gap)][:holes]
            dots = "".join(
                f'<circle cx="{x + a:.1f}" cy="{y + b:.1f}" r="{radius * 0.12:.2f}" '
                f'fill="{t.deep}"/>' for a, b in spots
            )  # fmt: skip
        self._layers.append(
            f'<g filter="url(#{self._blur(2.4, box)})"><circle cx="{x + 1.6:.1f}" '
            f'cy="{y + 3:.1f}" r="{radius * 1.04:.1f}" fill="{_darker(self.tone)}" '
            f'fill-opacity=".62"/></g><circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" '
            f'fill="url(#{face})"/><circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * 0.72:.1f}" '
            f'fill="none" stroke="{t.shade}" stroke-width="{radius * 0.12:.2f}" '
            f'stroke-opacity=".55"/>{dots}'
        )

    def buttonhole(self, at: Point, length: float = 15, degrees: float = 0) -> None:
        x, y = self.warp(at)
        self._layers.append(
            f'<g transform="rotate({degrees} {x:.1f} {y:.1f})">'
            + stroked(f"M{x - length / 2:.1f},{y:.1f}h{length}", _darker(self.tone), 2.6, 0.5)
            + stroked(f"M{x - length / 2:.1f},{y - 0.6:.1f}h{length}", self.tone.light, 1.2, 0.6)
            + "</g>"
        )

    def metal(self, path: Path, colour: str, width: float) -> None:
        """A rod or a ring of polished metal along `path`."""
        t, d = tone(colour), path.d(self.warp)
        box = grown(path.map(self.warp).box(), 30)
        self._layers.append(
            f'<g filter="url(#{self._blur(3, box)})">'
            + stroked(d, _darker(self.tone), width, 0.5, "translate(2,4)") + "</g>"
            + stroked(d, t.deep, width)
            + stroked(d, t.base, width * 0.78, 1, "translate(-0.3,-0.5)")
            + stroked(d, t.bright, width * 0.36, 0.95, f"translate({-width * .12},{-width * .16})")
            + stroked(d, "#ffffff", width * 0.13, 0.8, f"translate({-width * .16},{-width * .2})")
        )  # fmt: skip

    def ground(self, path: Path) -> None:
        """Says that `path` lies on the ground, so that it throws a shadow there."""
        self._ground.append(path.d(self.warp))
        self._extent.append(path.map(self.warp).box())

    def raw(self, markup: str) -> None:
        self._layers.append(markup)

    # The picture

    def svg(self) -> str:
        left, top, right, bottom = (
            pick(box[side] for box in self._extent)
            for side, pick in enumerate((min, min, max, max))
        )
        x, y = (
            (left + right - SIZE) / 2,
            (top + bottom - SIZE) / 2 + 4,
        )  # the shadow needs room below
        box = (x, y, x + SIZE, y + SIZE)
        ground = "".join(f'<path d="{d}"/>' for d in self._ground)
        floor = "".join(
            f'<g filter="url(#{self._blur(blur, box)})" fill="#0d0805" fill-opacity="{a}">'
            f'<g transform="translate({dx},{dy})">{ground}</g></g>'
            for blur, dx, dy, a in ((15, 9, 16, 0.15), (4, 2.5, 4.5, 0.15))
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.1f} {y:.1f} {SIZE} {SIZE}">'
            f"<defs>{''.join(self._defs.values())}</defs>{floor}{''.join(self._layers)}</svg>"
        )

    # Layers of a panel

    def _light(self, t: Tone) -> str:
        stops = gradient(((0.0, t.light), (0.42, t.base), (1.0, mixed(t.base, t.shade, 0.65))))
        return self._define(
            "linearGradient", stops,
            'gradientUnits="userSpaceOnUse" x1="190" y1="90" x2="830" y2="930"',
        )  # fmt: skip

    def _weave(self, cloth: Fabric, t: Tone, grain: float, box: Sequence[float]) -> str:
        assert cloth.tile is not None
        weave = cloth.tile(t)
        cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        pattern = self._define(
            "pattern", weave.markup,
            f'patternUnits="userSpaceOnUse" width="{weave.width}" height="{weave.height}" '
            f'patternTransform="rotate({grain:.2f} {cx:.1f} {cy:.1f})"',
        )  # fmt: skip
        return rect(box, f"url(#{pattern})", cloth.tile_strength)

    def _relief(self, relief: Relief, box: Sequence[float], strength: float) -> str:
        # Flat cloth must come out as middle grey, which soft-light and hard-light leave alone.
        steep = 58.0
        constant = 0.5 / math.sin(math.radians(steep))
        blur = f'<feGaussianBlur stdDeviation="{relief.soft}"/>' if relief.soft else ""
        noise = self._define(
            "filter",
            f'<feTurbulence type="fractalNoise" baseFrequency="{relief.fx} {relief.fy}" '
            f'numOctaves="{relief.octaves}" seed="{self.rng.randrange(1, 900)}"/>'
            f'<feDiffuseLighting surfaceScale="{relief.depth * RESOLUTION / 1800:.3f}" '
            f'diffuseConstant="{constant:.4f}" '
            f'lighting-color="#fff"><feDistantLight azimuth="225" elevation="{steep}"/>'
            f"</feDiffuseLighting>{blur}",
            f'{region(box)} color-interpolation-filters="sRGB"',
        )  # fmt: skip
        alpha = min(1.0, relief.strength * strength)
        return (
            f'<g style="mix-blend-mode:{relief.mode}" opacity="{alpha:.3f}">'
            f'<g filter="url(#{noise})">{rect(box, "#808080")}</g></g>'
        )

    def _folds(self, folds: Sequence[Fold], cloth: Fabric, t: Tone, box: Sequence[float]) -> str:
        if not folds:
            return ""
        dark, light, ridge = [], [], []
        for fold in folds:
            dx, dy = fold.b[0] - fold.a[0], fold.b[1] - fold.a[1]
            length = math.hypot(dx, dy) or 1.0
            # Across the fold, away from the light at the upper left.
            nx, ny = -dy / length, dx / length
            facing = nx + ny
            if facing < 0:
                nx, ny, facing = -nx, -ny, -facing
            off = fold.width * 0.36
            depth = min(1.0, fold.depth * cloth.fold) * (0.55 + 0.45 * min(1.0, facing))
            leaf = lens(fold.a, fold.b, fold.bend, fold.width)
            dark.append(
                filled(leaf.moved(nx * off, ny * off).d(self.warp), _darker(t), depth * 0.74)
            )
            light.append(
                filled(leaf.moved(-nx * off, -ny * off).d(self.warp), t.bright, depth * 0.86)
            )
            if cloth.gloss > 0.5:
                thin = lens(fold.a, fold.b, fold.bend, fold.width * 0.3)
                ridge.append(
                    filled(thin.moved(-nx * off * 0.8, -ny * off * 0.8).d(self.warp), t.rim,
                          depth * cloth.gloss * 0.55)
                )  # fmt: skip
        wide = max(fold.width for fold in folds)
        region = grown(box, 10)
        soft = self._blur(max(3.0, min(11.0, wide * 0.26)), region)
        return f'<g filter="url(#{soft})">{"".join(dark)}{"".join(light)}</g>' + (
            f'<g filter="url(#{self._blur(3, region)})">{"".join(ridge)}</g>' if ridge else ""
        )

    def _turn(
        self, d: str, cloth: Fabric, t: Tone, box: Sequence[float], edge: float, lit: float
    ) -> str:
        """How cloth turns away at its edges: shade all round, most of it below right."""
        region = grown(box, 30)
        wide, plump = 20 * cloth.plump, cloth.plump
        dark = _darker(t)
        deep = 0.62 if t.pale else 0.7
        rim = lit * (0.85 if t.dark or t.pale else 0.62)
        shade = (
            f'<g filter="url(#{self._blur(9 * plump, region)})">'
            + stroked(d, dark, wide, 0.30 * deep * edge)
            + stroked(d, dark, wide * 1.2, 0.50 * deep * edge,
                      f"translate({-3 * plump},{-4 * plump})")
            + stroked(d, t.bright, wide * 0.8, 0.42 * edge, f"translate({9 * plump},{11 * plump})")
            + "</g>"
        )  # fmt: skip
        line = (
            f'<g filter="url(#{self._blur(1.1, region)})">'
            + stroked(d, dark, 3.0, 0.50 * edge)
            + stroked(d, dark, 4.0, 0.42 * edge, "translate(-1.2,-1.6)")
            + stroked(d, t.rim, 3.4, rim * edge, "translate(1.6,2.0)")
            + "</g>"
        )
        return shade + line

    def _blur(self, deviation: float, box: Sequence[float]) -> str:
        return self._define(
            "filter", f'<feGaussianBlur stdDeviation="{deviation:.2f}"/>',
            f'{region(box)} color-interpolation-filters="sRGB"',
        )  # fmt: skip

    def _define(self, element: str, content: str, attributes: str = "") -> str:
        key = f"{element} {attributes} {content}"
        if key not in self._defs:
            self._count += 1
            name = f"d{self._count}"
            self._defs[key] = f'<{element} id="{name}" {attributes}>{content}</{element}>'
            return name
        return self._defs[key].split('id="', 1)[1].split('"', 1)[0]


def _darker(t: Tone) -> str:
    return "#000000" if t.dark else t.deep
