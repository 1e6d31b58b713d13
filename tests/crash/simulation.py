"""Checkouts by seed: the same engine, tables and ledger as in the shop, without processes.

    python -m tests.crash.simulation --seeds 100000          on all cores
    python -m tests.crash.simulation --first 4711 --seeds 1 --tell     one again, step by step
    python -m tests.crash.simulation --mutants               what finds each planted mistake

One seed is one day of a small shop with two tables: shoppers, colleagues, cards, outages of up to
dozens of calls, a database that fails, and a hub that dies between any two effects and inside any
transaction. Time is virtual and there is one thread, so that a seed is the same every time. The
judge is the one of `make crash`. Owns the seeds and the processes that play them; a day is in
`day.py`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from catalog.store import Catalog
from kiosk.hub.checkout import view
from kiosk.hub.tables import table as table_module
from tests.crash import mutants
from tests.crash.day import Day, PowerCut, SimulatedCashier
from tests.crash.model_terminal import ModelTerminal
from tests.crash.shop import Shop


def play(shop: Shop, seed: int, tell: Callable[[str], None] = lambda _: None) -> Day:
    shop.clear()
    shop.commit = lambda commit: commit()
    day = Day.__new__(Day)
    shop.commit = lambda commit: day.commit(commit)
    try:
        day.__init__(shop, seed, tell)  # type: ignore[misc]
    except PowerCut:
        day._dies()
    with suppress(PowerCut):
        day.run()
    return day


def work(number: int, workers: int, first: int, seeds: int, mutant: str, writing: int) -> None:
    """A worker's whole life: every `workers`-th seed."""
    shop = Shop(f"simulation-{number}")
    code = 1
    try:
        prepare(shop.catalog, mutant)
        seen: Counter[str] = Counter()
        bad = []
        for seed in range(first + number, first + seeds, workers):
            day = play(shop, seed)
            seen += day.seen
            if day.wrong:
                bad.append((seed, day.wrong[:3]))
                if mutant or len(bad) > 5:
                    break
        os.write(writing, json.dumps([seen, bad]).encode())
        code = 0
    except Exception:  # noqa: BLE001 - the parent says that a worker broke
        sys.stderr.write(f"seed {seed} broke:\n{traceback.format_exc()}")
        sys.stderr.flush()
    finally:
        shop.close()
        os._exit(code)


def prepare(catalog: Catalog, mutant: str = "") -> None:
    """The switches of the simulation, in this process."""
    logging.disable(logging.CRITICAL)
    view._qr_svg = lambda address: ""  # type: ignore[assignment]
    table_module.Cashier = SimulatedCashier  # type: ignore[misc,attr-defined]
    if mutant:
        mutants.plant(mutant, catalog, ModelTerminal)


def run(first: int, seeds: int, workers: int, mutant: str = "") -> tuple[Counter[str], list[Any]]:
    """All seeds, on so many processes: what was seen, and the seeds that went wrong."""
    files = []
    for number in range(workers):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            work(number, workers, first, seeds, mutant, writing)
        os.close(writing)
        files.append(reading)
    seen: Counter[str] = Counter()
    bad: list[Any] = []
    for reading in files:
        with os.fdopen(reading, "rb") as file:
            said = file.read()
        if said:
            more, worse = json.loads(said)
            seen += Counter(more)
            bad += worse
        else:
            bad.append([-1, ["a worker broke"]])
    for _ in range(workers):
        os.wait()
    return seen, sorted(bad)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--tell", action="store_true", help="one seed, step by step")
    parser.add_argument("--mutants", action="store_true", help="seeds until each is found")
    asked = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets of tags must have one order
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.crash.simulation", *sys.argv[1:]])
    if asked.tell:
        shop = Shop("simulation")
        prepare(shop.catalog)
        day = play(shop, asked.first, print)
        print("\n".join(day.wrong) or "nothing wrong")
        shop.close()
        return int(bool(day.wrong))
    if asked.mutants:
        lost = 0
        for mutant in mutants.ENGINE:
            _, bad = run(asked.first, asked.seeds, asked.workers, mutant.name)
            lost += not bad
            print(f"{mutant.name}: {f'seed {bad[0][0]}: {bad[0][1][0]}' if bad else 'NOT FOUND'}")
        return int(bool(lost))
    began = time.monotonic()
    seen, bad = run(asked.first, asked.seeds, asked.workers)
    for words in sorted(seen):
        print(f"{words:>24}: {seen[words]}")
    for seed, wrong in bad[:10]:
        print(f"WRONG: seed {seed}: {wrong}")
        print(f"  python -m tests.crash.simulation --first {seed} --seeds 1 --tell")
    took = time.monotonic() - began
    print(f"{asked.seeds} seeds in {took:.0f} s, {len(bad)} of them went wrong")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
