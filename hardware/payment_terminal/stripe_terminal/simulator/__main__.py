"""The simulator as a program of its own: `python -m …stripe_terminal.simulator`."""

from __future__ import annotations

import argparse
from pathlib import Path

from hardware.payment_terminal.stripe_terminal.simulator.run import run


def main() -> None:
    parser = argparse.ArgumentParser(description="Plays Stripe's side on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--books", type=Path, default=None, help="a file that keeps the account")
    parser.add_argument("--reader", default="", help="the id of a reader to begin with: tmr_…")
    given = parser.parse_args()
    run(given.port, given.books, given.reader, lambda url, _: print(url, flush=True))  # noqa: T201


if __name__ == "__main__":
    main()
