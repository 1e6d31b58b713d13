"""Is anybody charged twice, or a sale lost, when the hub or the terminal is killed anywhere?

`checkout.crash_cases` are kills by SIGKILL that struck at their named point, in real processes with
a real database and a card terminal in a process of its own; `checkout.violations` is what the judge
found wrong by the terminal's own books. `checkout.mutants_planted` are mistakes that were put into
the running code on purpose, and `checkout.mutants_found` those of them that the same judge found.
The whole run is `make crash`; this measures CASES anew, unless the last whole run judged this very
code: then its figures are told, and the note says of when they are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.row import Row
from tests.crash.runner import fingerprint

REPO = Path(__file__).resolve().parent.parent.parent
WHOLE = REPO / "var" / "crash.json"
CASES = 300


def rows() -> Iterable[Row]:
    found, note = _whole_run()
    if found is None:
        found, note = _fresh(), f"{CASES} cases of this run; the whole is `make crash`"
    mutants = found["mutants"]
    caught = sum(bool(words) for words in mutants.values())
    wanted = CASES if note.startswith(str(CASES)) else 2500
    return [
        Row("checkout.crash_cases", found["cases"], "cases", wanted, "higher", note),
        Row("checkout.violations", found["violations"], "", 0, "lower", note),
        Row("checkout.mutants_planted", len(mutants), "", 8, "higher", note),
        Row("checkout.mutants_found", caught, "", len(mutants), "higher", note),
    ]


def _whole_run() -> tuple[dict[str, Any] | None, str]:
    """The last run of `make crash`, if it was of the code as it is now."""
    if not WHOLE.exists():
        return None, ""
    found: dict[str, Any] = json.loads(WHOLE.read_text())
    if found.get("code") != fingerprint() or not found["mutants"]:
        return None, ""
    at = datetime.fromtimestamp(found["at"]).strftime("%Y-%m-%d %H:%M")
    return found, f"`make crash` of {at}, {found['seconds']:.0f} s, of this same code"


def _fresh() -> dict[str, Any]:
    """A smaller run, in a process that has no thread yet."""
    output = REPO / "var" / "crash-bench.json"
    output.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.crash", "--cases", str(CASES), "--write", str(output)]
    subprocess.run(command, cwd=REPO, stdout=subprocess.DEVNULL, check=False, env=os.environ)
    measured: dict[str, Any] = json.loads(output.read_text())
    return measured
