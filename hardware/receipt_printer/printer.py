"""The contract of every receipt printer: print a paper, and say what became of it.

Owns the words: what a paper is made of, and the three ways in which printing ends. Knows no
printer's language, and nothing about sales.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hardware.device import Health


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; it wraps. `large` is twice as high and wide; `indent` is so many columns."""

    text: str
    centred: bool = False
    bold: bool = False
    large: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Words at the left, which wrap, and a short text at the right, which does not."""

    left: str
    right: str
    bold: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code in the middle of the paper."""

    text: str


Part = Text | Row | Rule | Space | QrCode
Paper = tuple[Part, ...]  # from top to bottom; it is cut off at its end


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper came out, as far as the printer can tell."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Nothing was printed: try again later. `problem` is a sentence for staff, `cause` is for
    developers."""

    problem: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class MaybePrinted:
    """The printer was lost while it printed: the paper may be there, wholly, in part or not at
    all. Who prints it again marks it as a copy."""

    problem: str
    cause: str = ""


Outcome = Printed | NotPrinted | MaybePrinted


class ReceiptPrinter(Protocol):
    """A `Device` that prints papers, one at a time. Safe to call from several threads."""

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None: ...

    def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
        """Print and cut; may take some seconds. `drawer` opens the cash drawer first. An expected
        failure is a value."""
        ...
