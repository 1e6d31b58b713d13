"""Colleagues: who they are, what their role allows, and whether a PIN is theirs.

Owns the table of users and the rate limit of guesses. Sessions are `sessions.py`'s. Everything that
compares a PIN blocks for a twentieth of a second: never call it on the event loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from catalog.store import Catalog
from kiosk.hub.schema import StaffUserRow
from kiosk.hub.security import audit, pins
from kiosk.hub.security.lockout import Lockout

log = logging.getLogger(__name__)

GUESSES_OF_A_DEVICE = 5
GUESSES_AT_A_USER = 10  # more, so that a child at one tablet does not lock a colleague out at once
LONGEST_NAME = 40
LONGEST_ID = 20


class Role(StrEnum):
    """A manager may do what an associate may."""

    ASSOCIATE = "associate"
    MANAGER = "manager"

    def covers(self, needed: Role) -> bool:
        return self is Role.MANAGER or needed is Role.ASSOCIATE


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here."""

    id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class User:
    """A colleague as the staff page lists them."""

    id: int
    name: str
    role: Role
    active: bool
    demo: bool
    on_duty: bool = True

    @property
    def here(self) -> bool:
        """May sign in, and has not said "away"."""
        return self.active and self.on_duty

    @property
    def colleague(self) -> Colleague:
        return Colleague(self.id, self.name, self.role)


# On the hub's own machine, where `security.demo` is true, and nowhere else. No secret.
DEMO = (("Ana", Role.MANAGER, "1111"), ("Ben", Role.ASSOCIATE, "2222"))


class PinError(PermissionError):
    """The PIN does not open this. The text is a sentence for the colleague, `code` the same for a
    page that says it in its own language."""

    def __init__(self, sentence: str, code: str = "wrong_pin") -> None:
        super().__init__(sentence)
        self.code = code


class StaffError(ValueError):
    """A user cannot be made or changed like that. The text is a sentence."""


class Staff:
    """Safe to call from several threads."""

    def __init__(
        self, catalog: Catalog, *, demo: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._catalog = catalog
        self._demo = demo
        self._clock = clock
        self.lockout = Lockout()
        self._lock = threading.Lock()
        self._users: dict[int, User] = {}
        self._hashes: dict[int, str] = {}
        self.on_change: Callable[[int], None] | None = None
        """Called with the user's id when they are disabled or have another PIN."""

    @property
    def demo(self) -> bool:
        """Whether the demo's colleagues may sign in, with PINs that everybody knows."""
        return self._demo

    def open(self) -> None:
        """Reads who works here; a demo gets its colleagues."""
        if self._demo:
            with self._catalog.begin() as connection:
                for name, role, pin in DEMO:
                    _add_demo(connection, name, role, pin)
        self._read()

    # --- who works here ------------------------------------------------------------------

    def users(self) -> list[User]:
        """Everybody who may sign in now, and those who were disabled; by name."""
        with self._lock:
            users = list(self._users.values())
        shown = [user for user in users if self._demo or not user.demo]
        return sorted(shown, key=lambda user: (not user.active, user.name.casefold()))

    def colleagues(self) -> list[Colleague]:
        """Those who may sign in."""
        return [user.colleague for user in self.users() if user.active]

    def find(self, user_id: int | str) -> Colleague | None:
        """The colleague with this id, if they may sign in."""
        user = self._active(user_id)
        return user.colleague if user else None

    def named(self, name: str) -> User | None:
        """By name, however it is capitalised."""
        return next(
            (user for user in self.users() if user.name.casefold() == name.strip().casefold()), None
        )

    def add(self, name: str, role: Role, pin: str, *, by: str, device: str = "") -> Colleague:
        """A new colleague. Raises `StaffError`, or `WeakPinError`."""
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise StaffError(f"A name has 1 to {LONGEST_NAME} letters.")
        if self.named(name) is not None:
            raise StaffError(f"There is a colleague called {name} already.")
        pins.check(pin)
        pin_hash = pins.hashed(pin)
        with self._catalog.begin() as connection:
            _free_name(connection, name)
            user_id: int = connection.execute(
                insert(StaffUserRow)
                .values(
                    name=name,
                    role=role.value,
                    pin_hash=pin_hash,
                    active=True,
                    demo=False,
                    made_ms=time.time_ns() // 1_000_000,
                )
                .returning(StaffUserRow.id)
            ).scalar_one()
            audit.write(connection, by, "staff.added", name, {"role": role.value}, device)
        self._read()
        return Colleague(user_id, name, role)

    def set_pin(self, user_id: int, pin: str, *, by: str, device: str = "") -> None:
        """Another PIN. Whoever is signed in with the old one is signed out."""
        user = self._user(user_id)
        if user.demo:
            raise StaffError(f"{user.name} belongs to the demo, and keeps the demo's PIN.")
        pins.check(pin)
        self._change(user, "staff.pin_set", by, device, pin_hash=pins.hashed(pin))

    def set_active(self, user_id: int, active: bool, *, by: str, device: str = "") -> None:
        """Lets a colleague sign in, or not any more. The last manager stays."""
        user = self._user(user_id)
        others = [
            one
            for one in self.users()
            if one.active and one.role is Role.MANAGER and one.id != user_id
        ]
        if not active and user.role is Role.MANAGER and not others:
            raise StaffError(f"{user.name} is the only manager. Add another one first.")
        action = "staff.enabled" if active else "staff.disabled"
        self._change(user, action, by, device, active=active)

    def set_on_duty(self, user_id: int, on_duty: bool, *, device: str = "") -> None:
        """They said "On the floor" or "Away"."""
        user = self._user(user_id)
        with self._catalog.begin() as connection:
            connection.execute(
                update(StaffUserRow)
                .where(StaffUserRow.id == user.id)
                .values(on_duty=on_duty, duty_ms=time.time_ns() // 1_000_000)
            )
            action = "staff.on_floor" if on_duty else "staff.away"
            audit.write(connection, user.name, action, user.name, {}, device)
        self._read()

    # --- PINs ----------------------------------------------------------------------------

    def confirm(
        self,
        user_id: int | str,
        pin: str,
        *,
        device: str,
        action: str,
        needs: Role = Role.ASSOCIATE,
    ) -> Colleague:
        """The colleague whose PIN this is. Raises `PinError` with a sentence.

        `device` is where it was typed, for the rate limit and the audit log; `action` is what for.
        Blocks while the PIN is compared: call it on a worker thread.
        """
        user = self._active(user_id)
        limits: dict[Hashable, int] = {
            ("device", device): GUESSES_OF_A_DEVICE,
            ("user", user.id if user else str(user_id)[:20]): GUESSES_AT_A_USER,
        }
        who = user.name if user else "nobody"
        wait = self.lockout.reserve(limits, self._clock())
        if wait > 0:  # not written down each time: whoever knocks on must not fill the log
            words = f"Too many wrong PINs. Wait {_span(wait)}, then try again."
            raise PinError(words, "pins_locked")
        with self._lock:
            pin_hash = self._hashes.get(user.id) if user else None
        right = pins.matches(pin_hash or pins.nobodys(), pin)
        if user is None or not right:
            self._note(who, "pin.wrong", action, device, {})
            wait = max(self.lockout.wait_s(key, self._clock()) for key in limits)
            if wait > 0:
                self._note(who, "pin.locked", action, device, {"wait_s": round(wait)})
            raise PinError("This PIN is not right. Try again.")
        self.lockout.succeeded(limits)
        if not user.role.covers(needs):
            self._note(who, "pin.role", action, device, {"needs": needs.value})
            raise PinError(f"This needs a {needs.value}'s PIN.")
        return user.colleague

    def whose(self, pin: str, *, device: str, action: str) -> str:
        """Who has this PIN, where nobody says a name; several are named all. Raises `PinError`.

        Compares it with everybody's: call it on a worker thread, and let few guess.
        """
        limits: dict[Hashable, int] = {("device", device): GUESSES_OF_A_DEVICE}
        wait = self.lockout.reserve(limits, self._clock())
        if wait > 0:
            words = f"Too many wrong PINs. Wait {_span(wait)}, then try again."
            raise PinError(words, "pins_locked")
        with self._lock:
            hashes = dict(self._hashes)
        found = [
            one.name
            for one in self.colleagues()
            if one.id in hashes and pins.matches(hashes[one.id], pin)
        ]
        if not found:
            self._note("nobody", "pin.wrong", action, device, {})
            wait = self.lockout.wait_s(("device", device), self._clock())
            if wait > 0:
                self._note("nobody", "pin.locked", action, device, {"wait_s": round(wait)})
            raise PinError("This PIN is not right. Try again.")
        self.lockout.succeeded(limits)
        return " or ".join(found)

    # -------------------------------------------------------------------------------------

    def _note(
        self, who: str, action: str, subject: str, device: str, details: dict[str, object]
    ) -> None:
        log.info("%s: %s for %s on %s", action, who, subject, device)
        with self._catalog.begin() as connection:
            audit.write(connection, who, action, subject, details, device)

    def _active(self, user_id: int | str) -> User | None:
        """By number, as the staff pages' lists have it, or by name, as it is typed at a tablet."""
        with self._lock:
            if isinstance(user_id, str) and not user_id.isdecimal():
                wanted = user_id.strip().casefold()
                same = (one for one in self._users.values() if one.name.casefold() == wanted)
                user = next(same, None)
            else:  # as many digits as a number may have, and no more: a longer one is nobody
                user = self._users.get(int(str(user_id)[:LONGEST_ID]))
        allowed = user is not None and user.active and (self._demo or not user.demo)
        return user if allowed else None

    def _user(self, user_id: int) -> User:
        with self._lock:
            user = self._users.get(user_id)
        if user is None:
            raise StaffError("There is no such colleague.")
        return user

    def _change(self, user: User, action: str, by: str, device: str, **values: object) -> None:
        with self._catalog.begin() as connection:
            connection.execute(
                update(StaffUserRow).where(StaffUserRow.id == user.id).values(**values)
            )
            audit.write(connection, by, action, user.name, {}, device)
        self._read()
        if self.on_change is not None:
            self.on_change(user.id)

    def _read(self) -> None:
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(select(StaffUserRow.__table__)).all()
        with self._lock:
            self._users = {
                row.id: User(row.id, row.name, Role(row.role), row.active, row.demo, row.on_duty)
                for row in rows
            }
            self._hashes = {row.id: row.pin_hash for row in rows}


def _add_demo(connection: Connection, name: str, role: Role, pin: str) -> None:
    there = connection.scalar(select(StaffUserRow.id).where(StaffUserRow.name == name))
    if there is None:
        connection.execute(
            insert(StaffUserRow).values(
                name=name,
                role=role.value,
                pin_hash=pins.hashed_demo(pin),
                active=True,
                demo=True,
                made_ms=time.time_ns() // 1_000_000,
            )
        )


def _free_name(connection: Connection, name: str) -> None:
    """A demo's colleague makes room for a real one of that name."""
    connection.execute(
        update(StaffUserRow)
        .where(StaffUserRow.name == name, StaffUserRow.demo)
        .values(name=f"{name} (demo)"[:64], active=False)
    )


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes"
