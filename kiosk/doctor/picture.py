"""The two distributions of a calibration as a picture, so that a person sees whether they part.

Owns how it looks: paper, ink, one accent; inside is what is filled, outside what is hatched.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from kiosk.doctor.calibration import Measured, histogram

WIDTH, HEIGHT = 960, 480
LEFT, RIGHT, TOP, BASE = 64, 896, 132, 388
MOST_BINS = 60  # most readers tell whole dB: a bar for each, or for two
PAPER, INK, SOFT, LINE, ACCENT = "#FAF7F2", "#181512", "#6B645B", "#D9D2C7", "#8A5A1F"


def svg(measured: Measured, title: str) -> str:
    """The picture of both distributions, with the thresholds between them."""
    everything = (*measured.inside, *measured.outside)
    low = 5 * ((min((*everything, measured.outside_dbm)) - 3) // 5)
    high = 5 * ((max((*everything, measured.inside_dbm)) + 8) // 5)

    def x(dbm: float) -> float:
        return LEFT + (dbm - low) / (high - low) * (RIGHT - LEFT)

    bins = int(high - low) if high - low <= MOST_BINS else int(high - low) // 2
    inside = histogram(measured.inside, low, high, bins)
    outside = histogram(measured.outside, low, high, bins)
    tallest = max((*inside, *outside))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="Inter, system-ui, sans-serif">',
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="2" height="6" fill="{SOFT}"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(LEFT, 56, title, 24, INK, weight=600),
        _text(LEFT, 84, measured.verdict, 16, INK if measured.parts else ACCENT),
        _bars(outside, tallest, "url(#hatch)"),
        _bars(inside, tallest, ACCENT),
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{BASE}" y2="{BASE}" stroke="{INK}"/>',
    ]
    step = 5 if high - low <= 45 else 10
    parts += [
        _text(x(dbm), BASE + 24, f"{dbm:.0f}".replace("-", "−"), 14, SOFT, anchor="middle")
        for dbm in range(int(low), int(high) + 1, step)
    ]
    if measured.parts:
        for dbm, words, anchor, shift in (
            (measured.outside_dbm, "outside", "end", -8),
            (measured.inside_dbm, "inside", "start", 8),
        ):
            parts.append(
                f'<line x1="{x(dbm):.1f}" x2="{x(dbm):.1f}" y1="{TOP - 16}" y2="{BASE}" '
                f'stroke="{INK}" stroke-dasharray="2 4"/>'
            )
            parts.append(_text(x(dbm) + shift, TOP - 6, words, 14, INK, anchor=anchor))
    counts = f"{len(measured.inside)} reads inside, {len(measured.outside)} outside"
    parts += [
        _text(LEFT, HEIGHT - 32, f"Strength in dBm. {counts}.", 14, SOFT),
        "</svg>",
    ]
    return "\n".join(parts)


def write(measured: Measured, title: str, file: Path) -> None:
    """The picture as an SVG that any browser opens. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg(measured, title), encoding="utf-8")


def _bars(shares: list[float], tallest: float, fill: str) -> str:
    width = (RIGHT - LEFT) / len(shares)
    bars = [
        f'<rect x="{LEFT + number * width + 1:.1f}" y="{BASE - height:.1f}" '
        f'width="{width - 2:.1f}" height="{height:.1f}" fill="{fill}" fill-opacity="0.9"/>'
        for number, share in enumerate(shares)
        if (height := share / tallest * (BASE - TOP)) > 0
    ]
    return "".join(bars)


def _text(
    x: float,
    y: float,
    words: str,
    size: int,
    fill: str,
    *,
    weight: int = 450,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
