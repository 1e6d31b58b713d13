"""What the tablet is told: a checkout as the whole snapshot that pages and integrators read.

Owns the snapshot's shape and the sentences about a payment. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from catalog.money import Money
from hardware.device import Health
from hardware.rfid.reader import TagId
from kiosk.config import Shop
from kiosk.hub.checkout.basket import Doubt, Line, late, total
from kiosk.hub.checkout.checkout import Checkout, State
from kiosk.hub.checkout.receipt import qr_svg, tax_included

PICTURE = "/media/480/{}.webp"
PAYMENT = {
    State.LOCKED: "One moment.",
    State.AUTHORISING: "Hold your card to the terminal.",
    State.RECONCILING: "Checking your payment. Please leave everything where it is.",
    State.NEEDS_STAFF: "A colleague will finish this with you. You will not be charged twice.",
}
STOPPING = "Stopping the payment. One moment."
RECORDING = "Approved. Writing your receipt."


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table's snapshot says that is not the checkout's: who, where, and how devices are.

    `address` is where a shopper's phone finds the hub. `settled` is False while what lies there is
    still being counted; `near` is heard, but not on the table.
    """

    table: str
    name: str
    shop: Shop
    address: str
    reader: Health
    terminal: Health
    help: Mapping[str, str] | None = None
    settled: bool = True
    near: tuple[Doubt, ...] = ()


def lines_of(checkout: Checkout) -> tuple[Line, ...]:
    """What the page lists as paid for or to pay: frozen from Pay on."""
    if checkout.sale is not None:
        laid = checkout.basket.laid
        return tuple(replace(line, on_table=line.tag in laid) for line in checkout.sale.lines)
    if checkout.attempt is not None:
        now = {line.tag: line for line in checkout.basket.lines}
        return tuple(now.get(line.tag, line) for line in checkout.attempt.lines)
    return checkout.basket.lines


def doubts_of(checkout: Checkout) -> tuple[Doubt, ...]:
    late_ones = (late(line) for line in checkout.basket.lines if line.tag in checkout.late)
    return (*late_ones, *checkout.basket.doubts)


def snapshot(checkout: Checkout, around: Surroundings, now: float) -> dict[str, Any]:
    """The whole page as plain values, but for `epoch` and `version`, which are the runtime's."""
    shop = around.shop
    lines = lines_of(checkout)
    amount = total(lines, shop.currency)
    tax = tax_included(amount, shop.tax_percent)
    return {
        "table": around.table,
        "name": around.name,
        "state": checkout.state.value,
        "shop": {"name": shop.name, "currency": shop.currency, "locale": shop.locale},
        "reader": _health(around.reader),
        "terminal": _health(around.terminal),
        "count": len(lines),
        "total": money(amount, shop),
        "tax": {"percent": str(tax.percent), **money(tax.amount, shop)},
        "lines": [_line(line, shop) for line in lines],
        "doubtful": [_doubt(doubt, shop) for doubt in doubts_of(checkout)],
        "near": [_doubt(doubt, shop) for doubt in around.near],
        "settled": around.settled,
        "message": _message(checkout),
        "payment": _payment(checkout, now),
        "receipt": _receipt(checkout, around),
        "help": dict(around.help) if around.help else None,
    }


def money(amount: Money, shop: Shop) -> dict[str, Any]:
    return {
        "minor": amount.minor,
        "currency": amount.currency,
        "text": _text(amount, shop.locale),
    }


_text = lru_cache(4096)(Money.text)


def tag(tag_id: TagId) -> dict[str, str]:
    return {"kind": tag_id.kind.value, "value": tag_id.value}


def _line(line: Line, shop: Shop) -> dict[str, Any]:
    return {
        "key": str(line.tag),
        "tag": tag(line.tag),
        "title": line.title,
        "label": line.label,
        "price": money(line.price, shop),
        "picture": PICTURE.format(line.picture) if line.picture else None,
        "on_table": line.on_table,
        "from_room": line.from_room or None,
    }


def _doubt(doubt: Doubt, shop: Shop) -> dict[str, Any]:
    return {
        "key": str(doubt.tag),
        "tag": tag(doubt.tag),
        "reason": doubt.reason.value,
        "sentence": doubt.sentence,
        "title": doubt.title or None,
        "label": doubt.label,
        "picture": PICTURE.format(doubt.picture) if doubt.picture else None,
        "price": money(doubt.price, shop) if doubt.price else None,
        "can_add": doubt.can_add,
    }


def _health(health: Health) -> dict[str, str]:
    return {"state": health.state.value, "message": health.message}


def _message(checkout: Checkout) -> dict[str, str] | None:
    if checkout.message is None or checkout.paying:
        return None
    return {"kind": checkout.message.kind.value, "sentence": checkout.message.sentence}


def _payment(checkout: Checkout, now: float) -> dict[str, Any] | None:
    attempt = checkout.attempt
    if attempt is None:
        return None
    sentence = PAYMENT[checkout.state]
    if attempt.approved:
        sentence = RECORDING
    elif attempt.stop and checkout.state in (State.LOCKED, State.AUTHORISING):
        sentence = STOPPING
    return {
        "attempt": attempt.number,
        "sentence": sentence,
        "since_s": int(now - checkout.since),
    }


_qr_svg = lru_cache(64)(qr_svg)


def _receipt(checkout: Checkout, around: Surroundings) -> dict[str, Any] | None:
    receipt = checkout.sale
    if receipt is None:
        return None
    return {
        "number": receipt.number,
        "url": receipt.path,
        "qr_svg": _qr_svg(around.address + receipt.path),
        "total": money(receipt.total, around.shop),
        "count": len(receipt.lines),
    }


def content(said: dict[str, Any]) -> dict[str, Any]:
    """What makes a snapshot news: all but its numbering and the running clock."""
    news = {key: value for key, value in said.items() if key not in ("epoch", "version")}
    if payment := news.get("payment"):
        news["payment"] = {**payment, "since_s": 0}
    return news


def offer(said: dict[str, Any]) -> set[tuple[str, int]]:
    """What Pay would buy: pieces at their prices."""
    return {(line["key"], line["price"]["minor"]) for line in said.get("lines", ())}
