"""`make crash`: kills real hubs and terminals at every point, and judges what is left.

Prints the totals, writes var/crash.json, and ends with 1 when the judge found anything, when a
planted mistake was not found, or when too few kills struck.

    python -m tests.crash                         2,500 cases and every mutant
    python -m tests.crash --cases 300             fewer
    python -m tests.crash --replay '{"script": …}'   one case again, with its trace
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.crash.cases import (
    EVERY_SCRIPT,
    NO_FAULT,
    ONE,
    SCRIPTS,
    Case,
    Fault,
    Kind,
)
from tests.crash.floor import Floor
from tests.crash.points import Point
from tests.crash.runner import Totals, fingerprint, run

REPO = Path(__file__).resolve().parent.parent.parent
CASES = 2500


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="kills that must strike")
    parser.add_argument("--workers", type=int, default=2 * (os.cpu_count() or 2))
    parser.add_argument("--no-mutants", action="store_true")
    parser.add_argument("--only", default="", help="ways whose words contain this")
    parser.add_argument("--replay", default="", help="one case, as a line of a failure gives it")
    parser.add_argument("--mutant", default="", help="with --replay: planted meanwhile")
    parser.add_argument("--write", type=Path, default=REPO / "var" / "crash.json")
    parser.add_argument("--smoke", action="store_true", help="one kill of each family of points")
    asked = parser.parse_args()
    if asked.smoke:
        return smoke()
    if asked.replay:
        return replay(parsed(asked.replay), asked.mutant)
    began = time.monotonic()
    totals = run(asked.cases, asked.workers, mutants=not asked.no_mutants, only=asked.only)
    totals.code = fingerprint()
    totals.seconds = round(time.monotonic() - began, 1)
    report(totals)
    asked.write.parent.mkdir(exist_ok=True)
    asked.write.write_text(json.dumps(asdict(totals), indent=1) + "\n")
    return 0 if totals.good(asked.cases) else 1


def report(totals: Totals) -> None:
    for name, words in totals.kinds.items():
        print(f"{name:>32}: {words}")
    for name, words in totals.places.items():
        print(f"{name:>32}: {words}")
    print(
        f"{totals.cases} kills struck at their points ({totals.second} of them a second time), on "
        f"{totals.ways} ways, at {totals.points} different points; {totals.missed} did not strike; "
        f"{totals.played} checkouts in all, {totals.seconds:.0f} s"
    )
    for one in totals.wrong[:20]:
        print(f"WRONG: {one['case']}\n  " + "\n  ".join(one["wrong"][:6]))
        print(f"  python -m tests.crash --replay '{one['replay']}'")
    print(f"violations: {totals.violations}")
    for name, found in totals.mutants.items():
        print(f"mutant {name}: {found or 'NOT FOUND'}")


FAMILIES = (
    "hub|PayPressed",
    "hub|page: LOCKED",
    "hub|ledger",
    "hub|terminal prepare: sent",
    "hub|terminal perform: received",
    "hub|terminal perform: answered",
    "terminal|books approved: before",
    "terminal|books approved: after",
    "terminal|line perform: before reply",
)


def smoke() -> int:
    """Proves that the harness works: a kill of each family strikes, one during recovery too, the
    judge finds nothing in them, and finds a mistake that is planted."""
    floor = Floor("smoke")
    try:
        bad = []
        lost = Fault(Kind.LOST_ANSWER, "perform", ONE)
        points = floor.play(Case(SCRIPTS[0], NO_FAULT)).trace.points()
        kills = [next(p for p in points if str(p).startswith(name)) for name in FAMILIES]
        cases = [Case(SCRIPTS[0], NO_FAULT, (kill,)) for kill in kills]
        again = (kills[4], Point("hub", "terminal status: sent", 1))
        for case in [*cases, Case(SCRIPTS[0], lost), Case(SCRIPTS[0], NO_FAULT, again)]:
            played = floor.play(case)
            if played.wrong or (case.kills and not played.counts):
                bad.append(f"{case}: struck {played.struck}, {played.wrong}")
        if not floor.play(Case(SCRIPTS[0], lost), "timeout taken as decline").wrong:
            bad.append("a planted mistake was not found")
    finally:
        floor.close()
    print("\n".join(bad) or f"{len(kills) + 1} kills struck, and nothing is wrong")
    return int(bool(bad))


def replay(case: Case, mutant: str) -> int:
    floor = Floor("replay")
    try:
        played = floor.play(case, mutant)
    finally:
        floor.close()
    for kind, words in played.trace.lines:
        print(kind, words)
    print(f"{case}: struck {[str(one) for one in played.struck]}")
    print("\n".join(played.wrong) or "nothing wrong")
    return int(bool(played.wrong))


def parsed(text: str) -> Case:
    said: dict[str, Any] = json.loads(text)
    scripts = {script.name: script for script in EVERY_SCRIPT}
    fault = Fault(Kind(said["fault"][0]), *said["fault"][1:]) if said["fault"] else NO_FAULT
    kills = tuple(Point.parse(one) for one in said["kills"])
    return Case(scripts[said["script"]], fault, kills)


if __name__ == "__main__":
    sys.exit(main())
