"""A mirror's day: 24 hours and 300 visits, after which it is as it was in the morning."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import REPO

# It took 97 s of one processor, and 154 s beside other work.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

VISITS = 300
# The sample shop is looked through more and more: what its catalog knows of looks and prices, the
# letters of eight languages. Of what a visit makes, nothing may stay.
GROWTH_MB = 12.0
GROWTH_OBJECTS = 0.02
# What shoppers, colleagues and phones did at least once, or the day shows nothing.
TOUCHED = {
    *("garment", "choice", "offer", "bring", "hold", "call", "fault", "more", "back", "close"),
    *("mark:phone", "mark:knows", "mark:comfort", "mark:languages", "forget", "score", "word"),
    *("language:ar", "language:zh", "language:ja", "language:de", "pay"),
}
HEARD = {
    *("request bring", "request hold", "request call", "request taken", "request cancelled"),
    *("payment", "rating", "handed_back", "phone garment", "phone bring", "phone language"),
}
DID = {"handed one back", "hub away", "reader away", "duty changed", "forgotten now"}


def test_a_day_leaves_nothing() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.journeys.day.day", str(VISITS)],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert played.returncode == 0, played.stderr[-3000:]
    assert played.stderr == "", "nothing is said to anybody"
    day = json.loads(played.stdout)
    assert day["visits"] == VISITS
    assert day["hours"] >= 24
    assert day["names"] > 4 * VISITS, "keys, tokens and ids to search for"
    assert day["said"] == []
    assert day["wrong"] == []
    assert day["left"] == {}, "of a visit that was forgotten"
    missed = (TOUCHED - day["touched"].keys(), HEARD - day["heard"].keys(), DID - day["did"].keys())
    assert not any(missed), f"nobody did {missed}"
    before, after = day["rss_mb"]
    assert after - before <= GROWTH_MB
    before, after = day["objects"]
    assert after <= before * (1 + GROWTH_OBJECTS), day["grown"]
    assert day["qt"][0] == day["qt"][1], day["grown"]
    assert day["threads"][0] == day["threads"][1]
