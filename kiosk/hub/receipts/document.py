"""The receipt as words and amounts, in one language: pure.

Owns what a receipt says and in which order. The page, the letter and the paper are drawn from it
and add nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Literal

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from catalog.money import Money, locale_of
from kiosk.config_sections import Shop
from kiosk.hub.receipts.record import CameBack, Sale, SoldLine
from kiosk.hub.web.words import Words

EVEN = "exchange"
TENDERS = ("card", "desk")

_Length = Literal["medium", "long"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sale. `notes` are small words below its title; what is not so is ""."""

    title: str
    amount: str
    notes: tuple[str, ...] = ()
    list_amount: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum below the lines: its name and how much. `main` is the one that people look for."""

    name: str
    amount: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """`seller` is where the shop is and its tax number; `closing`, what is said at the end.
    `moment` is the sale's time for machines; `address` leads to the page."""

    language: str
    shop: str
    heading: str
    page_title: str
    number: str
    date: str
    moment: str
    entries: tuple[Entry, ...]
    sums: tuple[Amount, ...]
    seller: tuple[str, ...]
    closing: tuple[str, ...]
    address: str
    voided: str = ""


def document(sale: Sale, shop: Shop, words: Words, address: str, zone: tzinfo | None) -> Document:
    """What this sale's receipt says. `zone` is the shop's; None is the machine's own."""
    tongue = _Tongue(words, shop, zone)
    number = words("receipt.number", number=sale.number)
    return Document(
        language=words.language,
        shop=shop.name,
        heading=words("receipt.voided_title" if sale.voided_at else "receipt.title"),
        page_title=words("receipt.page_title", shop=shop.name, number=sale.number),
        number=number,
        date=tongue.minute(sale.sold_at),
        moment=sale.sold_at.isoformat(),
        entries=tuple(_entry(line, sale, tongue) for line in sale.lines),
        sums=tuple(_sums(sale, tongue)),
        seller=tuple(_seller(shop, words)),
        closing=tuple(_closing(sale, shop, words)),
        address=address,
        voided=words("receipt.voided", date=tongue.day(sale.voided_at)) if sale.voided_at else "",
    )


class _Tongue:
    """How this reader's language writes money and days."""

    def __init__(self, words: Words, shop: Shop, zone: tzinfo | None) -> None:
        self.words = words
        self._zone = zone
        self._shop = locale_of(shop.locale)
        self._days = Locale.parse(words.language)

    def money(self, amount: Money) -> str:
        """As the shop's price tags write it, whoever reads it."""
        return amount.text(str(self._shop))

    def minute(self, moment: datetime) -> str:
        time = moment.astimezone(self._zone)
        return f"{self._date(time, 'd MMMM y', 'long')}{self._comma} {time:%H:%M}"

    def day(self, moment: datetime) -> str:
        return self._date(moment.astimezone(self._zone), "d MMM y", "medium")

    def _date(self, time: datetime, english: str, length: _Length) -> str:
        # Plain English is American in CLDR: "November 21, 2026".
        written = english if self.words.language == "en" else length
        return str(format_date(time, written, locale=self._days))

    @property
    def _comma(self) -> str:
        return {"ar": "،", "ja": "", "zh": ""}.get(self.words.language, ",")

    def percent(self, percent: Decimal) -> str:
        return str(format_decimal(percent.normalize(), locale=self._shop))


def _entry(line: SoldLine, sale: Sale, tongue: _Tongue) -> Entry:
    words = tongue.words
    notes: list[str] = [line.label] if line.label else []
    if line.quantity > 1:
        each = Money(line.list_price.minor // line.quantity, line.price.currency)
        notes.append(words("receipt.quantity", quantity=line.quantity, price=tongue.money(each)))
    reduced = line.list_price.minor > line.price.minor
    if line.discount:
        notes.append(line.discount)
    if sale.tax_rounding == "line" and sale.tax_percent:
        notes.append(words("receipt.tax_of_line", amount=tongue.money(line.tax)))
    if line.exchange_of is not None:
        old = next((one.title for one in sale.lines if one.position == line.exchange_of), "")
        notes.append(words("receipt.in_exchange", title=old))
    back = next((one for one in sale.returns if one.id == line.came_back), None)
    if back is not None and not sale.voided_at:
        key = "receipt.exchanged" if back.kind == EVEN else "receipt.came_back"
        notes.append(words(key, date=tongue.day(back.made_at)))
    return Entry(
        title=line.title,
        # What came in an exchange was paid for with what was given back.
        amount="" if line.exchange_of is not None else tongue.money(line.price),
        notes=tuple(notes),
        list_amount=tongue.money(line.list_price) if reduced else "",
        gone=line.came_back != 0,
    )


def _sums(sale: Sale, tongue: _Tongue) -> Sequence[Amount]:
    words, money = tongue.words, tongue.money
    currency = sale.total.currency
    sums: list[Amount] = []
    if sale.discount.minor > 0:
        sums.append(Amount(words("receipt.subtotal"), money(sale.total + sale.discount)))
        saved = Money(-sale.discount.minor, currency)
        sums.append(Amount(words("receipt.saved"), money(saved)))
    sums.append(Amount(words("receipt.total"), money(sale.total), main=True))
    if sale.tax_percent:
        percent = tongue.percent(sale.tax_percent)
        sums.append(Amount(words("receipt.tax", percent=percent), money(sale.tax)))
        net = Money(sale.total.minor - sale.tax.minor, currency)
        sums.append(Amount(words("receipt.net"), money(net)))
    tender = sale.tender if sale.tender in TENDERS else "other"
    sums.append(Amount(words(f"receipt.{tender}"), money(sale.total)))
    refunds = [each for each in sale.returns if each.refund.minor]
    sums += [_refund(each, tongue) for each in refunds]
    if refunds:
        left = Money(sale.total.minor - sale.refunded.minor, currency)
        sums.append(Amount(words("receipt.remaining"), money(left)))
    return sums


def _refund(back: CameBack, tongue: _Tongue) -> Amount:
    key = "receipt.refund" if back.refund_status == "done" else "receipt.refund_waiting"
    amount = Money(-back.refund.minor, back.refund.currency)
    return Amount(tongue.words(key, date=tongue.day(back.made_at)), tongue.money(amount))


def _seller(shop: Shop, words: Words) -> Sequence[str]:
    lines = [line for line in shop.address if line]
    return [*lines, words("receipt.vat_id", id=shop.vat_id)] if shop.vat_id else lines


def _closing(sale: Sale, shop: Shop, words: Words) -> Sequence[str]:
    closing = [f"{words('receipt.loyalty')} {sale.loyalty}"] if sale.loyalty else []
    return [*closing, shop.receipt_note] if shop.receipt_note else closing
