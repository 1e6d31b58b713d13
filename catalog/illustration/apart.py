"""Drawing in a process of its own: `python -m catalog.illustration.apart FOLDER KEY`.

The rasteriser holds Python's lock for seconds, in which a program with other duties would stand
still. Owns that process and its end; what is drawn is `fallback`'s.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LONGEST_S = 120.0  # on a Pi that is busy with everything else
POLITE = 3  # added to our niceness: nobody waits for a drawing


def ensure_apart(store_dir: Path, key: str) -> None:
    """As `fallback.ensure`, leaving this process free. Blocks until it is drawn.

    Raises `OSError` when it was not: a full disk, or a machine too busy to draw within 120 s.
    """
    command = [sys.executable, "-m", "catalog.illustration.apart", str(store_dir), key]
    try:
        drawn = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_S
        )
    except subprocess.TimeoutExpired as error:
        raise OSError(f"{key} was not drawn within {LONGEST_S:.0f} s") from error
    if drawn.returncode != 0:
        cause = drawn.stderr.strip().rpartition("\n")[2] or f"exit code {drawn.returncode}"
        raise OSError(f"{key} was not drawn: {cause}")


def main(arguments: list[str]) -> int:
    from catalog.illustration.fallback import ensure

    os.nice(POLITE)
    store_dir, key = arguments
    return 0 if ensure(Path(store_dir), key) else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
