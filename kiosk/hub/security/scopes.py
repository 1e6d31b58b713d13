"""The one list of who may call what.

Owns the rules, nothing else: `door.py` asks them for every request. The first that fits a call
decides, and a call that fits none is for staff who are signed in. A rule's path is a route's, as
FastAPI writes it, or the beginning of some ("*" at its end).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.staff import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Who may. `devices` maps a kind to the part of the path that must name the device's own
    place; "" = any place. `role` is what a colleague needs at least, None = no colleague may."""

    everybody: bool = False
    devices: tuple[tuple[DeviceKind, str], ...] = ()
    role: Role | None = Role.ASSOCIATE

    def admits_device(self, kind: DeviceKind, place: str, path: dict[str, object]) -> bool:
        return any(
            kind is allowed and (not part or path.get(part) == place)
            for allowed, part in self.devices
        )


EVERYBODY = Scope(everybody=True)
STAFF = Scope()
MANAGERS = Scope(role=Role.MANAGER)
THIS_MACHINE = Scope(role=None)  # its own programs only, which have its key

_ANY_DEVICE = tuple((kind, "") for kind in DeviceKind)


def _only(kind: DeviceKind, part: str) -> Scope:
    return Scope(devices=((kind, part),))


_COPIES = Scope(devices=((DeviceKind.MIRROR, ""), (DeviceKind.GATE, "")))  # keep the catalog
_COPIED = ("snapshot", "stock", "live", "pictures")


RULES: tuple[tuple[str, str, Scope], ...] = (
    # What anybody may see: nothing of it changes anything, or it asks for a secret itself.
    ("GET", "/", EVERYBODY),
    ("GET", "/api/health", EVERYBODY),
    ("GET", "/media/*", EVERYBODY),
    ("GET", "/theme/*", EVERYBODY),
    ("*", "/receipt/*", EVERYBODY),  # the receipt's own token is the key
    ("*", "/visit/*", EVERYBODY),  # the visit's is, for as long as it lasts
    ("*", "/list/*", EVERYBODY),  # the list's is
    ("GET", "/tablet/{table}/manifest.webmanifest", EVERYBODY),
    ("*", "/enrol*", EVERYBODY),  # the code is
    ("POST", "/api/enrol", EVERYBODY),
    ("*", "/staff/sign-in", EVERYBODY),  # the PIN is
    # A table's program says what lies on it; its tablet shows and presses.
    ("PUT", "/api/tables/{table}/tags", _only(DeviceKind.TABLE, "table")),
    ("POST", "/api/tables/{table}/settle", STAFF),
    ("GET", "/tablet/*", _only(DeviceKind.TABLET, "table")),
    ("*", "/api/tables/{table}*", _only(DeviceKind.TABLET, "table")),
    # A mirror: its own room, and what its shopper asks for.
    ("*", "/api/rooms/{room}*", _only(DeviceKind.MIRROR, "room")),
    ("POST", "/api/requests", _only(DeviceKind.MIRROR, "")),  # of its room: the call looks
    ("POST", "/api/requests/{request_id}/cancel", _only(DeviceKind.MIRROR, "")),
    ("POST", "/api/touchpoints", _only(DeviceKind.MIRROR, "")),  # of its room: the call looks
    ("POST", "/api/ratings", _only(DeviceKind.MIRROR, "")),
    *(("GET", f"/api/catalog/{what}", _COPIES) for what in _COPIED),
    ("*", "/api/gates/{gate}*", _only(DeviceKind.GATE, "gate")),
    ("GET", "/api/devices", Scope(devices=_ANY_DEVICE)),
    # Who works here and which devices belong to the shop is a manager's.
    ("*", "/staff/people*", MANAGERS),
    ("*", "/staff/devices*", MANAGERS),
    ("*", "/staff/audit*", MANAGERS),
    ("*", "/api/staff/users*", THIS_MACHINE),  # the page asks for the manager's own PIN
    ("*", "/api/enrolments*", MANAGERS),
    ("*", "/api/devices/*", MANAGERS),
    ("GET", "/api/audit", MANAGERS),
    ("PUT", "/api/offers*", MANAGERS),
    ("POST", "/api/offers*", MANAGERS),
    ("POST", "/staff/offers*", MANAGERS),
)


@cache
def scope_of(method: str, path: str) -> Scope:
    """Who may call this route."""
    method = "GET" if method == "HEAD" else method
    for allowed, pattern, scope in RULES:
        if allowed in ("*", method) and fits(pattern, path):
            return scope
    return STAFF


def fits(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern
