"""The terminal's own books against the sales, once all is quiet: what is wrong, in sentences.

Reads the database and the journal with nothing of the hub's code, so that a mistake there cannot
excuse itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.crash import after_sale, desk
from tests.crash.databases import Rows, database, guards, rows
from tests.crash.shop import READ
from tests.crash.terminal_process import books

PERFORMED = ("presenting", "approved", "declined")


def judge(folder: Path) -> list[str]:
    """What is wrong with a case that has come to rest; nothing, if all is well."""
    with closing(database(folder)) as connection:
        presses = {}
        if (folder / "presses").exists():
            lines = (folder / "presses").read_text().splitlines()
            presses = {press["id"]: press for press in map(json.loads, lines)}
        tables = rows(connection, READ)
        wrong = found(books(folder), tables, presses)
        wrong += after_sale.stock(connection, tables)
        wrong += after_sale.unnamed(connection, tables)
        if (folder / desk.JOURNAL).exists():
            taken = Counter({one["reference"]: net(one) for one in desk.books(folder)})
            wrong += desk.wrong(folder, rows(connection, ("audit",))["audit"], taken)
        return [*wrong, *guards(connection)]


def at_the_crash(folder: Path) -> list[str]:
    with closing(database(folder)) as connection:
        return crashed(books(folder), rows(connection, READ))


def crashed(payments: Rows, tables: dict[str, Rows]) -> list[str]:
    """What is wrong in the moment of a crash: if nothing ever ran again, what would be lost?"""
    wrong = []
    references = {row["key"]: row["reference"] for row in tables["attempt"]}
    sold = {row["attempt_key"] for row in tables["sale"]}
    for payment in payments:
        key, state = payment["key"], payment["state"]
        if key not in references:
            wrong.append(f"{key} is at the terminal and was never written down")
        elif state in PERFORMED and references[key] != payment["reference"]:
            wrong.append(f"{key} is {state} and its reference was not written down")
        if payment["captured"] and key not in sold:
            wrong.append(f"{key} is captured and nothing is sold for it")
    books = {payment["key"]: payment for payment in payments}
    for key in sold - back_again(tables):
        if key not in books or books[key]["state"] != "approved" or books[key]["voided"]:
            wrong.append(f"{key} is sold, and its books say {books.get(key, {}).get('state')}")
    return [*wrong, *after_sale.torn(tables)]


def back_again(tables: dict[str, Rows]) -> set[str]:
    """The sales of which something came back: their money may have gone back too."""
    back = {row["sale_id"] for row in tables["sale_return"]}
    return {row["attempt_key"] for row in tables["sale"] if row["id"] in back}


def net(payment: dict[str, Any]) -> int:
    """What the card has paid in the end, in minor units."""
    if payment["state"] != "approved" or payment["voided"]:
        return 0
    return int(payment["approved_minor"]) - sum(payment["refunds"].values())


def found(payments: Rows, tables: dict[str, Rows], presses: dict[str, Any]) -> list[str]:
    """What is wrong with what is left when all is quiet."""
    return list(_wrong(payments, tables, presses))


def _wrong(payments: Rows, tables: dict[str, Rows], presses: dict[str, Any]) -> Iterator[str]:
    attempts = {row["key"]: row for row in tables["attempt"]}
    back = Counter[int]()
    for row in tables["sale_return"]:
        back[row["sale_id"]] += row["refund_minor"]
        if row["refund_status"] not in ("done", "none"):
            yield f"the refund {row['refund_key']} is {row['refund_status']}"
    sales = {
        row["attempt_key"]: row | {"kept_minor": row["total_minor"] - back[row["id"]]}
        for row in tables["sale"]
    }
    yield from _money(payments, attempts, sales)
    yield from _sales(tables, attempts, presses)
    if live := [key for key, row in attempts.items() if row["status"] == "live"]:
        yield f"payments still live: {live}"
    if tables["claim"]:
        yield f"pieces still claimed: {[row['tag'] for row in tables['claim']]}"
    yield from _outbox(tables)
    yield from after_sale.torn(tables)


def _money(payments: Rows, attempts: dict[str, Any], sales: dict[str, Any]) -> Iterator[str]:
    per_checkout: Counter[str] = Counter()
    for payment in payments:
        key, paid = payment["key"], net(payment)
        sale = sales.get(key)
        sold = sale["kept_minor"] if sale else 0
        if key not in attempts:
            yield f"the terminal knows {key}, which was never written down"
        if paid != sold:
            yield f"{key}: the card paid {paid}, and {sold} is sold"
        if payment["state"] == "presenting":
            yield f"{key} still waits for a card"
        if paid:
            per_checkout[key.rpartition(":")[0]] += 1
        if paid and not payment["captured"]:
            yield f"{key} was never captured"
    for checkout, charges in per_checkout.items():
        if charges > 1:
            yield f"checkout {checkout} was charged {charges} times"
    known = {payment["key"] for payment in payments}
    for key in sales.keys() - known:
        yield f"{key} is sold, and the terminal never heard of it"


def _sales(
    tables: dict[str, Rows], attempts: dict[str, Any], presses: dict[str, Any]
) -> Iterator[str]:
    sold = {row["tag"]: row["sale_id"] for row in tables["sold"]}
    returned = {(row["sale_id"], row["position"]) for row in tables["sale_return_line"]}
    kept = [
        row
        for row in tables["sale_line"]
        if row["item"] and (row["sale_id"], row["position"]) not in returned
    ]
    times = Counter(row["item"] for row in kept)
    yield from (f"{item} is sold {n} times" for item, n in times.items() if n > 1)
    receipts = Counter(row["sale_id"] for row in tables["receipt"])
    for sale in tables["sale"]:
        name, attempt = sale["attempt_key"], attempts[sale["attempt_key"]]
        mine = [row for row in tables["sale_line"] if row["sale_id"] == sale["id"]]
        lines = [row for row in mine if row["exchange_of"] is None]
        items = {row["item"] for row in kept if row["sale_id"] == sale["id"]}
        if sum(row["price_minor"] for row in lines) != sale["total_minor"]:
            yield f"{name}: the lines are not the total {sale['total_minor']}"
        if items != {tag for tag, sale_id in sold.items() if sale_id == sale["id"]}:
            yield f"{name}: what is marked sold are not its lines"
        tags = {row["tag"] for row in lines if row["tag"]}
        if tags != {line["tag"] for line in json.loads(attempt["lines"])}:
            yield f"{name}: sold is not what was frozen"
        if attempt["status"] != "approved":
            yield f"{name} is sold, and its attempt is {attempt['status']}"
        if receipts[sale["id"]] != 1:
            yield f"{name} has {receipts[sale['id']]} receipts"
        press = presses.get(attempt["pay_id"])
        agreed = press and (press["total"], press["tags"])
        if agreed != (sale["total_minor"], sorted(tags)):
            yield f"{name}: the shopper agreed to {agreed} and bought {sale['total_minor']}"
    for row in attempts.values():
        if row["status"] == "approved" and row["key"] not in {
            sale["attempt_key"] for sale in tables["sale"]
        }:
            yield f"{row['key']} is approved and has no sale"
    gone = {f"{row['tag_kind']}:{row['tag_value']}" for row in tables["item"] if _is_sold(row)}
    if gone != set(sold):
        yield f"stock says {sorted(gone)} are sold, the ledger says {sorted(sold)}"


def _is_sold(item: dict[str, Any]) -> bool:
    return bool(item["status"] == "sold")


def _outbox(tables: dict[str, Rows]) -> Iterator[str]:
    topics: dict[int, set[str]] = {}
    for row in tables["outbox"]:
        topics.setdefault(json.loads(row["body"]).get("sale", 0), set()).add(row["topic"])
        if row["done_ms"] is None:
            yield f"{row['key']} is still in the outbox"
    for sale in tables["sale"]:
        if missing := {"capture", "gate"} - topics.get(sale["id"], set()):
            yield f"sale {sale['id']} has no {sorted(missing)} in the outbox"
    ids = {sale["id"] for sale in tables["sale"]}
    for sale_id in topics.keys() - ids - {0}:
        yield f"the outbox has work for sale {sale_id}, which is not there"
