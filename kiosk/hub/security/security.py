"""The parts of the hub's security put together: what `app.py` opens and the door asks.

Owns their order, the thread that writes down what can wait, and nothing else.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from catalog.store import Catalog
from kiosk.config import Settings
from kiosk.hub.security import audit, local_key
from kiosk.hub.security.devices import DeviceKind, Devices
from kiosk.hub.security.duty import Duty
from kiosk.hub.security.limits import Rates
from kiosk.hub.security.portraits import Portraits
from kiosk.hub.security.sessions import Sessions, now_ms
from kiosk.hub.security.staff import Staff

log = logging.getLogger(__name__)

KEEP_S = 60.0


class Security:
    """`demo` lets this machine in without a key, and nobody else with one."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        section = settings.security
        self.demo = section.demo
        self.tls = settings.hub.tls is not None
        self.staff = Staff(catalog, demo=section.demo)
        self.sessions = Sessions(
            catalog,
            self.staff,
            session_s=section.session_hours * 3600,
            idle_s=section.idle_minutes * 60,
        )
        self.duty = Duty(self.staff, self.sessions, idle_s=section.idle_minutes * 60)
        self.portraits = Portraits(catalog)
        self.devices = Devices(catalog, lambda kind: places(settings, kind))
        self.rates = Rates()
        self.local_key = ""
        self._settings = settings
        self._catalog = catalog
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="security", daemon=True)

    def open(self, look_again: Callable[[], None]) -> None:
        """`look_again` is called when somebody who listens may not do so any more."""
        self.local_key = local_key.make(self._settings.keys_dir)
        self.staff.open()
        self.sessions.open()
        self.portraits.open()
        self.devices.open()

        def signed_out(user_id: int) -> None:
            self.sessions.end_all_of(user_id)
            look_again()

        self.staff.on_change = signed_out
        self.devices.on_revoked = look_again
        for warning in warnings(self._settings):
            log.warning("%s", warning)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    def _keep(self) -> None:
        last = False
        while not last:
            last = self._ended.wait(KEEP_S)
            try:
                self.sessions.keep()
                self.devices.keep()
                if days := self._settings.security.audit_days:
                    with self._catalog.begin() as connection:
                        audit.forget(connection, now_ms(), days)
            except SQLAlchemyError as error:
                log.info("what was seen is written down later: %s", error)


def places(settings: Settings, kind: DeviceKind) -> list[str]:
    """What config.yaml has of it."""
    if kind is DeviceKind.MIRROR:
        return list(settings.rooms)
    if kind is DeviceKind.GATE:
        return list(settings.gates)
    return list(settings.tables)


def warnings(settings: Settings) -> list[str]:
    """What the owner should know about who can reach this hub."""
    if is_loopback(settings.hub.host):
        return []
    if settings.security.demo:
        return [
            f"hub.host is {settings.hub.host}, but security.demo is true: only this machine is let "
            "in. For a real shop set security.demo to false; docs/security.md says what comes next."
        ]
    if settings.hub.tls is None:
        return [
            "hub.tls is not set: whoever is in the shop's network can read PINs and keys on their "
            "way. docs/security.md says how to make the certificate."
        ]
    return []


def is_loopback(host: str) -> bool:
    """Whether this address is this machine's own."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
