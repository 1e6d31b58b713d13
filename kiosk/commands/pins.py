"""How a command gets a PIN: from who sits there, unseen, or from a script.

Owns that a PIN is never an argument: arguments are seen by everybody on the machine, and kept by
shells. Whether the PIN is right is another's business.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

FromInput = Annotated[
    bool, typer.Option("--pin-stdin", help="Read the PIN from standard input, for scripts.")
]
VARIABLE = "HANGTAG_PIN"


def new_pin(from_input: bool) -> str:
    """A PIN that is to be set: typed twice."""
    if from_input or not sys.stdin.isatty():
        return _line()
    typed: str = typer.prompt("PIN (4 to 8 digits)", hide_input=True, confirmation_prompt=True)
    return typed


def own_pin(from_input: bool) -> str:
    """The PIN of who gives the command; a script may have it in the variable. It is taken out of
    there, so that no program that is started has it."""
    told = os.environ.pop(VARIABLE, "").strip()
    if from_input:
        return _line()
    if told:
        return told
    if not sys.stdin.isatty():
        return _line()
    typed: str = typer.prompt("PIN", hide_input=True)
    return typed


def _line() -> str:
    from kiosk.config import ConfigError

    pin = sys.stdin.readline().strip()
    if not pin:
        raise ConfigError(
            "There is no PIN. Type it where it is asked for, or write it to standard input and "
            "say --pin-stdin."
        )
    return pin
