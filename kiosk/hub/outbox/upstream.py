"""Sends what was sold to the head office, in order and in batches; nothing when there is none.

Owns the form of what is sent: `{"shop", "events": [{"seq", "key", "at", "sale"}, …]}`, answered by
`{"acknowledged": seq}`. `seq` grows with every event of a shop, so the receiver keeps
(shop, seq) once and may be sent the same again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import requests
from sqlalchemy import select

from catalog.store import Catalog
from kiosk.hub.outbox.jobs import Done, Job, Later, Outcome
from kiosk.hub.schema import OutboxRow, SaleLineRow, SaleRow

log = logging.getLogger(__name__)

TOPIC = "upstream"
MOST = 100  # events in a batch
TIMEOUT_S = 10.0
COLUMNS = (
    *("id", "shop_table", "sold_ms", "total_minor", "tax_minor", "tax_percent", "currency"),
    *("tender", "discount_minor", "loyalty"),
)
LINE_COLUMNS = (
    *("position", "item", "sku", "title", "label", "quantity", "price_minor", "list_minor"),
    *("discount", "tax_minor"),
)


def post(url: str, body: dict[str, Any]) -> Any:
    """The answer's JSON. Raises `requests.RequestException`, also for what is not JSON."""
    # verify= as given: an address of a bundle in the environment would override the session's.
    answer = requests.post(url, json=body, timeout=TIMEOUT_S, verify=True)
    answer.raise_for_status()
    return answer.json()


class Upstream:
    """The handler for "upstream". A job that an earlier batch took along is done at once."""

    def __init__(
        self,
        catalog: Catalog,
        url: str,
        shop: str,
        *,
        post: Callable[[str, dict[str, Any]], Any] = post,
    ) -> None:
        self._catalog = catalog
        self._url = url
        self._shop = shop
        self._post = post
        self._acknowledged = 0

    def __call__(self, job: Job) -> Outcome:
        if not self._url or job.id <= self._acknowledged:
            return Done()
        events = self._events(job.id)
        try:
            answer = self._post(self._url, {"shop": self._shop, "events": events})
        except requests.RequestException as error:
            return Later(f"{self._url} does not take the sales: {error}")
        try:
            self._acknowledged = int(answer["acknowledged"])
        except (KeyError, TypeError, ValueError):
            return Later(f"{self._url} does not say what it took.")
        if job.id > self._acknowledged:
            return Later(f"{self._url} took nothing of it yet.")
        return Done()

    def _events(self, first: int) -> list[dict[str, Any]]:
        waiting = (
            select(OutboxRow.__table__)
            .where(OutboxRow.topic == TOPIC, OutboxRow.done_ms.is_(None), OutboxRow.id >= first)
            .order_by(OutboxRow.id)
            .limit(MOST)
        )
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(waiting).all()
            sale_ids = [row.body["sale"] for row in rows if "sale" in row.body]
            sales: dict[int, dict[str, Any]] = {}
            found = select(SaleRow.__table__).where(SaleRow.id.in_(sale_ids))
            for sale in connection.execute(found).mappings():
                sales[sale["id"]] = {**{name: sale[name] for name in COLUMNS}, "lines": []}
            lines = (
                select(SaleLineRow.__table__)
                .where(SaleLineRow.sale_id.in_(sale_ids))
                .order_by(SaleLineRow.sale_id, SaleLineRow.position)
            )
            for line in connection.execute(lines).mappings():
                told = {name: line[name] for name in LINE_COLUMNS}
                sales[line["sale_id"]]["lines"].append(told)
        return [
            {
                "seq": row.id,
                "key": row.key,
                "at_ms": row.made_ms,
                "body": row.body,
                "sale": sales.get(row.body.get("sale", 0)),
            }
            for row in rows
        ]
