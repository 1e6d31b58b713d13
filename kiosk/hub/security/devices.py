"""The shop's devices: how one becomes the shop's, which one a token belongs to, and how it ends.

Owns codes and tokens. A code is made by a manager, holds for ten minutes and works once; the device
gives it for a token of 256 bits, of which only the SHA-256 is kept. Asking is done in memory.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from catalog.store import Catalog
from kiosk.hub.schema import DeviceRow, EnrolmentRow
from kiosk.hub.security import audit
from kiosk.hub.security.lockout import Lockout
from kiosk.hub.security.sessions import hash_of, now_ms

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another on paper
CODE_LENGTH = 8
CODE_S = 600
GUESSES_OF_A_PEER = 5
GUESSES_OF_ALL = 60


class DeviceKind(StrEnum):
    MIRROR = "mirror"
    TABLE = "table"
    TABLET = "tablet"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Device:
    """A device that has a token. Times are UTC milliseconds."""

    id: str
    kind: DeviceKind
    place: str
    made_ms: int
    seen_ms: int | None
    revoked_ms: int | None
    by: str

    @property
    def name(self) -> str:
        return f"{self.kind.value} {self.place}"


@dataclass(frozen=True, slots=True)
class Code:
    """To be typed at the device. It is not kept anywhere."""

    text: str
    expires_ms: int

    @property
    def shown(self) -> str:
        return f"{self.text[:4]} {self.text[4:]}"


@dataclass(frozen=True, slots=True)
class Enrolled:
    device: Device
    token: str


class EnrolmentError(PermissionError):
    """The code does not work. The text is a sentence; `code` says why in a word."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class DevicesError(LookupError):
    """There is no such place or device. The text is a sentence."""


class Devices:
    """Safe to call from several threads. `find` and `seen` never block on the database."""

    def __init__(
        self,
        catalog: Catalog,
        places: Callable[[DeviceKind], list[str]],
        *,
        clock_ms: Callable[[], int] = now_ms,
    ) -> None:
        """`places` names what there is of a kind: the rooms for mirrors, the tables for tablets."""
        self._catalog = catalog
        self._places = places
        self._clock_ms = clock_ms
        self.lockout = Lockout()
        self._lock = threading.Lock()
        self._by_hash: dict[str, Device] = {}
        self._news: dict[str, tuple[str, int]] = {}  # token hash -> (id, seen)
        self.on_revoked: Callable[[], None] | None = None

    def open(self) -> None:
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(select(DeviceRow.__table__)).all()
        with self._lock:
            self._by_hash = {
                row.token_hash: Device(
                    row.id,
                    DeviceKind(row.kind),
                    row.place,
                    row.made_ms,
                    row.seen_ms,
                    row.revoked_ms,
                    row.by_user,
                )
                for row in rows
            }

    def all(self) -> list[Device]:
        """Those that may come, then those that may not any more."""
        with self._lock:
            devices = list(self._by_hash.values())
        return sorted(
            devices, key=lambda one: (one.revoked_ms is not None, one.kind, one.place, one.made_ms)
        )

    def expected(self, kind: DeviceKind, place: str) -> bool:
        """Whether there is one of this kind for the place."""
        with self._lock:
            devices = list(self._by_hash.values())
        return any(
            (one.kind, one.place) == (kind, place) and one.revoked_ms is None for one in devices
        )

    def code(self, kind: DeviceKind, place: str, *, by: str, device: str = "") -> Code:
        """A code for one device of this kind and place. Raises `DevicesError`."""
        if place not in (known := self._places(kind)):
            raise DevicesError(
                f"config.yaml has no place {place!r} for a {kind.value}; "
                f"there are: {', '.join(known) or 'none'}."
            )
        now = self._clock_ms()
        code = Code(
            "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)), now + CODE_S * 1000
        )
        with self._catalog.begin() as connection:
            connection.execute(
                insert(EnrolmentRow).values(
                    code_hash=hash_of(code.text),
                    kind=kind.value,
                    place=place,
                    made_ms=now,
                    expires_ms=code.expires_ms,
                    used_ms=None,
                    by_user=by[:64],
                )
            )
            audit.write(connection, by, "device.code", f"{kind.value} {place}", {}, device)
        return code

    def enrol(self, text: str, *, peer: str, only: DeviceKind | None = None) -> Enrolled:
        """A code for a token, once. Raises `EnrolmentError`. `only` is what this kind is for."""
        limits: dict[Hashable, int] = {
            ("enrol", peer): GUESSES_OF_A_PEER,
            ("enrol",): GUESSES_OF_ALL,
        }
        wait = self.lockout.reserve(limits, time.monotonic())
        if wait > 0:
            raise EnrolmentError(
                "too_many",
                f"Too many wrong codes. Wait {max(1, round(wait / 60))} min, then try again.",
            )
        code_hash = hash_of(normal(text))
        token, now = secrets.token_urlsafe(32), self._clock_ms()
        with self._catalog.begin() as connection:
            taken = connection.execute(
                update(EnrolmentRow)
                .where(
                    EnrolmentRow.code_hash == code_hash,
                    EnrolmentRow.used_ms.is_(None),
                    EnrolmentRow.expires_ms > now,
                    *([EnrolmentRow.kind == only.value] if only else []),
                )
                .values(used_ms=now)
                .returning(EnrolmentRow.kind, EnrolmentRow.place, EnrolmentRow.by_user)
            ).first()
            if taken is None:
                audit.write(connection, "nobody", "device.refused", "a wrong code", {}, peer)
            else:
                kind = DeviceKind(taken.kind)
                device = Device(
                    f"{kind.value}-{taken.place}-{secrets.token_hex(3)}"[:64],
                    kind,
                    taken.place,
                    now,
                    now,
                    None,
                    taken.by_user,
                )
                connection.execute(
                    insert(DeviceRow).values(
                        id=device.id,
                        kind=kind.value,
                        place=device.place,
                        token_hash=hash_of(token),
                        made_ms=now,
                        seen_ms=now,
                        revoked_ms=None,
                        by_user=device.by,
                    )
                )
                audit.write(
                    connection, device.by, "device.enrolled", device.name, {"id": device.id}, peer
                )
        if taken is None:
            raise EnrolmentError(
                "wrong_code",
                "This code does not work: it was used, is older than ten minutes, or is for "
                "something else. Ask for a new one on the staff console, under Devices.",
            )
        self.lockout.succeeded(limits)
        with self._lock:
            self._by_hash[hash_of(token)] = device
        return Enrolled(device, token)

    def find(self, token: str) -> Device | None:
        """The device with this token, if it may come."""
        return self.of(hash_of(token)) if token else None

    def of(self, token_hash: str) -> Device | None:
        """The same by the token's hash."""
        with self._lock:
            device = self._by_hash.get(token_hash)
        return device if device is not None and device.revoked_ms is None else None

    def may_come(self, device_id: str) -> bool:
        """Whether this device was not revoked."""
        with self._lock:
            return any(
                one.id == device_id and one.revoked_ms is None for one in self._by_hash.values()
            )

    def seen(self, token: str) -> None:
        """It has just asked for something."""
        key = hash_of(token)
        with self._lock:
            device = self._by_hash.get(key)
            if device is not None:
                now = self._clock_ms()
                self._by_hash[key] = replace(device, seen_ms=now)
                self._news[key] = (device.id, now)

    def revoke(self, device_id: str, *, by: str, device: str = "") -> Device:
        """Its token opens nothing any more, and its live streams end. Raises `DevicesError`."""
        with self._lock:
            found = next(
                ((key, one) for key, one in self._by_hash.items() if one.id == device_id), None
            )
        if found is None:
            raise DevicesError(f"There is no device {device_id!r}.")
        key, one = found
        if one.revoked_ms is None:
            one = replace(one, revoked_ms=self._clock_ms())
            with self._catalog.begin() as connection:
                connection.execute(
                    update(DeviceRow)
                    .where(DeviceRow.id == device_id)
                    .values(revoked_ms=one.revoked_ms)
                )
                audit.write(connection, by, "device.revoked", one.name, {"id": one.id}, device)
            with self._lock:
                self._by_hash[key] = one
            if self.on_revoked is not None:
                self.on_revoked()
        return one

    def keep(self) -> None:
        """Writes down when devices were seen, and forgets codes that nobody used in a day."""
        with self._lock:
            news, self._news = self._news, {}
        if not news:
            return
        with self._catalog.begin() as connection:
            for device_id, seen_ms in news.values():
                connection.execute(
                    update(DeviceRow).where(DeviceRow.id == device_id).values(seen_ms=seen_ms)
                )
            connection.execute(
                delete(EnrolmentRow).where(
                    EnrolmentRow.expires_ms < self._clock_ms() - 24 * 3600 * 1000
                )
            )


def normal(text: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:32]
