"""What the tablet is told: a checkout as the whole snapshot that pages and integrators read.

Owns the snapshot's shape and the sentences about a payment. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from catalog.money import Money
from hardware.device import Health
from hardware.rfid.reader import TagId
from kiosk.config_sections import Shop
from kiosk.hub.checkout.basket import Doubt, Line, discount, late, total
from kiosk.hub.checkout.order import GARMENTS_ONLY, Extra, Order
from kiosk.hub.checkout.receipt import qr_svg
from kiosk.hub.checkout.state import Checkout, State
from kiosk.hub.checkout.tax import NO_TAX, TaxPolicy
from kiosk.hub.checkout.tender import Attempt, Tender

PICTURE = "/media/480/{}.webp"


class PaymentCode(StrEnum):
    """What the page says while a payment is under way."""

    STARTING = "starting"
    CARD = "card"
    DESK = "desk"  # a colleague takes the money
    STOPPING = "stopping"
    CHECKING = "checking"
    GIVING_BACK = "giving_back"
    RECORDING = "recording"
    STAFF = "staff"


PAYMENT = {
    PaymentCode.STARTING: "One moment.",
    PaymentCode.CARD: "Hold your card to the terminal.",
    PaymentCode.DESK: "Please pay our colleague.",
    PaymentCode.STOPPING: "Stopping the payment. One moment.",
    PaymentCode.CHECKING: "Checking your payment. Please leave everything where it is.",
    PaymentCode.GIVING_BACK: "The card could not cover the whole amount. Giving it back.",
    PaymentCode.RECORDING: "Approved. Writing your receipt.",
    PaymentCode.STAFF: ("A colleague will finish this with you. You will not be charged twice."),
}
OF_STATE = {
    State.LOCKED: PaymentCode.STARTING,
    State.AUTHORISING: PaymentCode.CARD,
    State.RECONCILING: PaymentCode.CHECKING,
    State.NEEDS_STAFF: PaymentCode.STAFF,
}


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag that the tablet offers. `left` is how many of it one shopper can have."""

    sku: str
    title: str
    price: Money
    picture: str
    left: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table's snapshot says that is not the checkout's: who, where, and how devices are.

    `address` is where a shopper's phone finds the hub. `settled` is False while what lies there is
    still being counted; `near` is heard, but not on the table. `steps` and `languages` are what
    the shop has its tablets ask and speak; `bags` are the ones it offers. `others` are the ways
    to pay beside the card.
    """

    table: str
    name: str
    shop: Shop
    address: str
    reader: Health
    terminal: Health
    tax: TaxPolicy = NO_TAX
    help: Mapping[str, str] | None = None
    settled: bool = True
    near: tuple[Doubt, ...] = ()
    others: Mapping[Tender, Health] = field(default_factory=dict)
    bags: tuple[Bag, ...] = ()
    steps: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)


def lines_of(checkout: Checkout) -> tuple[Line, ...]:
    """What the page lists as paid for or to pay: frozen from Pay on."""
    if checkout.sale is not None:
        laid = checkout.basket.laid
        return tuple(replace(line, on_table=line.tag in laid) for line in checkout.sale.lines)
    if checkout.attempt is not None:
        now = {line.tag: line for line in checkout.basket.lines}
        return tuple(now.get(line.tag, line) for line in checkout.attempt.lines)
    return checkout.basket.lines


def order_of(checkout: Checkout) -> Order:
    """What goes with those lines."""
    if checkout.attempt is not None:
        return checkout.attempt.order
    if checkout.sale is not None:
        return replace(GARMENTS_ONLY, extras=checkout.sale.extras, loyalty=checkout.sale.loyalty)
    return checkout.basket.order


def doubts_of(checkout: Checkout) -> tuple[Doubt, ...]:
    late_ones = (late(line) for line in checkout.basket.lines if line.tag in checkout.late)
    return (*late_ones, *checkout.basket.doubts)


def snapshot(checkout: Checkout, around: Surroundings, now: float) -> dict[str, Any]:
    """The whole page as plain values, but for `epoch` and `version`, which are the runtime's."""
    shop = around.shop
    lines = lines_of(checkout)
    order = order_of(checkout)
    charged: list[Line | Extra] = [*lines, *order.extras]
    amount = total(charged, shop.currency)
    policy = order.tax if checkout.paying else around.tax
    tax = policy.tax([each.price for each in charged], shop.currency)
    if checkout.sale is not None:
        tax = checkout.sale.tax
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
        "discount": money(discount(charged, shop.currency), shop),
        "lines": [_line(line, shop) for line in lines],
        "extras": [_extra(extra, shop) for extra in order.extras],
        "codes": [
            {"code": c.code, "title": c.title, "state": c.state.value, "reason": c.reason}
            for c in order.codes
        ],
        "loyalty": order.loyalty,
        "doubtful": [_doubt(doubt, shop) for doubt in doubts_of(checkout)],
        "near": [_doubt(doubt, shop) for doubt in around.near],
        "settled": around.settled,
        "message": _message(checkout),
        "payment": _payment(checkout, now),
        "receipt": _receipt(checkout, around),
        "help": dict(around.help) if around.help else None,
        "tenders": [
            {"name": name.value, "ok": health.ok}
            for name, health in {Tender.CARD: around.terminal, **around.others}.items()
        ],
        "steps": {**around.steps, "bags": [_bag(bag, shop) for bag in around.bags]},
        "languages": list(around.languages),
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
        "list_price": money(line.list_price, shop),
        "discount": list(line.discount),
        "picture": _picture(line.picture),
        "on_table": line.on_table,
        "from_room": line.from_room or None,
    }


def _extra(extra: Extra, shop: Shop) -> dict[str, Any]:
    return {
        "sku": extra.sku,
        "title": extra.title,
        "label": extra.label,
        "quantity": extra.quantity,
        "price": money(extra.price, shop),
        "list_price": money(extra.list_price, shop),
        "discount": list(extra.discount),
        "picture": _picture(extra.picture),
    }


def _bag(bag: Bag, shop: Shop) -> dict[str, Any]:
    return {
        "sku": bag.sku,
        "title": bag.title,
        "price": money(bag.price, shop),
        "picture": _picture(bag.picture),
        "left": bag.left,
    }


def _picture(key: str) -> str | None:
    return PICTURE.format(key) if key else None


def _doubt(doubt: Doubt, shop: Shop) -> dict[str, Any]:
    return {
        "key": str(doubt.tag),
        "tag": tag(doubt.tag),
        "reason": doubt.reason.value,
        "sentence": doubt.sentence,
        "title": doubt.title or None,
        "label": doubt.label,
        "picture": _picture(doubt.picture),
        "price": money(doubt.price, shop) if doubt.price else None,
        "can_add": doubt.can_add,
    }


def _health(health: Health) -> dict[str, str]:
    return {"state": health.state.value, "message": health.message}


def _message(checkout: Checkout) -> dict[str, str | None] | None:
    if checkout.message is None or checkout.paying:
        return None
    message = checkout.message
    return {
        "kind": message.kind.value,
        "sentence": message.sentence,
        "subject": message.subject or None,
    }


def _payment(checkout: Checkout, now: float) -> dict[str, Any] | None:
    attempt = checkout.attempt
    if attempt is None:
        return None
    code = _payment_code(checkout, attempt)
    return {
        "attempt": attempt.number,
        "tender": attempt.tender.value,
        "code": code.value,
        "sentence": PAYMENT[code],
        "since_s": int(now - checkout.since),
    }


def _payment_code(checkout: Checkout, attempt: Attempt) -> PaymentCode:
    if attempt.approved:
        return PaymentCode.RECORDING
    if checkout.giving_back and checkout.state is not State.NEEDS_STAFF:
        return PaymentCode.GIVING_BACK
    if attempt.stop and checkout.state in (State.LOCKED, State.AUTHORISING):
        return PaymentCode.STOPPING
    if attempt.tender is Tender.DESK and checkout.state is State.AUTHORISING:
        return PaymentCode.DESK
    return OF_STATE[checkout.state]


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


def offer(said: dict[str, Any]) -> set[tuple[str, int, int]]:
    """What Pay would buy: pieces, bags, and their prices."""
    lines = {(line["key"], 1, line["price"]["minor"]) for line in said.get("lines", ())}
    bags = {(e["sku"], e["quantity"], e["price"]["minor"]) for e in said.get("extras", ())}
    return lines | bags
