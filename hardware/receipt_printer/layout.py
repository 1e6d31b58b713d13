"""A paper set in lines of a fixed width: pure, and the same for every printer.

Owns wrapping, and where amounts stand. Knows neither dots nor bytes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from textwrap import wrap

from hardware.receipt_printer.printer import Paper, QrCode, Row, Rule, Space, Text

# What typesetting writes and printers do not have.
PLAIN = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{MIDDLE DOT}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, as long as the paper is wide or shorter. A `large` one has half the width
    to fill."""

    text: str = ""
    bold: bool = False
    large: bool = False


Printable = Line | QrCode


def lay_out(paper: Paper, columns: int) -> list[Printable]:
    """The paper's lines, from top to bottom, for a printer with so many columns."""
    lines: list[Printable] = []
    for part in paper:
        match part:
            case Text():
                wide = columns // 2 if part.large else columns
                for text in _wrapped(part.text, wide - part.indent):
                    placed = text.center(wide) if part.centred else " " * part.indent + text
                    lines.append(Line(placed.rstrip(), part.bold, part.large))
            case Row():
                wide = columns // 2 if part.large else columns
                lines += [Line(text, part.bold, part.large) for text in _row(part, wide)]
            case Rule():
                lines.append(Line("\N{BOX DRAWINGS LIGHT HORIZONTAL}" * columns))
            case Space():
                lines += [Line()] * part.lines
            case QrCode():
                lines.append(part)
    return lines


def plain(text: str) -> str:
    """Without what a printer would take for a command, and in the characters that it has: a
    product's name must not be able to steer it."""
    composed = unicodedata.normalize("NFC", text.translate(PLAIN))
    kept = (" " if one.isspace() else one for one in composed)
    return "".join(one for one in kept if unicodedata.category(one)[0] not in "CM")


def _wrapped(text: str, wide: int) -> list[str]:
    return [line for each in text.split("\n") for line in (wrap(plain(each), wide) or [""])]


def _row(row: Row, wide: int) -> list[str]:
    right = plain(row.right).strip()
    room = wide - len(right) - 1
    if room < wide // 3:  # an amount that leaves no room stands below
        return [*_wrapped(row.left, wide), *(line.rjust(wide) for line in _wrapped(right, wide))]
    first, *rest = _wrapped(row.left, room)
    return [f"{first:<{room}} {right}".rstrip(), *rest]
