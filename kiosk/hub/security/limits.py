"""How much anybody may send: bytes of one request, and requests in a second.

Owns the numbers and the counting. A shop of 20 tables and 50 mirrors stays far below them; this
machine's own programs are not counted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from kiosk.hub.context import refuse

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MIB = 1024 * 1024
BODY_OF_NOBODY = 64 * 1024  # a code, a PIN, an address for the receipt
BODY = 4 * MIB  # a thousand tags with the longest names
BODY_OF_IMPORT = 1100 * MIB  # the import itself says what it takes, in a better sentence
BODY_OF_PORTRAIT = 13 * MIB  # a phone's photograph, and the form around it
IMPORTS = ("/api/catalog/import", "/staff/import")

MOST_PEERS = 4096


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests in a second, and how many may come at once after a pause."""

    per_s: float
    burst: float


KNOWN = Rate(100, 400)  # a device or a colleague: a tablet asks 3 times a second at most
NOBODY = Rate(20, 120)  # an address; a page with its pictures is 60 requests


class Rates:
    """A bucket of permits for each key. Used on the event loop only, so it needs no lock."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, key: str, rate: Rate, now: float) -> bool:
        """Takes one permit of this key, if it has one. `now` is seconds of a clock that grows."""
        left, since = self._buckets.pop(key, (rate.burst, now))
        left = min(rate.burst, left + (now - since) * rate.per_s)
        allowed = left >= 1.0
        self._buckets[key] = (left - 1.0 if allowed else left, now)
        if len(self._buckets) > MOST_PEERS:
            self._buckets.popitem(last=False)
        return allowed


def most_bytes(path: str, *, known: bool, may_import: bool) -> int:
    """A body is read before it is known whether the call is allowed: a tablet fills no disk."""
    if not known:
        return BODY_OF_NOBODY
    if may_import and path.startswith("/staff/people/") and path.endswith("/picture"):
        return BODY_OF_PORTRAIT
    return BODY_OF_IMPORT if may_import and path in IMPORTS else BODY


def too_large(most: int) -> Exception:
    size = f"{most // MIB} MB" if most >= MIB else f"{most // 1024} kB"
    return refuse(413, "too_large", f"This is larger than {size}. Send less at once.")


def counted(receive: Receive, most: int) -> Receive:
    """`receive` that ends a body at `most` bytes, whatever its header promised."""
    got = 0

    async def counting() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise too_large(most)
        return message

    return counting
