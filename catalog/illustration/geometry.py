"""Curves of a garment: smooth lines through points, mirrored, leaned and bent.

A shape is drawn on a sheet of 1000 × 1000 units with y downwards. Points are joined by a smooth
curve; a point made by `corner()` is a corner. Owns geometry only.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Stop = tuple[float, float] | tuple[float, float, str]
Warp = Callable[[Point], Point]

CENTRE = 500.0


def corner(x: float, y: float) -> Stop:
    """A point where the line may turn sharply."""
    return (x, y, "corner")


@dataclass(frozen=True, slots=True)
class Path:
    """A start and cubic curves (first handle, second handle, end)."""

    start: Point
    curves: tuple[tuple[Point, Point, Point], ...]
    closed: bool = False

    def d(self, warp: Warp | None = None) -> str:
        """The path as SVG writes it, every point led through `warp`."""
        bend = warp or (lambda point: point)
        parts = ["M" + _xy(bend(self.start))]
        parts += ["C" + " ".join(_xy(bend(point)) for point in curve) for curve in self.curves]
        return "".join(parts) + ("Z" if self.closed else "")

    def map(self, change: Warp) -> Path:
        curves = tuple((change(a), change(b), change(c)) for a, b, c in self.curves)
        return Path(change(self.start), curves, self.closed)

    def mirrored(self) -> Path:
        return self.map(lambda p: (2 * CENTRE - p[0], p[1]))

    def moved(self, dx: float, dy: float) -> Path:
        return self.map(lambda p: (p[0] + dx, p[1] + dy))

    def turned(self, degrees: float, about: Point) -> Path:
        return self.map(lambda p: turn(p, degrees, about))

    def scaled(self, factor: float, about: Point = (CENTRE, CENTRE), fy: float = 0) -> Path:
        fy = fy or factor
        return self.map(
            lambda p: (about[0] + (p[0] - about[0]) * factor, about[1] + (p[1] - about[1]) * fy)
        )

    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom of the points and handles: never smaller than the shape."""
        points = [self.start, *(p for curve in self.curves for p in curve)]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    def at(self, share: float) -> Point:
        """The point after `share` (0 to 1) of the curves, counted by number of curves."""
        place = min(max(share, 0.0), 1.0) * len(self.curves)
        index = min(int(place), len(self.curves) - 1)
        t = place - index
        a = self.start if index == 0 else self.curves[index - 1][2]
        b, c, e = self.curves[index]
        u = 1 - t
        wa, wb, wc, we = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        return (
            wa * a[0] + wb * b[0] + wc * c[0] + we * e[0],
            wa * a[1] + wb * b[1] + wc * c[1] + we * e[1],
        )

    def direction(self, share: float) -> float:
        """The angle in degrees in which the line runs there; 0 is to the right, 90 down."""
        (ax, ay), (bx, by) = self.at(share - 0.01), self.at(share + 0.01)
        return math.degrees(math.atan2(by - ay, bx - ax))

    def points(self, count: int) -> list[Point]:
        return [self.at(i / (count - 1)) for i in range(count)]


def line(*stops: Stop, tension: float = 1.0) -> Path:
    """An open line through the stops; 0 < `tension` <= 1 draws it straighter."""
    return _spline(list(stops), tension)


def shape(*stops: Stop, tension: float = 1.0) -> Path:
    """A closed line through the stops. Begin at a corner, or the first stop becomes one."""
    path = _spline([*stops, stops[0]], tension)
    return Path(path.start, path.curves, closed=True)


def both(*right: Stop, tension: float = 1.0) -> Path:
    """A closed symmetric shape, from the stops of its right half, top to bottom. The stops where
    it crosses the middle (x = 500), if any, come first and last."""
    left = [(2 * CENTRE - stop[0], stop[1], *stop[2:]) for stop in reversed(right)]
    stops: list[Stop] = [*right]
    stops += [stop for stop in left if abs(stop[0] - CENTRE) > 0.01]
    # A smooth first stop in the middle must not become a corner: begin at the first real corner.
    first = next((i for i, stop in enumerate(stops) if len(stop) == 3), 0)
    return shape(*stops[first:], *stops[:first], tension=tension)


def ring(*stops: Stop, tension: float = 1.0) -> Path:
    """A closed line without any corner."""
    many = [*stops, *stops, *stops]
    path = _spline(many, tension)
    count = len(stops)
    curves = path.curves[count : 2 * count]
    return Path((stops[0][0], stops[0][1]), curves, closed=True)


def ellipse(x: float, y: float, rx: float, ry: float, degrees: float = 0) -> Path:
    k = 0.5523
    start = (x + rx, y)
    curves = (
        ((x + rx, y + k * ry), (x + k * rx, y + ry), (x, y + ry)),
        ((x - k * rx, y + ry), (x - rx, y + k * ry), (x - rx, y)),
        ((x - rx, y - k * ry), (x - k * rx, y - ry), (x, y - ry)),
        ((x + k * rx, y - ry), (x + rx, y - k * ry), start),
    )
    path = Path(start, curves, closed=True)
    return path.turned(degrees, (x, y)) if degrees else path


def lens(a: Point, b: Point, bend: float, width: float) -> Path:
    """A leaf from `a` to `b`, its middle moved sideways by `bend`: how a fold begins and ends in
    nothing."""
    (ax, ay), (bx, by) = a, b
    length = math.hypot(bx - ax, by - ay) or 1.0
    nx, ny = -(by - ay) / length, (bx - ax) / length

    def side(offset: float) -> tuple[Point, Point]:
        first = (ax + (bx - ax) * 0.33 + nx * offset, ay + (by - ay) * 0.33 + ny * offset)
        second = (ax + (bx - ax) * 0.67 + nx * offset, ay + (by - ay) * 0.67 + ny * offset)
        return first, second

    out, back = side(bend + width / 2), side(bend - width / 2)
    return Path(a, ((*out, b), (back[1], back[0], a)), closed=True)


def band(centre: Path, width: float, steps: int = 24, taper: float = 1.0) -> Path:
    """A strip of `width` along a line: a strap, a cord, a belt. `taper` is the end's width."""
    left: list[Stop] = []
    right: list[Stop] = []
    for i in range(steps + 1):
        share = i / steps
        x, y = centre.at(share)
        angle = math.radians(centre.direction(share))
        half = width / 2 * (1 + (taper - 1) * share)
        left.append((x + math.sin(angle) * half, y - math.cos(angle) * half))
        right.append((x - math.sin(angle) * half, y + math.cos(angle) * half))
    ends = [(*left[0][:2], "corner"), *left[1:-1], (*left[-1][:2], "corner"),
            (*right[-1][:2], "corner"), *right[-2:0:-1], (*right[0][:2], "corner")]  # fmt: skip
    return shape(*ends)


def turn(point: Point, degrees: float, about: Point) -> Point:
    angle = math.radians(degrees)
    dx, dy = point[0] - about[0], point[1] - about[1]
    return (
        about[0] + dx * math.cos(angle) - dy * math.sin(angle),
        about[1] + dx * math.sin(angle) + dy * math.cos(angle),
    )


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def laid_by_hand(seed: str, amount: float = 4.0) -> Warp:
    """A slow, slight bend of the whole sheet, so that nothing lies as if it were stamped."""
    rng = random.Random(seed)
    waves = [
        (rng.uniform(0.004, 0.009), rng.uniform(0, 6.28), rng.uniform(0.004, 0.008),
         rng.uniform(0, 6.28)) for _ in range(3)
    ]  # fmt: skip
    lean = rng.uniform(-0.006, 0.006)

    def bend(point: Point) -> Point:
        x, y = point
        dx = sum(math.sin(x * fx * 0.6 + y * fy + px) for fx, px, fy, _ in waves) / 1.8
        dy = sum(math.sin(x * fx + y * fy * 0.5 + py) for fx, _, fy, py in waves) / 1.8
        return x + amount * dx + lean * (y - CENTRE), y + amount * dy - lean * (x - CENTRE)

    return bend


def _spline(stops: Sequence[Stop], tension: float) -> Path:
    """Catmull-Rom through each run of smooth stops, centripetal so that it never loops."""
    curves: list[tuple[Point, Point, Point]] = []
    run: list[Point] = []
    for index, stop in enumerate(stops):
        run.append((stop[0], stop[1]))
        if (len(stop) == 3 or index == len(stops) - 1) and len(run) > 1:
            curves.extend(_run(run, tension))
            run = [(stop[0], stop[1])]
    return Path((stops[0][0], stops[0][1]), tuple(curves))


def _run(points: Sequence[Point], tension: float) -> Iterable[tuple[Point, Point, Point]]:
    if len(points) == 2:
        a, b = points
        return [(between(a, b, 1 / 3), between(a, b, 2 / 3), b)]
    # The ends go on as they began, which rounds a run of three points like a drawn stroke.
    first = _reflect(points[1], points[0], points[2])
    last = _reflect(points[-2], points[-1], points[-3])
    padded = [first, *points, last]
    result = []
    for i in range(1, len(padded) - 2):
        p0, p1, p2, p3 = padded[i - 1 : i + 3]
        d1, d2, d3 = (max(math.dist(a, b), 1e-6) ** 0.5 for a, b in ((p0, p1), (p1, p2), (p2, p3)))
        handles = []
        for axis in (0, 1):
            m1 = (p2[axis] - p1[axis]) + d2 * (
                (p1[axis] - p0[axis]) / d1 - (p2[axis] - p0[axis]) / (d1 + d2)
            )
            m2 = (p2[axis] - p1[axis]) + d2 * (
                (p3[axis] - p2[axis]) / d3 - (p3[axis] - p1[axis]) / (d2 + d3)
            )
            handles.append((p1[axis] + m1 / 3 * tension, p2[axis] - m2 / 3 * tension))
        result.append(((handles[0][0], handles[1][0]), (handles[0][1], handles[1][1]), p2))
    return result


def _reflect(inner: Point, end: Point, far: Point) -> Point:
    """A stop beyond the end: the neighbour mirrored, bent as the line bends before it."""
    ex, ey = end
    return (
        2 * ex - inner[0] + 0.35 * (ex - 2 * inner[0] + far[0]),
        2 * ey - inner[1] + 0.35 * (ey - 2 * inner[1] + far[1]),
    )


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def strip(a: Point, b: Point, width: float) -> Path:
    """A straight band of cloth from `a` to `b`: a placket, a loop, a flap."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * width / 2, dx / length * width / 2
    corners: list[Stop] = [
        corner(a[0] + nx, a[1] + ny), corner(b[0] + nx, b[1] + ny),
        corner(b[0] - nx, b[1] - ny), corner(a[0] - nx, a[1] - ny),
    ]  # fmt: skip
    return shape(*corners)


@dataclass(frozen=True, slots=True)
class Fold:
    """A soft ridge from `a` to `b`: `bend` moves its middle sideways, `width` is how broad it is,
    `depth` (0 to 1) how strongly it shades."""

    a: Point
    b: Point
    bend: float = 0.0
    width: float = 18.0
    depth: float = 0.6

    def placed(self, place: Callable[[Path], Path]) -> Fold:
        """The fold where `place` lays its garment; a mirrored one bends the other way."""
        ends, probe = place(line(self.a, self.b)), place(line((0, 0), (1, 0), (1, 1)))
        (ax, ay), (bx, by), (cx, cy) = probe.start, probe.curves[0][2], probe.curves[-1][2]
        mirrored = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0
        bend = -self.bend if mirrored else self.bend
        return Fold(ends.start, ends.curves[-1][2], bend, self.width, self.depth)
