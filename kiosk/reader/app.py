"""A shared reader: opened here, heard elsewhere. Composition root of `kiosk reader`.

Owns which reader and where. Does not know a zone, a room or a garment: those are its listeners'.
"""

from __future__ import annotations

import signal
import threading

from hardware.device import open_device
from hardware.rfid.reader import RfidReader
from hardware.rfid.shared.server import SharedReaderServer
from kiosk.config import ConfigError, Settings
from kiosk.watchdog import Watchdog


def run(settings: Settings, *, name: str, reader: RfidReader | None = None) -> int:
    """Runs until SIGTERM or Ctrl-C. Raises `ConfigError` or `DeviceError` for bad settings."""
    if name not in settings.readers:
        known = ", ".join(settings.readers) or "none"
        raise ConfigError(f"There is no reader {name!r} in the settings; readers has: {known}.")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    device = settings.readers[name].settings()
    reader = reader or open_device("rfid", device)
    watchdog = Watchdog.of(None, "turn")
    path, antennas = settings.shared_at(name), device.get("antennas", [1])
    try:
        with SharedReaderServer(path, reader, antennas, alive=lambda: watchdog.proof("turn")):
            watchdog.ready()
            ended.wait()
        watchdog.stopping()
    finally:
        reader.close()
    return 0
