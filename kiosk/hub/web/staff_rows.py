"""The rows of the staff console's first tab: rooms' requests and tables, in one order.

Owns what a row says. What waits is known by `kiosk.hub.rooms` and `kiosk.hub.tables`; how a
row looks is the template's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from kiosk.hub.checkout.order import WaitReason
from kiosk.hub.context import Hub
from kiosk.hub.rooms.fitting_request import (
    FittingRequest,
    RequestKind,
    RequestStatus,
    waited,
)
from kiosk.hub.tables.hand import Hand, HandKind

WAITS = {
    WaitReason.NEEDS_APPROVAL: "Waits for a colleague’s yes.",
    WaitReason.MORE_PIECES: "Approved before; there is more on the table now. "
    "Waits for another yes.",
}


def rows(hub: Hub, name: str, notice: str = "") -> dict[str, Any]:
    """What the template needs: what waits, what somebody is on, and what needs a look.

    `name` is the colleague's who holds the device; `notice` is said once, about their last tap.
    """
    now = datetime.now(UTC)
    requests = [_request(hub, one, name, now) for one in hub.requests.open_requests()]
    tables = [_table(hub, one, name, now) for one in hub.tables.hands()]
    every = sorted([*tables, *requests], key=_urgency)
    floor = hub.security.duty.on_floor()
    return {
        "here": [one.name for one in floor],
        "on_floor": any(one.name == name for one in floor),
        "held_rows": [_held(hub, one, now) for one in hub.requests.holds()],
        "money_rows": money_rows(hub, now),
        "waiting_rows": [row for row in every if not row["taken"]],
        "taken_rows": [row for row in every if row["taken"]],
        "looks": [
            *hub.reconciler.looks(),
            *hub.tables.looks(),
            *hub.places.looks(),
            *hub.gates.looks(),
        ],
        "minutes": hub.requests.usual_minutes,
        "notice": notice,
    }


def _urgency(row: dict[str, Any]) -> tuple[bool, bool, bool, datetime]:
    """A payment first, then who waits too long, then the longest wait; holds last."""
    return not row["first"], not row["escalated"], row["hold"], row["since"]


def money_rows(hub: Hub, now: datetime) -> list[dict[str, Any]]:
    """Shoppers who stand there with their money, or with a code that needs a yes."""
    locale = hub.settings.shop.locale
    found = [
        {
            "path": f"/staff/desk/{quote(one.table, safe='')}/{quote(one.reference, safe='')}",
            "place": hub.settings.tables[one.table].name,
            "sign": "cash",
            "title": one.amount.text(locale),
            "what": f"{'1 piece' if one.pieces == 1 else f'{one.pieces} pieces'}. "
            "Take the money, then confirm.",
            "waited": waited(now - one.since),
            "tap": "Confirm",
        }
        for one in hub.desks.waiting()
    ]
    for table, settings in hub.settings.tables.items():
        found += [
            {
                "path": f"/staff/codes/{quote(table, safe='')}/{quote(one['code'], safe='')}",
                "place": settings.name,
                "sign": "offers",
                "title": one["code"],
                "what": f"{one['title']}. {WAITS[one['reason']]}",
                "waited": "",
                "tap": "Look",
            }
            for one in hub.tables.snapshot(table).get("codes", ())
            if one["state"] == "waiting"
        ]
    return found


def _request(hub: Hub, one: FittingRequest, name: str, now: datetime) -> dict[str, Any]:
    stock: int | None = None
    if one.wanted is not None:
        try:
            stock = hub.catalog.variant(one.wanted.variant_id)[1].stock
        except KeyError:
            stock = None  # gone from the catalog since; the request still stands
    taken = one.status is RequestStatus.TAKEN
    hold = one.kind is RequestKind.HOLD
    return {
        "id": f"request-{one.id}",
        "first": False,
        "escalated": hub.requests.escalated(one),
        "mirror": hub.requests.mirror_of(one).value,
        "hold": hold,
        "take": "I'll set it aside" if hold else "I'll bring it" if one.wanted else "I'll go",
        "done": "Set aside" if hold else "Brought" if one.wanted else "Done",
        "path": f"/staff/requests/{one.id}",
        "place": hub.requests.room_name(one.room),
        "title": one.wanted.title if one.wanted else "A colleague, please",
        "sign": "call",
        "wanted": one.wanted,
        "payment": None,
        "stock": stock,
        **_time(one.created_at, now),
        **_who(taken, one.taken_by, name),
    }


def _table(hub: Hub, one: Hand, name: str, now: datetime) -> dict[str, Any]:
    paid = one.payment
    return {
        "id": f"table-{one.table}",
        "first": one.kind is HandKind.PAYMENT,
        "mirror": "",
        "escalated": not one.taken and now - one.since >= _patience(hub),
        "hold": False,
        "take": "I'll go",
        "done": "Done",
        "path": f"/staff/tables/{one.table}",
        "place": one.name,
        "title": one.title,
        "sign": "missing" if one.kind is HandKind.MISSING else "card" if paid else "call",
        "wanted": None,
        "payment": paid
        and {
            "amount": paid.amount.text(hub.settings.shop.locale),
            "reference": paid.reference,
            "attempt": paid.attempt,
            "settle": one.kind is HandKind.PAYMENT,
        },
        "stock": None,
        **_time(one.since, now),
        **_who(one.taken, one.taken_by, name),
    }


def _held(hub: Hub, one: FittingRequest, now: datetime) -> dict[str, Any]:
    assert one.held_until is not None
    left = one.held_until - now
    over = left <= timedelta(0)
    return {
        "id": f"hold-{one.id}",
        "path": f"/staff/holds/{one.id}",
        "place": hub.requests.room_name(one.room),
        "asked": f"{one.created_at.astimezone():%H:%M}",
        "wanted": one.wanted,
        "who": one.taken_by or "A colleague",
        "over": over,
        "left": "Time is over" if over else f"{waited(left + timedelta(seconds=59))} left",
    }


def _patience(hub: Hub) -> timedelta:
    """So long somebody may wait until a colleague comes."""
    return timedelta(seconds=hub.settings.staff.escalate_after_s)


def _time(since: datetime, now: datetime) -> dict[str, Any]:
    return {"since": since, "waited": waited(now - since)}


def _who(taken: bool, taken_by: str, name: str) -> dict[str, Any]:
    return {
        "taken": taken,
        "who": "You" if name and taken_by == name else taken_by or "A colleague",
    }
