"""What stands around a mirror in its journeys: a reader, a shop and a hub that a test plays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from catalog.pricing.rule import Rule
from catalog.product import (
    Item,
    ItemStatus,
    Offer,
    Resolved,
    UnknownReason,
    UnknownTag,
    Variant,
)
from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId, TagRead
from kiosk.mirror.visit.events import Garment


class PlayedReader:
    """Hears every tag that hangs here in each round of 20 ms, loud and clear."""

    def __init__(self) -> None:
        self.hanging: set[TagId] = set()
        self.health = Health(DeviceState.OK)
        self.rounds = 0
        self._closed = threading.Event()

    def open(self) -> None: ...

    def close(self) -> None:
        self._closed.set()

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        self._closed.wait(0.02)
        if not self.health.ok:
            return []
        now = time.monotonic()
        self.rounds += 1
        return [TagRead(tag, 1, -50.0, now) for tag in sorted(self.hanging)]


class PlayedShop:
    """A catalog of the garments it is given; `away` makes it fail as a missing file does."""

    def __init__(self, garments: Iterable[Garment], offers: Sequence[Offer] = ()) -> None:
        self.garments = {garment.tag: garment for garment in garments}
        self.sold: set[TagId] = set()
        self.offers = list(offers)
        self.like: dict[int, tuple[Offer, ...]] = {}
        self.rules: tuple[Rule, ...] = ()
        self.away = False
        self.closed = 0
        self._version = 1

    def changed(self) -> None:
        self._version += 1

    def version(self) -> int:
        if self.away:
            raise OSError("the database is not there")
        return self._version

    def resolve_all(self, tags: Iterable[TagId]) -> dict[tuple[str, str], Resolved]:
        if self.away:
            raise OSError("the database is not there")
        return {(tag.kind.value, tag.value): self._resolve(tag) for tag in tags}

    def _resolve(self, tag: TagId) -> Resolved:
        garment = self.garments.get(tag)
        if garment is None:
            return UnknownTag(tag.kind, tag.value, UnknownReason.FOREIGN)
        status = ItemStatus.SOLD if tag in self.sold else ItemStatus.IN_STOCK
        return Item(tag.kind, tag.value, status, garment.product, garment.variant)

    def goes_with(
        self,
        variants: Sequence[Variant],
        *,
        sizes: Mapping[str, str] | None = None,
        limit: int = 6,
        on: date | None = None,
    ) -> list[Offer]:
        self.worn, self.day = dict(sizes or {}), on
        here = {variant.product_id for variant in variants}
        return [offer for offer in self.offers if offer.product.id not in here][:limit]

    def instead_of(self, variant: Variant, limit: int = 4) -> tuple[Offer, ...]:
        return tuple(self.like.get(variant.id, ()))[:limit]

    def price_rules(self) -> tuple[Rule, ...]:
        return self.rules

    def close(self) -> None:
        self.closed += 1


class PlayedHub:
    """Keeps what the mirror says; the test answers with `reply` and `tell`."""

    def __init__(self) -> None:
        self.on_health: Callable[[Health], None] | None = None
        self.on_reply: Callable[[str, dict[str, Any], int, dict[str, Any]], None] | None = None
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self.terms: list[tuple[float | None, bool]] = []  # of each: how long it may wait, kept
        self.said: dict[str, dict[str, Any]] = {}
        self.pictures: dict[str, bytes] = {}
        self.opened = self.closed = False
        self._followed: dict[str, Callable[[dict[str, Any]], None]] = {}

    def open(self) -> None:
        self.opened = True
        self.come()

    def close(self) -> None:
        self.closed = True

    def put(self, path: str, body: dict[str, Any]) -> None:
        self.said[path] = body

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stays_s: float | None = None,
        kept: bool = True,
    ) -> None:
        self.posted.append((path, body))
        self.terms.append((stays_s, kept))

    def get(self, path: str) -> bytes | None:
        return self.pictures.get(path)

    def follow(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None:
        self._followed[path] = on_snapshot

    def come(self) -> None:
        assert self.on_health is not None
        self.on_health(Health(DeviceState.OK))

    def go(self) -> None:
        assert self.on_health is not None
        self.on_health(Health(DeviceState.AWAY, "The hub does not answer."))

    def reply(self, status: int, reply: dict[str, Any]) -> None:
        """To the last message that was posted."""
        assert self.on_reply is not None
        path, body = self.posted[-1]
        self.on_reply(path, body, status, {**reply, "id": body["id"]})

    def tell(self, path: str, snapshot: dict[str, Any]) -> None:
        self._followed[path](snapshot)
