"""The checkout table: says to the hub which tags lie on it. Composition root of `kiosk table`.

Owns the way from reader to hub. Does not know a garment or a price: those are the hub's.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from hardware.device import Health, open_device
from hardware.rfid.reader import RfidReader
from hardware.rfid.zone import Presence, ReadZone, ZoneChange, ZoneProfile
from kiosk.config import ConfigError, Settings
from kiosk.hub_client import HubClient

log = logging.getLogger(__name__)

# How long to wait for a read before time itself is looked at: a tag leaves by silence.
PATIENCE_S = 0.05
# How long a reader must have listened before this program says what does not lie there: one that
# is started again beside a full table has heard nothing yet, and nothing was lifted.
LISTENS_S = 1.5


def run(
    settings: Settings,
    *,
    table: str = "1",
    reader: RfidReader | None = None,
    client: HubClient | None = None,
) -> int:
    """Runs until SIGTERM or Ctrl-C. Raises `ConfigError` or `DeviceError` for bad settings."""
    if table not in settings.tables:
        known = ", ".join(settings.tables) or "none"
        raise ConfigError(f"There is no table {table!r} in the settings; tables has: {known}.")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    reader = reader or open_device("rfid", settings.tables[table].reader.settings())
    client = client or HubClient(settings.hub_url, name=f"table-{table}")
    client.open()
    try:
        watch(reader, client, table, ended)
    finally:
        client.close()
        reader.close()
    return 0


def watch(
    reader: RfidReader,
    client: HubClient,
    table: str,
    ended: threading.Event,
    on_change: Callable[[ZoneChange, float], None] | None = None,
) -> None:
    """Says the whole set of tags at each change of it or of the reader's health, until `ended`.

    The client repeats what was said last. `on_change(change, now)` is called right after a change
    was handed to it (monotonic seconds), for measurements.
    """
    zone = ReadZone(ZoneProfile.table())
    session = uuid.uuid4().hex
    sequence = 0
    health: Health | None = None
    listens_since: float | None = None
    whole = False
    while not ended.is_set():
        reads = reader.drain(PATIENCE_S)
        now = time.monotonic()
        last, health = health, reader.health
        change = zone.update(reads, now, reader_ok=health.ok)
        moved = bool(change.arrived or change.left)
        news = moved or health != last
        if not whole:
            listens_since = (listens_since or now) if health.ok else None
            whole = listens_since is not None and now - listens_since >= LISTENS_S
            news = news or whole
        if health != last:
            log.info("the reader is %s %s", health.state, health.cause)
        if news:
            sequence += 1
            body = _body(session, sequence, health, change, whole)
            client.put(f"/api/tables/{table}/tags", body)
        if moved and on_change is not None:
            on_change(change, now)


def _body(
    session: str, sequence: int, health: Health, change: ZoneChange, whole: bool
) -> dict[str, Any]:
    return {
        "session": session,
        "sequence": sequence,
        "reader": {"state": health.state.value, "message": health.message},
        "tags": [_tag(presence) for presence in change.present],
        "whole": whole,
    }


def _tag(presence: Presence) -> dict[str, Any]:
    tag = presence.tag
    return {"kind": tag.kind.value, "value": tag.value, "rssi_dbm": presence.rssi_dbm}
