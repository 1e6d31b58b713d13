"""What comes back after a sale, in the cases: the forms that a colleague sends, and what must be so
of each, in the moment of a crash and at the end. Owns both; the rows are read without the hub's
code, the forms are sent to the hub's own desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kiosk.hub.aftersale.aftersale import Answer, Asked
from kiosk.hub.aftersale.decide import Reason
from kiosk.hub.context import Hub
from tests.crash.cases import Do
from tests.crash.databases import Reading, Rows
from tests.crash.shop import SPARE, SWAPPED, SWAPS

FORMS = {
    Do.RETURN: ("return",),
    Do.VOID: ("void",),
    Do.EXCHANGE: ("exchange",),
    Do.SWAP: ("swap",),
    Do.EXCHANGE_BACK: ("exchange", "return the new one"),
}


def send(hub: Hub, form: str, database: Reading) -> Answer:
    """The form of a sale, which is the only one. The same form again is the same thing."""

    def one(query: str) -> int:
        return int(database.execute(query).fetchone()[0])

    # PostgreSQL gives a number again to nobody, also when its transaction was lost.
    sale = one("SELECT id FROM sale")
    asked = Asked(sale, f"the form: {form}", Reason.MISTAKE, "", "Ana", "desk")
    match form:
        case "void":
            return hub.aftersale.void(asked)
        case "return":
            return hub.aftersale.take_back(asked, [1])
        case "return the new one":
            new = "SELECT position FROM sale_line WHERE exchange_of IS NOT NULL"
            return hub.aftersale.take_back(asked, [one(new)])
    bought = "SELECT position FROM sale_line WHERE sku = 'LIN' AND exchange_of IS NULL"
    variant = one(f"SELECT id FROM variant WHERE sku = '{SWAPPED}'")
    return hub.aftersale.exchange(
        asked, one(bought), variant, SPARE if form == "exchange" else None
    )


def torn(tables: dict[str, Rows]) -> Iterator[str]:
    """What is only half there: true in every moment, also in that of a crash."""
    lines = {(row["sale_id"], row["position"]): row for row in tables["sale_line"]}
    back: dict[int, Rows] = {}
    for row in tables["sale_return_line"]:
        line = lines.get((row["sale_id"], row["position"]))
        if line is None:
            yield f"return {row['return_id']} is of a line that was never sold"
        else:
            back.setdefault(row["return_id"], []).append(line)
    came_back = {
        (row["sale_id"], row["position"]): row["return_id"] for row in tables["sale_return_line"]
    }
    kinds = {row["id"]: row["kind"] for row in tables["sale_return"]}
    replaced = Counter[int]()
    for row in tables["sale_line"]:
        if row["exchange_of"] is None:
            continue
        old = row["sale_id"], row["exchange_of"]
        number = came_back.get(old, 0)
        replaced[number] += 1
        if kinds.get(number) != "exchange":
            yield f"line {row['position']} is for line {row['exchange_of']}, which is not exchanged"
        elif row["price_minor"] != lines[old]["price_minor"]:
            yield f"line {row['position']} has another price than what it is for"
    for row in tables["sale_return"]:
        number, mine = row["id"], back.get(row["id"], [])
        worth = sum(line["price_minor"] for line in mine)
        if not mine:
            yield f"return {number} is of nothing"
        if row["kind"] == "exchange":
            if (len(mine), replaced[number], row["refund_minor"]) != (1, 1, 0):
                yield f"exchange {number}: {len(mine)} came back, {replaced[number]} went out"
        elif row["refund_minor"] != worth:
            yield f"return {number} is worth {worth}, and {row['refund_minor']} goes back"
    yield from _jobs(tables)


def _jobs(tables: dict[str, Rows]) -> Iterator[str]:
    jobs = {row["key"] for row in tables["outbox"]}
    for row in tables["sale_return"]:
        number = row["id"]
        wanted = {f"gate:return:{number}", f"upstream:return:{number}"}
        if row["refund_minor"]:
            wanted.add(f"refund:{number}")
        if missing := wanted - jobs:
            yield f"return {number} has no {sorted(missing)} in the outbox"


def stock(connection: Reading, tables: dict[str, Rows]) -> Iterator[str]:
    """The pieces without a tag: what went out for something else is not in the stock."""
    query = f"SELECT untagged_quantity FROM variant WHERE sku = '{SWAPPED}'"
    left = int(connection.execute(query).fetchone()[0])
    gone = sum(row["exchange_of"] is not None and not row["item"] for row in tables["sale_line"])
    if left + gone != SWAPS:
        yield f"{left} pieces without a tag are left of {SWAPS}, and {gone} went out"


def unnamed(connection: Reading, tables: dict[str, Rows]) -> Iterator[str]:
    """What was done in nobody's name."""
    found: dict[str, Any] = dict(
        connection.execute("SELECT action, count(*) FROM audit GROUP BY action").fetchall()
    )
    for kind, times in Counter(row["kind"] for row in tables["sale_return"]).items():
        if found.get(f"sale.{kind}", 0) != times:
            yield f"{times} x {kind}, and the audit says {found.get(f'sale.{kind}', 0)}"
