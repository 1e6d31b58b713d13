"""Snapshots of a table's basket, as the hub says them: one for every screen of the tablet.

The form is the hub's own (`GET /api/tables/{id}`); `test_tablet.py` checks that the two agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno

Json = dict[str, Any]

GARMENTS = (
    ("linen-shirt-ivory", "Linen shirt", "Ivory, M", 7900),
    ("pleated-trousers-charcoal", "Pleated trousers", "Charcoal, 40", 9800),
    ("cotton-crew-tee-navy-stripe", "Cotton crew tee", "Navy stripe, S", 4000),
    ("wool-overcoat-camel", "Wool overcoat", "Camel, M", 32900),
    ("silk-scarf-rust", "Silk scarf", "Rust", 6500),
    ("leather-tote-chocolate", "Leather tote", "Chocolate", 24900),
)


def euros(minor: int) -> Json:
    return {"minor": minor, "currency": "EUR", "text": f"€{minor / 100:,.2f}"}


def tag(serial: int) -> Json:
    return {"kind": "epc", "value": f"3034{serial:020X}"}


def line(number: int, pictures: Sequence[str] = (), **changes: Any) -> Json:
    key, title, label, minor = GARMENTS[number % len(GARMENTS)]
    if pictures:
        key = pictures[number % len(pictures)]
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
    title="Silk scarf",
    label="Rust",
    picture="/media/480/silk-scarf-rust.webp",
)
NEAR = doubtful(
    903,
    "near",
    "This one may be beside the table. Add it?",
    title="Leather tote",
    label="Chocolate",
    picture="/media/480/leather-tote-chocolate.webp",
    price=euros(24900),
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
        "tax": {"percent": "23", "minor": round(total * 23 / 123), "text": "€40.58"},
        "lines": list(lines),
        "doubtful": [],
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


def gallery(pictures: Sequence[str] = ()) -> dict[str, Json]:
    """Name of a picture -> the snapshot that it shows."""
    three = [line(n, pictures) for n in range(3)]
    forty = [line(n, pictures) for n in range(40)]
    away = {"state": "away", "message": "Reader is not connected. Check its USB cable."}
    asked = {"attempt": 1, "sentence": "Hold your card to the terminal.", "since_s": 3}
    staff = "A colleague will finish this with you. You will not be charged twice."
    help_ = {"status": "waiting", "sentence": "A colleague is on the way."}
    declined = {"kind": "declined", "sentence": "The card was declined. Nothing was charged."}
    late = doubtful(
        904, "late", "Laid down after the payment began. It is not paid yet.", title="Silk scarf"
    )
    from_room = line(3, pictures, on_table=False, from_room="Fitting room 1")
    return {
        "empty": snapshot("EMPTY"),
        "open": snapshot(lines=three),
        "open-one": snapshot(lines=three[:1]),
        "open-six": snapshot(lines=[line(n, pictures) for n in range(6)]),
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
