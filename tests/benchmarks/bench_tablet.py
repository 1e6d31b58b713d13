"""How soon a garment on the table is on the tablet: the whole chain, nothing in it replaced.

Emulated Mercury module on a pty, paced like the real one -> its driver -> read zone -> `kiosk
table`'s own loop -> HTTP -> `kiosk hub` in a process of its own -> Server-Sent Events -> Chromium.
A sample begins with the last byte of the deciding read (the newest before the zone took the
garment in) and ends when the basket with it was painted. What is measured is laid once, so that no
picture comes from a cache.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.benchmarks.checkout_shop import (
    LaidTable,
    running_hub,
    shop_settings,
    tablet_page,
    tags_in_stock,
)
from tests.benchmarks.row import Row, percentile

ON_THE_TABLE = 40  # at the end of a round
SAMPLES = 12  # of them, the last ones, are laid one by one and measured
ROUNDS = 10

# Resolves with the mark of the painting that first showed so many garments.
PAINTED = """(count) => new Promise((resolve) => {
    const look = () => {
        const shown = document.querySelector(".number")?.textContent === String(count);
        const mark = window.hangtag;
        if (shown && mark?.picturedAt) resolve(mark);
        else setTimeout(look, 4);
    };
    look(); })"""
# The floor under every sample: nothing but this page's own next painting.
TWO_FRAMES = """() => new Promise((resolve) => {
    const began = performance.now();
    requestAnimationFrame(() =>
        requestAnimationFrame(() => resolve(performance.now() - began))); })"""
IS_EMPTY = """() => new Promise((resolve) => {
    const look = () =>
        document.querySelector("[data-screen=empty]") ? resolve(true) : setTimeout(look, 20);
    look(); })"""


def rows() -> Iterable[Row]:
    words, pictures, frames = _measure()
    last = f"{ON_THE_TABLE - SAMPLES + 1}th to {ON_THE_TABLE}th"
    note = f"{len(pictures)} garments, the {last} on the table, their pictures seen too"
    return [
        Row("tablet.laid_to_painted_p99_ms", percentile(pictures, 99), "ms", 150, "lower", note),
        Row("tablet.laid_to_painted_p50_ms", percentile(pictures, 50), "ms", None, "lower", note),
        Row(
            "tablet.laid_to_words_p99_ms",
            percentile(words, 99),
            "ms",
            None,
            "lower",
            "the same, to count, total and name",
        ),
        Row(
            "chromium.two_frames_p99_ms",
            percentile(frames, 99),
            "ms",
            None,
            "lower",
            "raw baseline: two frames of the same page, between the samples",
        ),
    ]


def _measure() -> tuple[list[float], list[float], list[float]]:
    """Milliseconds to the words and the pictures of each garment laid, and of two bare frames."""
    frames: list[float] = []
    words: list[float] = []
    pictures: list[float] = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        settings = shop_settings(folder)
        opened.enter_context(running_hub(settings, folder / "config.yaml"))
        page = opened.enter_context(tablet_page(settings))
        table = opened.enter_context(LaidTable(settings))
        tags = tags_in_stock(settings)
        before = ON_THE_TABLE - SAMPLES
        lying, fresh = tags[:before], iter(tags[before:])
        for _ in range(ROUNDS):
            page.evaluate(IS_EMPTY)
            table.lay_all(lying)
            page.evaluate(PAINTED, before)
            for count in range(before + 1, ON_THE_TABLE + 1):
                began = table.lay(next(fresh))
                mark: dict[str, Any] = page.evaluate(PAINTED, count)
                words.append(mark["paintedAt"] - began)
                pictures.append(mark["picturedAt"] - began)
                frames.append(page.evaluate(TWO_FRAMES))
            table.lift_all()
    return words, pictures, frames
