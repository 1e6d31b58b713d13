"""The checkout table: says to the hub which tags lie on it. Composition root of `kiosk table`.

Owns the way from reader to hub. Does not know a garment or a price: those are the hub's.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from hardware.device import open_device
from hardware.rfid.reader import RfidReader
from hardware.rfid.zone import ReadZone, ZoneChange, ZoneProfile
from kiosk import calibration
from kiosk.config import ConfigError, Settings
from kiosk.hub_client import HubClient
from kiosk.recorder import open_recorder, zone_of
from kiosk.watchdog import Watchdog
from kiosk.zone_report import ZoneReport
from kiosk.zone_watch import Zone, turns

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
    device = settings.tables[table].reader
    profile = calibration.profile(settings, f"table-{table}", device, ZoneProfile.table())
    reader = reader or open_device("rfid", device.settings())
    client = client or HubClient.of(settings, f"table-{table}")
    recorder = open_recorder(settings, f"table-{table}", program="table")
    client.open()
    watchdog = Watchdog.of(None, "turn")
    watchdog.ready()
    try:
        watch(
            reader,
            client,
            table,
            ended,
            zone=zone_of(profile, recorder),
            alive=lambda: watchdog.proof("turn"),
        )
    finally:
        client.close()
        reader.close()
        if recorder is not None:
            recorder.close()
    return 0


def watch(
    reader: RfidReader,
    client: HubClient,
    table: str,
    ended: threading.Event,
    on_change: Callable[[ZoneChange, float], None] | None = None,
    zone: Zone | None = None,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Says the whole set of tags at each change of it or of the reader's health, and how well they
    are heard while some are, until `ended`.

    The client repeats what was said last. `on_change(change, now)` is called right after a change
    was handed to it (monotonic seconds), for measurements.
    """
    report = ZoneReport()
    listens_since: float | None = None
    whole = False
    for turn in turns(reader, zone or ReadZone(ZoneProfile.table()), ended, alive):
        news = report.due(turn)
        if not whole:
            listens_since = (listens_since or turn.now) if turn.health.ok else None
            whole = listens_since is not None and turn.now - listens_since >= LISTENS_S
            news = news or whole
        if news:
            body = report.body(turn, whole=whole)
            client.put(f"/api/tables/{table}/tags", body)
        if turn.moved and on_change is not None:
            on_change(turn.change, turn.now)
