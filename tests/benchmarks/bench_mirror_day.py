"""What a mirror keeps of a day: 300 visits in 24 hours of its own clock, in a process of its own.

What is grown is between visit 50, by when all eight languages and most pictures have been shown,
and visit 300; the day's script is `tests/journeys/day`'s.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.row import Row

REPO = Path(__file__).resolve().parents[2]
VISITS = 300


def rows() -> Iterable[Row]:
    played = subprocess.run(
        [sys.executable, "-m", "tests.journeys.day.day", str(VISITS)],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    day = json.loads(played.stdout)
    assert not [*day["said"], *day["left"]], "what the journey's test would find"
    (rss, rss_then), (objects, objects_then) = day["rss_mb"], day["objects"]
    (qt, qt_then) = day["qt"]
    note = f"visit 50 to {VISITS} of {day['hours']:.0f} h; {rss:.0f} MB to {rss_then:.0f}"
    yield Row("mirror.day_growth_mb", rss_then - rss, "MB", 12, "lower", note)
    note = f"of Python, of {objects:,}: the catalog's; of Qt and QML {qt_then - qt}, of {qt:,}"
    yield Row("mirror.day_objects_growth", objects_then - objects, "", 2800, "lower", note)
