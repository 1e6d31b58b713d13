"""The receipt on paper: the document as a receipt printer's parts. Pure.

Owns what stands where on the roll. A copy says that it is one, at its top.
"""

from __future__ import annotations

from hardware.receipt_printer.printer import Paper, Part, QrCode, Row, Rule, Space, Text
from kiosk.hub.receipts.document import Document, Entry
from kiosk.hub.web.words import Words


def paper(document: Document, words: Words, *, copy: bool = False) -> Paper:
    """`copy`: this receipt may be on paper already."""
    parts: list[Part] = [Text(document.shop, centred=True, bold=True, large=True), Space()]
    parts += [Text(line, centred=True) for line in document.seller]
    if copy:
        parts += [
            Space(),
            Text(words("receipt.copy"), centred=True, bold=True, large=True),
            Text(words("receipt.copy_why"), centred=True),
        ]
    parts += [Space(), Row(document.number, ""), Row(document.date, ""), Rule()]
    if document.voided:
        parts += [Text(document.heading, bold=True), Text(document.voided), Rule()]
    for entry in document.entries:
        parts += _entry(entry, words)
    parts.append(Rule())
    for each in document.sums:
        parts.append(Row(each.name, each.amount, bold=each.main, large=each.main))
        if each.main:
            parts.append(Space())
    parts.append(Space())
    parts += [Text(line, centred=True) for line in document.closing]
    parts += [Space(), QrCode(document.address), Text(words("receipt.scan"), centred=True)]
    return tuple(parts)


def _entry(entry: Entry, words: Words) -> list[Part]:
    parts: list[Part] = [Row(entry.title, entry.amount, bold=not entry.gone)]
    parts += [Text(note, indent=2) for note in entry.notes]
    if entry.list_amount:
        parts.append(Text(words("receipt.instead_of", price=entry.list_amount), indent=2))
    return parts
