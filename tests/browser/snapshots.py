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
        "picture": f"/media/480/{key}.webp",
        "on_table": True,
        "from_room": None,
        **changes,
    }


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
    total = sum(one["price"]["minor"] for one in lines)
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
        "lines": list(lines),
        "doubtful": [],
        "near": [],
        "settled": True,
        "message": None,
        "payment": None,
        "receipt": None,
        "help": None,
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


def gallery() -> dict[str, Json]:
    """Name of a picture -> the snapshot that it shows."""
    three = [line(n) for n in range(3)]
    forty = [line(n) for n in range(40)]
    away = {"state": "away", "message": "Reader is not connected. Check its USB cable."}
    asked = {"attempt": 1, "sentence": "Hold your card to the terminal.", "since_s": 3}
    staff = "A colleague will finish this with you. You will not be charged twice."
    help_ = {"status": "waiting", "sentence": "A colleague is on the way."}
    declined = {"kind": "declined", "sentence": "The card was declined. Nothing was charged."}
    late = doubtful(
        904, "late", "Laid down after the payment began. It is not paid yet.", title="Silk square"
    )
    from_room = line(3, on_table=False, from_room="Fitting room 1")
    return {
        "empty": snapshot("EMPTY"),
        "open": snapshot(lines=three),
        "open-one": snapshot(lines=three[:1]),
        "open-counting": snapshot(lines=three, settled=False),
        "open-missing": snapshot(lines=three, near=[NEAR], help={**help_, "about": "item_missing"}),
        "open-six": snapshot(lines=[line(n) for n in range(6)]),
        "open-forty": snapshot(lines=forty),
        "open-doubtful": snapshot(lines=three[:2], doubtful=[UNKNOWN, SOLD, NEAR]),
        "open-only-doubtful": snapshot(doubtful=[UNKNOWN]),
        "open-from-room": snapshot(lines=[*three[:2], from_room]),
        "open-declined": snapshot(lines=three, message=declined),
        "open-help": snapshot(lines=three, help=help_),
        "open-terminal-away": snapshot(lines=three, terminal=away),
        "open-reader-away": snapshot(lines=three, reader=away),
        "locked": snapshot("LOCKED", three, payment={**asked, "sentence": "One moment."}),
        "authorising": snapshot("AUTHORISING", three, payment=asked),
        "reconciling": snapshot("RECONCILING", three),
        "needs-staff": snapshot(
            "NEEDS_STAFF", three, help=help_, payment={**asked, "sentence": staff}
        ),
        "sold": snapshot("SOLD", three, receipt=receipt(three)),
        "sold-forty": snapshot("SOLD", forty, receipt=receipt(forty), doubtful=[late]),
        "reader-away": snapshot("EMPTY", reader=away),
    }
