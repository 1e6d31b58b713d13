"""Snapshots of a table's basket, as the hub says them: one for every screen of the tablet.

The form is the hub's own (`GET /api/tables/{id}`); `test_tablet.py` checks that the two agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno

Json = dict[str, Any]

# Of the sample shop: picture, name, variant, price.
GARMENTS = (
    ("linen-shirt-terracotta", "Linen shirt", "Terracotta, M", 7900),
    ("straight-jeans-indigo", "Straight jeans", "Indigo, 28", 9500),
    ("crossbody-bag-chocolate", "Crossbody bag", "Chocolate", 14900),
    ("wool-wrap-coat-camel", "Double-faced wool coat", "Camel, S", 32900),
    ("court-sneakers-white", "Court sneakers", "White, 38", 12900),
    ("breton-tee-navy-stripe", "Breton tee", "Navy stripe, S", 4500),
    ("satin-slip-dress-forest", "Satin slip dress", "Forest, 38", 11900),
    ("cashmere-scarf-burgundy", "Cashmere scarf", "Burgundy", 8900),
)


def euros(minor: int) -> Json:
    return {"minor": minor, "currency": "EUR", "text": f"€{minor / 100:,.2f}"}


def tag(serial: int) -> Json:
    return {"kind": "epc", "value": f"3034{serial:020X}"}


def line(number: int, **changes: Any) -> Json:
    key, title, label, minor = GARMENTS[number % len(GARMENTS)]
    return {
        "key": f"epc:{tag(number)['value']}",
        "tag": tag(number),
        "title": title,
        "label": label,
        "price": euros(minor),
        "list_price": euros(minor),
        "discount": [],
        "picture": f"/media/480/{key}.webp",
        "on_table": True,
        "from_room": None,
        **changes,
    }


def cut(number: int, minor: int, *titles: str) -> Json:
    """A line that offers have made cheaper."""
    return line(number, price=euros(minor), discount=list(titles))


def bag(sku: str, title: str, minor: int) -> Json:
    picture = "/media/480/leather-tote-camel.webp" if "Cotton" in title else None
    return {"sku": sku, "title": title, "price": euros(minor), "picture": picture}


PAPER_BAG = bag("BAG-P", "Paper bag", 20)
COTTON_BAG = bag("BAG-C", "Cotton bag", 450)
ALL_STEPS = {
    "bags": [PAPER_BAG, COTTON_BAG],
    "loyalty": True,
    "codes": True,
    "count_check": False,
    "idle_s": 75,
    "email": True,
    "print": True,
}
NO_STEPS = {**ALL_STEPS, "bags": [], **dict.fromkeys(("loyalty", "codes", "email", "print"), False)}


def extra(bag: Json, quantity: int) -> Json:
    price = euros(bag["price"]["minor"] * quantity)
    prices = {"price": price, "list_price": price, "discount": []}
    return {**bag, "label": "", "quantity": quantity, **prices}


def doubtful(number: int, reason: str, sentence: str, **changes: Any) -> Json:
    return {
        "key": f"epc:{tag(number)['value']}",
        "tag": tag(number),
        "reason": reason,
        "sentence": sentence,
        "title": None,
        "label": "",
        "picture": None,
        "price": None,
        "can_add": False,
        **changes,
    }


UNKNOWN = doubtful(901, "unknown", "We do not know this tag. A colleague will help.")
SOLD = doubtful(
    902,
    "sold",
    "This one is paid for already. If it is not yours, ask a colleague.",
    title="Silk square",
    label="Rust",
    picture="/media/480/silk-scarf-rust.webp",
)
NEAR = doubtful(
    903,
    "near",
    "This one may be beside the table. Add it?",
    title="Leather tote",
    label="Camel",
    picture="/media/480/leather-tote-camel.webp",
    price=euros(18900),
    can_add=True,
)


def snapshot(state: str = "OPEN", lines: Sequence[Json] = (), **changes: Any) -> Json:
    charged = [*lines, *changes.get("extras", ())]
    total = sum(one["price"]["minor"] for one in charged)
    before = sum(one["list_price"]["minor"] for one in charged)
    return {
        "table": "1",
        "name": "Checkout 1",
        "epoch": "gallery",
        "version": 1,
        "state": state,
        "shop": {"name": "Maison Aster", "currency": "EUR", "locale": "en-IE"},
        "reader": {"state": "ok", "message": ""},
        "terminal": {"state": "ok", "message": ""},
        "count": len(lines),
        "total": euros(total),
        "tax": {"percent": "23", **euros(round(total * 23 / 123))},
        "discount": euros(before - total),
        "lines": list(lines),
        "extras": [],
        "codes": [],
        "loyalty": "",
        "doubtful": [],
        "near": [],
        "settled": True,
        "message": None,
        "payment": None,
        "receipt": None,
        "help": None,
        "tenders": [{"name": "card", "ok": True}],
        "steps": NO_STEPS,
        "languages": ["en", "de"],
        **changes,
    }


def receipt(lines: Sequence[Json]) -> Json:
    url = "http://shop.example:8800/receipt/Qm9uam91ciBsZSBtb25kZQ"
    return {
        "number": "A-000123",
        "url": "/receipt/Qm9uam91ciBsZSBtb25kZQ",
        "qr_svg": segno.make(url, error="m").svg_inline(border=0, omitsize=True, dark="#181512"),
        "total": euros(sum(one["price"]["minor"] for one in lines)),
        "count": len(lines),
    }


def payment(code: str, sentence: str, tender: str = "card") -> Json:
    return {"attempt": 1, "tender": tender, "code": code, "sentence": sentence, "since_s": 3}


def message(kind: str, sentence: str, subject: str | None = None) -> Json:
    return {"kind": kind, "sentence": sentence, "subject": subject}


THREE = [line(n) for n in range(3)]
FORTY = [line(n) for n in range(40)]
CODES = [
    {"code": "AUTUMN10", "title": "Autumn, 10 % off", "state": "applied", "reason": ""},
    {"code": "STAFF", "title": "Staff", "state": "waiting", "reason": "needs_approval"},
    {"code": "SPRING", "title": "Spring", "state": "refused", "reason": "ended"},
]
MANY_DOUBTS = [
    UNKNOWN,
    SOLD,
    doubtful(905, "foreign", "This one is not from our shop. A colleague will help."),
    doubtful(
        906,
        "unregistered",
        "Ask a colleague: this item needs a hand.",
        title="Linen shirt",
        label="White, S",
    ),
    doubtful(
        907,
        "duplicate",
        "Ask a colleague: this piece seems to have two tags.",
        title="Breton tee",
        label="Navy stripe, S",
        picture="/media/480/breton-tee-navy-stripe.webp",
    ),
    doubtful(
        908,
        "faint",
        "This one is hard to make out. Lay it on top, or add it.",
        title="Cashmere scarf",
        label="Burgundy",
        picture="/media/480/cashmere-scarf-burgundy.webp",
        price=euros(8900),
        can_add=True,
    ),
    NEAR,
]


def gallery() -> dict[str, Json]:
    """Name of a picture -> the snapshot that it shows."""
    away = {"state": "away", "message": "Reader is not connected. Check its USB cable."}
    card = payment("card", "Hold your card to the terminal.")
    desk = payment("desk", "Please pay our colleague.", "desk")
    staff = payment(
        "staff", "A colleague will finish this with you. You will not be charged twice."
    )
    help_ = {"status": "waiting", "sentence": "A colleague is on the way.", "about": "call"}
    missing = {**help_, "about": "item_missing"}
    late = doubtful(
        904, "late", "Laid down after the payment began. It is not paid yet.", title="Silk square"
    )
    from_room = line(3, on_table=False, from_room="Fitting room 1")
    both = [{"name": "card", "ok": True}, {"name": "desk", "ok": True}]
    only_desk = [{"name": "card", "ok": False}, {"name": "desk", "ok": True}]
    cheaper = [cut(0, 7110, "Autumn, 10 % off"), line(1), cut(2, 9900, "Bags of the season")]
    bags = [extra(PAPER_BAG, 2)]
    everything: Json = {"steps": ALL_STEPS, "extras": bags, "codes": CODES[:1], "tenders": both}
    return {
        "empty": snapshot("EMPTY"),
        "open": snapshot(lines=THREE),
        "open-one": snapshot(lines=THREE[:1]),
        "open-counting": snapshot(lines=THREE, settled=False),
        "open-missing": snapshot(lines=THREE, near=[NEAR], help=missing),
        "open-six": snapshot(lines=[line(n) for n in range(6)]),
        "open-forty": snapshot(lines=FORTY),
        "open-doubtful": snapshot(lines=THREE[:2], doubtful=[UNKNOWN, SOLD, NEAR]),
        "open-many-doubtful": snapshot(lines=THREE, doubtful=MANY_DOUBTS),
        "open-only-doubtful": snapshot(doubtful=[UNKNOWN]),
        "open-from-room": snapshot(lines=[*THREE[:2], from_room]),
        "open-declined": snapshot(
            lines=THREE,
            message=message("declined", "The card was declined. Nothing was charged."),
        ),
        "open-help": snapshot(lines=THREE, help=help_),
        "open-terminal-away": snapshot(lines=THREE, terminal=away, tenders=only_desk[:1]),
        "open-only-desk": snapshot(lines=THREE, terminal=away, tenders=only_desk),
        "open-reader-away": snapshot(lines=THREE, reader=away),
        "open-everything": snapshot(lines=cheaper, loyalty="4021987", **everything),
        "open-count-check": snapshot(lines=THREE, steps={**ALL_STEPS, "count_check": True}),
        "locked": snapshot("LOCKED", THREE, payment=payment("starting", "One moment.")),
        "authorising": snapshot("AUTHORISING", THREE, payment=card),
        "paying-desk": snapshot("AUTHORISING", THREE, payment=desk),
        "reconciling": snapshot("RECONCILING", THREE),
        "needs-staff": snapshot("NEEDS_STAFF", THREE, help=help_, payment=staff),
        "sold": snapshot("SOLD", THREE, receipt=receipt(THREE), steps=ALL_STEPS),
        "sold-forty": snapshot("SOLD", FORTY, receipt=receipt(FORTY), doubtful=[late]),
        "reader-away": snapshot("EMPTY", reader=away),
    }
