"""`make bench`: runs every benchmark, prints one table and writes var/bench.json.

A benchmark is a module `bench_*.py` here with `rows() -> Iterable[Row]`. Name some to run only
those: `make bench ARGS="outfits mirror"`.
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.row import Row

HERE = Path(__file__).parent
OUTPUT = HERE.parent.parent / "var" / "bench.json"


def main(names: list[str]) -> int:
    console = Console(width=None if sys.stdout.isatty() else 160)
    found = sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))
    unknown = set(names) - set(found)
    if unknown:
        console.print(f"No benchmark is called {', '.join(sorted(unknown))}; there are: {found}")
        return 2
    rows: list[Row] = []
    failed = False
    for name in names or found:
        console.print(f"[dim]measuring {name} …[/]")
        try:
            rows += importlib.import_module(f"tests.benchmarks.bench_{name}").rows()
        except Exception:  # noqa: BLE001 - one broken benchmark must not hide the others
            traceback.print_exc()
            failed = True
    table = Table("figure", "value", "unit", "goal", "", "note")
    for row in rows:
        goal = "" if row.goal is None else f"{'≤' if row.better == 'lower' else '≥'} {row.goal:g}"
        mark = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[row.met]
        table.add_row(row.name, f"{row.value:,.2f}", row.unit, goal, mark, row.note)
    console.print(table)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps([row.as_dict() for row in rows], indent=2) + "\n")
    console.print(f"Written to {OUTPUT}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
