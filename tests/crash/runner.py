"""Which cases are played by whom, and what they come to.

Owns the choice: without a fault a kill at every point; with one, where fewest kills of its kind
have struck. Workers are forked from this process, which has imported everything and opened nothing;
each has a floor of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash import databases
from tests.crash.cases import Case, Fault, Script, goes_through, kills_a_round, ways
from tests.crash.floor import Floor, Played
from tests.crash.mutants import MUTANTS, Mutant
from tests.crash.points import Point

REPO = Path(__file__).resolve().parent.parent.parent
CODE = ("kiosk/hub", "hardware/payment_terminal", "catalog", "tests/crash")
CASES_MOST = 8  # times as many cases as wanted, before a worker gives up on missed kills
LOOKS = 6  # for one mutant, before it has got away


@dataclass
class Totals:
    """What a run came to. `cases` counts kills that struck at their point, a second one of the same
    case with it."""

    cases: int = 0
    second: int = 0
    missed: int = 0
    played: int = 0
    ways: int = 0
    points: int = 0
    violations: int = 0
    seconds: float = 0.0
    code: str = ""
    at: float = field(default_factory=time.time)
    kinds: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    mutants: dict[str, str] = field(default_factory=dict)

    def good(self, wanted: int) -> bool:
        return not self.violations and self.cases >= wanted and all(self.mutants.values())


def fingerprint() -> str:
    """Of the code that a run judges, and of the judge: figures of other code are no figures."""
    found = hashlib.sha256()
    for folder in CODE:
        for file in sorted((REPO / folder).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def run(cases: int, workers: int, *, mutants: bool, only: str = "") -> Totals:
    """Plays until so many kills have struck; then every mutant."""
    if databases.has_server():
        databases.server()  # before the forks: they share it
    else:
        print("PostgreSQL is not installed: its cases are left out.", flush=True)
    files = {}
    for number in range(workers):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            _work(number, workers, -(-cases // workers), writing, mutants=mutants, only=only)
        os.close(writing)
        files[reading] = b""
    totals, points, played_ways = Totals(), set[str](), set[str]()
    told = time.monotonic()
    while files:
        ready, _, _ = select.select(list(files), [], [])
        for file in ready:
            data = os.read(file, 1 << 16)
            if not data:
                os.close(file)
                del files[file]
                continue
            *lines, files[file] = (files[file] + data).split(b"\n")
            for line in lines:
                _count(totals, json.loads(line), points, played_ways)
        if time.monotonic() - told > 10:
            told = time.monotonic()
            print(f"{totals.cases} kills, {totals.violations} violations …", flush=True)
    for _ in range(workers):
        _, status = os.wait()
        if status:
            totals.violations += 1
            totals.wrong.append(
                {"case": "a worker", "wrong": [f"ended with {status}"], "replay": ""}
            )
    totals.points, totals.ways = len(points), len(played_ways)
    totals.kinds = dict(sorted(totals.kinds.items()))
    totals.places = dict(sorted(totals.places.items()))
    return totals


def _count(totals: Totals, said: dict[str, Any], points: set[str], ways: set[str]) -> None:
    if "mutant" in said:
        totals.mutants[said["mutant"]] = said["found"]
        return
    totals.played += 1
    if said["wrong"]:
        print(f"WRONG: {said['case']}: {said['wrong'][0][:300]}", flush=True)
        totals.violations += 1
        totals.wrong.append(said)
    if said["kills"] and not said["counts"]:
        totals.missed += 1
    elif said["kills"]:
        totals.cases += 1
        totals.second += len(said["kills"]) > 1
        kind = said["fault"] or "no fault"
        totals.kinds[kind] = totals.kinds.get(kind, 0) + 1
        for place in said["places"]:
            totals.places[place] = totals.places.get(place, 0) + 1
        ways.add(said["way"])
        points.update(one.rpartition("|")[0] for one in said["kills"])


def _work(number: int, workers: int, quota: int, writing: int, *, mutants: bool, only: str) -> None:
    """One worker's whole life, in a process of its own."""
    code = 1
    floor = Floor(str(number))
    try:
        mine = [way for way in ways() if only in str(Case(*way)) and playable(way[0])]
        chosen = Chooser(floor, mine[number::workers])
        struck = 0
        for played in chosen.play(quota * CASES_MOST):
            _say(writing, told(played))
            struck += played.counts
            if struck >= quota:
                break
        if mutants:
            for mutant in planted()[number::workers]:
                _say(writing, {"mutant": mutant.name, "found": look_for(floor, mutant)})
        code = 0
    except Exception:  # noqa: BLE001 - the parent says that a worker broke
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        floor.close()
        os._exit(code)


def playable(script: Script) -> bool:
    return script.database == "sqlite" or databases.has_server()


def planted() -> list[Mutant]:
    return [mutant for mutant in MUTANTS if all(playable(script) for script, _ in mutant.ways)]


def told(played: Played) -> dict[str, Any]:
    case = played.case
    fault = case.fault
    return {
        "case": str(case),
        "way": str(Case(case.script, case.fault)),
        "fault": f"{fault.kind.value}, {fault.calls} calls" if fault.op else "",
        "places": case.script.places,
        "kills": [str(kill) for kill in case.kills],
        "counts": played.counts,
        "wrong": played.wrong,
        "replay": replayed(case),
    }


def replayed(case: Case) -> str:
    """The case as `--replay` takes it."""
    fault = case.fault
    return json.dumps(
        {
            "script": case.script.name,
            "fault": [fault.kind.value, fault.op, fault.calls] if fault.op else [],
            "kills": [str(kill) for kill in case.kills],
        }
    )


def _say(writing: int, what: dict[str, Any]) -> None:
    data = json.dumps(what).encode() + b"\n"
    while data:
        data = data[os.write(writing, data) :]


class Chooser:
    """The next case, from what is known of the points on each way."""

    def __init__(self, floor: Floor, mine: list[tuple[Script, Fault]]) -> None:
        self._floor = floor
        self._mine = mine
        self._points: dict[int, list[Point]] = {}
        self._struck: Counter[tuple[str, str]] = Counter()
        self._done: set[Case] = set()

    def play(self, most: int) -> Iterator[Played]:
        left = most
        while left > 0 and self._mine:
            before = left
            for way in range(len(self._mine)):
                for played in self._round(way):
                    left -= 1
                    yield played
            if left == before:
                return  # every case there is has been played

    def _round(self, way: int) -> Iterator[Played]:
        script, fault = self._mine[way]
        if way not in self._points:
            played = self._floor.play(Case(script, fault))
            self._points[way] = played.trace.points()
            yield played
        every = goes_through(script, fault)
        first = self._least(script, fault, self._points[way], ())
        for kill in first if every else first[: kills_a_round(script, fault)]:
            played = self._one(Case(script, fault, (kill,)))
            yield played
            if played.counts and self._seconds(every):
                again = self._least(script, fault, played.trace.points(1), (kill,))
                for second in again[:1]:
                    yield self._one(Case(script, fault, (kill, second)))

    def _seconds(self, every: bool) -> bool:
        return len(self._done) % (4 if every else 2) == 0

    def _one(self, case: Case) -> Played:
        self._done.add(case)
        played = self._floor.play(case)
        if not played.counts:  # as likely to be missed again
            self._struck[case.fault.kind.value, case.kills[-1].name] += 1
        return played

    def _least(
        self, script: Script, fault: Fault, points: list[Point], before: tuple[Point, ...]
    ) -> list[Point]:
        """The points that no case of this way had yet, those first where fewest were killed."""
        fresh = [p for p in points if Case(script, fault, (*before, p)) not in self._done]
        kind = fault.kind.value if fault.op else ""
        chosen = sorted(fresh, key=lambda p: (self._struck[kind, p.name], p.nth))
        for point in chosen[: kills_a_round(script, fault)]:
            self._struck[kind, point.name] += 1
        return chosen


def look_for(floor: Floor, mutant: Mutant) -> str:
    """The first case on which the judge finds the mutant, and finds nothing without it; "" if it
    gets away.

    Who is first, the shopper or their card, is not fixed on a machine with other work; a way on
    which it matters is gone again.
    """
    for _ in range(LOOKS):
        for script, fault in mutant.ways:
            played = floor.play(Case(script, fault), mutant.name)
            cases = [played.case]
            for point in played.trace.points():
                if point.name.startswith(mutant.at or ("-",)):
                    cases.append(Case(script, fault, (point,)))
            for case in cases:
                found = floor.play(case, mutant.name).wrong
                if found and not floor.play(case).wrong:
                    return f"{case} -> {found[0][:160]}"
    return ""
