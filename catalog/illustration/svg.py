"""Small pieces of SVG markup: rectangles, strokes, fills, gradient stops, filter regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def rect(box: Sequence[float], fill: str, alpha: float = 1.0) -> str:
    return (
        f'<rect x="{box[0]:.1f}" y="{box[1]:.1f}" width="{box[2] - box[0]:.1f}" '
        f'height="{box[3] - box[1]:.1f}" fill="{fill}" fill-opacity="{alpha:.3f}"/>'
    )


def region(box: Sequence[float]) -> str:
    return (
        f'filterUnits="userSpaceOnUse" x="{box[0]:.0f}" y="{box[1]:.0f}" '
        f'width="{box[2] - box[0]:.0f}" height="{box[3] - box[1]:.0f}"'
    )


def stroked(
    d: str, colour: str, width: float, alpha: float = 1.0, move: str = "", extra: str = ""
) -> str:
    transform = f' transform="{move}"' if move else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.2f}" '
        f'stroke-opacity="{min(1.0, alpha):.3f}" stroke-linejoin="round" '
        f'stroke-linecap="round"{transform}{extra}/>'
    )


def filled(d: str, colour: str, alpha: float) -> str:
    return f'<path d="{d}" fill="{colour}" fill-opacity="{min(1.0, alpha):.3f}"/>'


def gradient(stops: Iterable[tuple[float, str]]) -> str:
    return "".join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)


def grown(box: Sequence[float], by: float) -> tuple[float, float, float, float]:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def mixed(a: str, b: str, share: float) -> str:
    mixed = (
        round(int(a[i : i + 2], 16) * (1 - share) + int(b[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
