"""The command `kiosk`: puts the subcommands together and turns expected failures into words.

Owns no work of its own; each subcommand is a file of `kiosk.commands`.
"""

from __future__ import annotations


def main() -> None:
    """Entry point of the command `kiosk`."""
    raise SystemExit("not built yet")
