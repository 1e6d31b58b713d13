"""The staff console's sales: find one, take pieces back, void it.

Owns the pages and their words. What is done is done by `kiosk.hub.aftersale`; every change has a
colleague's PIN before it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from babel.dates import format_date, format_datetime
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from catalog.money import Money, locale_of
from catalog.product import Item
from hardware.rfid.reader import TagId
from kiosk.hub.aftersale import finding
from kiosk.hub.aftersale.aftersale import Answer, Asked
from kiosk.hub.aftersale.decide import Kind, Plan, Reason, Refused, returned
from kiosk.hub.api.sales import ADay, Device, accepted, named, today
from kiosk.hub.context import Hub, refuse
from kiosk.hub.receipts.record import Sale
from kiosk.hub.security.staff import PinError, Role
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import HubOf, _seen, page

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])

Pin = Annotated[str, Form(max_length=20)]
User = Annotated[str, Form(max_length=20)]
Key = Annotated[str, Form(pattern=r"^[A-Za-z0-9_-]{1,64}$", alias="id")]
Note = Annotated[str, Form(max_length=500)]
Lines = Annotated[list[int], Form(alias="line")]

TENDERS = {"card": "by card", "desk": "at the desk"}
STATUS = {
    "waiting": ("waiting", "On its way"),
    "done": ("done", "Given back"),
    "failed": ("long", "The terminal refused it"),
    "none": ("done", "No money moves"),
}
KINDS = {"return": "Came back", "exchange": "Exchanged", "void": "Voided"}


# --- finding a sale --------------------------------------------------------------------------


@router.get("/sales")
def sales_page(request: Request, hub: HubOf, q: str = "", day: ADay = None) -> Response:
    """The day's sales, and a search for one."""
    return page(request, hub, "sales", **_found(hub, q, day))


@router.get("/sales/results")
def sales_part(request: Request, hub: HubOf, q: str = "", day: ADay = None) -> Response:
    return draw(request, "staff/_sales.html", **_found(hub, q, day))


def _found(hub: Hub, q: str, day: date | None) -> dict[str, Any]:
    day = day or today()
    with hub.catalog.reader.connect() as connection:
        found = finding.find(connection, q) if q.strip() else finding.of_day(connection, day)
    locale = hub.settings.shop.locale
    total = _sums([sale.total for sale in found], locale)
    refunded = _sums([sale.refunded for sale in found if sale.refunded.minor], locale)
    return {
        "q": q,
        "day": day,
        "day_words": "Today" if day == today() else _date(day, locale),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < today() else None,
        "sales": [_sale_row(hub, sale) for sale in found],
        "total": total,
        "refunded": refunded,
        "here": [] if q.strip() else _sold_here(hub),
    }


def _sums(amounts: Iterable[Money], locale: str) -> str:
    """What they come to; a shop that changed its currency has days with two."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
    return " + ".join(_money(sums[currency], locale) for currency in sorted(sums))


def _date(day: date, locale: str) -> str:
    return str(format_date(day, "EEEE, d MMMM", locale=locale_of(locale)))


def _sale_row(hub: Hub, sale: Sale) -> dict[str, Any]:
    locale = hub.settings.shop.locale
    kept = [line for line in sale.lines if not line.came_back]
    titles = Counter[str]()
    for line in sale.paid_lines:
        titles[line.title] += line.quantity
    if sale.voided_at is not None:
        state = "Void"
    elif not kept:
        state = "All came back"
    else:
        state = f"{_money(sale.refunded, locale)} given back" if sale.refunded.minor else ""
    nothing = Money(0, sale.total.currency)
    owed = sum((one.refund for one in sale.returns if one.refund_status == "failed"), nothing)
    return {
        "number": sale.number,
        "time": f"{sale.sold_at.astimezone():%H:%M}",
        "table": place_of(hub, sale.table),
        "total": _money(sale.total, locale),
        "titles": ", ".join(
            f"{many} × {title}" if many > 1 else title for title, many in titles.items()
        ),
        "pictures": [line.picture for line in sale.paid_lines if line.picture][:3],
        "state": state,
        "owed": f"{_money(owed, locale)} still to give back" if owed.minor else "",
    }


def _money(amount: Money, locale: str) -> str:
    return amount.text(locale)


def pieces_of(count: int) -> str:
    return "1 piece" if count == 1 else f"{count} pieces"


def place_of(hub: Hub, table: str) -> str:
    known = hub.settings.tables.get(table)
    return known.name if known else f"Table {table}"


def _sold_here(hub: Hub) -> list[dict[str, Any]]:
    """Sold pieces that lie on a table now: the easiest way to name a sale is to lay one down."""
    seen: dict[str, dict[str, Any]] = {}
    for table in hub.settings.tables:
        snapshot = hub.tables.snapshot(table)
        for one in snapshot.get("doubtful", ()):
            if one["reason"] == "sold":
                item = hub.catalog.resolve(TagId.parse(one["key"]))
                if isinstance(item, Item):
                    tag = f"{item.tag_kind}:{item.tag_value}"
                    seen[tag] = {
                        "title": item.product.title,
                        "label": item.variant.label,
                        "picture": item.variant.picture,
                        "place": snapshot["name"],
                    }
    with hub.catalog.reader.connect() as connection:
        sales = finding.sold_in(connection, seen)
    return [one | {"sale": f"A-{sales[tag]:06d}"} for tag, one in seen.items() if tag in sales]


# --- one sale --------------------------------------------------------------------------------


@router.get("/sales/{sale}")
def sale_page(request: Request, hub: HubOf, sale: str) -> Response:
    """One sale: choose what comes back."""
    return page(request, hub, "sale", **_sale(hub, named(hub, sale)))


@router.get("/sales/{sale}/part")
def sale_part(request: Request, hub: HubOf, sale: str) -> Response:
    return draw(request, "staff/_sale.html", **_sale(hub, named(hub, sale)))


@router.get("/sales/{sale}/sum")
def what_goes_back(
    request: Request,
    hub: HubOf,
    sale: str,
    lines: Annotated[list[int] | None, Query(alias="line")] = None,
) -> Response:
    """What is given back for the chosen lines."""
    found = named(hub, sale)
    return draw(request, "staff/_sum.html", **_sum(hub, found, returned(found, lines or ())))


def _sum(hub: Hub, sale: Sale, plan: Plan | Refused) -> dict[str, Any]:
    if isinstance(plan, Refused):
        return {"refund": "", "pieces": "", "tender": sale.tender}
    return {
        "refund": _money(plan.refund, hub.settings.shop.locale),
        "pieces": pieces_of(sum(line.quantity for line in plan.lines)),
        "tender": sale.tender,
    }


def _sale(hub: Hub, sale: Sale, notice: str = "") -> dict[str, Any]:
    locale = hub.settings.shop.locale
    returns = {one.id: one for one in sale.returns}
    local = sale.sold_at.astimezone()
    when = format_datetime(local, "d MMM y, HH:mm", locale=locale_of(locale))
    lines = [
        {
            "position": line.position,
            "title": line.title,
            "label": line.label,
            "picture": line.picture,
            "quantity": line.quantity,
            "price": _money(line.price, locale),
            "list_price": _money(line.list_price, locale) if line.list_price != line.price else "",
            "discount": line.discount,
            "instead": line.exchange_of,
            "back": KINDS[returns[line.came_back].kind] if line.came_back in returns else "",
            "can_exchange": line.quantity == 1 and not line.came_back,
        }
        for line in sale.lines
    ]
    return {
        "number": sale.number,
        "when": when,
        "table": place_of(hub, sale.table),
        "tender": sale.tender,
        "paid": TENDERS.get(sale.tender, sale.tender),
        "total": _money(sale.total, locale),
        "discount": _money(sale.discount, locale) if sale.discount.minor else "",
        "void": sale.voided_at is not None,
        "lines": lines,
        "left": any(not line["back"] for line in lines),
        "returns": [
            {
                "id": one.id,
                "kind": KINDS[one.kind],
                "reason": Reason(one.reason).words,
                "note": one.note,
                "by": one.by,
                "time": format_datetime(
                    one.made_at.astimezone(), "d MMM, HH:mm", locale=locale_of(locale)
                ),
                "refund": _money(one.refund, locale) if one.refund.minor else "",
                "status": one.refund_status,
                "sign": STATUS[one.refund_status][0],
                "words": "Hand it to the shopper"
                if (one.refund_status, sale.tender) == ("done", "desk")
                else STATUS[one.refund_status][1],
            }
            for one in reversed(sale.returns)
        ],
        "waits": any(one.refund_status == "waiting" for one in sale.returns),
        "reasons": list(Reason),
        "people": hub.staff.colleagues(),
        "key": secrets.token_urlsafe(9),
        "notice": notice,
        **_sum(hub, sale, Refused("", "")),
    }


@router.post("/sales/{sale}/return")
def take_back(
    request: Request,
    hub: HubOf,
    device: Device,
    sale: str,
    user: User,
    key: Key,
    lines: Lines,
    pin: Pin = "",
    reason: Annotated[Reason, Form()] = Reason.OTHER,
    note: Note = "",
) -> Response:
    """The chosen lines come back."""
    found = named(hub, sale)
    by = confirmed(hub, user, pin, device, Kind.RETURN)
    asked = Asked(found.id, key, reason, note.strip(), by, device)
    return done(request, hub, hub.aftersale.take_back(asked, lines))


@router.post("/sales/{sale}/void")
def void(
    request: Request,
    hub: HubOf,
    device: Device,
    sale: str,
    user: User,
    key: Key,
    pin: Pin = "",
    reason: Annotated[Reason, Form()] = Reason.MISTAKE,
    note: Note = "",
) -> Response:
    """All that is left comes back."""
    found = named(hub, sale)
    by = confirmed(hub, user, pin, device, Kind.VOID)
    asked = Asked(found.id, key, reason, note.strip(), by, device)
    return done(request, hub, hub.aftersale.void(asked))


@router.post("/sales/{sale}/given/{return_id}")
def given_by_hand(
    request: Request,
    hub: HubOf,
    device: Device,
    sale: str,
    return_id: int,
    user: User,
    pin: Pin = "",
) -> Response:
    """A manager has given back what the terminal would not."""
    if all(one.id != return_id for one in named(hub, sale).returns):
        raise refuse(404, "no_such_return", f"{sale[:40]} has no such return.")
    by = confirmed(hub, user, pin, device, Kind.VOID)
    if not hub.aftersale.given_by_hand(return_id, by, device):
        raise refuse(409, "nothing_failed", "This refund was given back already.")
    return draw(request, "staff/_sale.html", **_sale(hub, named(hub, sale), "Noted."))


def confirmed(hub: Hub, user: str, pin: str, device: str, kind: Kind) -> str:
    needs = Role.MANAGER if kind is Kind.VOID else Role.ASSOCIATE
    try:
        action = f"sale.{kind.value}"
        return hub.staff.confirm(user, pin, device=device, action=action, needs=needs).name
    except PinError as error:
        raise refuse(403, "pin", str(error)) from error


def done(request: Request, hub: Hub, answer: Answer) -> Response:
    made = accepted(answer)
    sale = named(hub, str(made.sale_id))
    money = Money(made.refund_minor, sale.total.currency)
    words = {
        Kind.RETURN: "In stock again",
        Kind.EXCHANGE: "Exchanged. Hand out the new piece",
        Kind.VOID: f"{sale.number} is void",
    }[made.kind]
    notice = f"{words}, {_money(money, hub.settings.shop.locale)} back." if money.minor else words
    return draw(request, "staff/_sale.html", **_sale(hub, sale, notice.rstrip(".") + "."))
