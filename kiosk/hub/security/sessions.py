"""Who is signed in where: a random token in a cookie, and when it ends.

Owns the table of sessions; only the SHA-256 of a token is kept. Asking is done in memory, so it
costs a request nothing; the hub is the one that writes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from catalog.store import Catalog
from kiosk.hub.schema import StaffSessionRow
from kiosk.hub.security.staff import Colleague, Staff


def hash_of(token: str) -> str:
    """What is kept of a token. It is 256 random bits, so a fast hash hides it well enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Session:
    """A colleague on a device. Times are UTC milliseconds."""

    user_id: int
    device: str
    made_ms: int
    seen_ms: int
    expires_ms: int
    written_ms: int


class Sessions:
    """Safe to call from several threads. `find` and `seen` never block on the database."""

    def __init__(
        self,
        catalog: Catalog,
        staff: Staff,
        *,
        session_s: float,
        idle_s: float,
        clock_ms: Callable[[], int] = now_ms,
    ) -> None:
        self._catalog = catalog
        self._staff = staff
        self._session_ms = int(session_s * 1000)
        self._idle_ms = int(idle_s * 1000)
        self._clock_ms = clock_ms
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def open(self) -> None:
        """Whoever was signed in before the hub was started again still is."""
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(select(StaffSessionRow.__table__)).all()
        with self._lock:
            self._sessions = {
                row.token_hash: Session(
                    row.user_id, row.device, row.made_ms, row.seen_ms, row.expires_ms, row.seen_ms
                )
                for row in rows
            }

    def begin(self, colleague: Colleague, device: str) -> str:
        """Signs a colleague in; the token is for their cookie and is not kept here."""
        token = secrets.token_urlsafe(32)
        now = self._clock_ms()
        session = Session(colleague.id, device[:200], now, now, now + self._session_ms, now)
        with self._catalog.begin() as connection:
            connection.execute(
                insert(StaffSessionRow).values(
                    token_hash=hash_of(token),
                    user_id=session.user_id,
                    device=session.device,
                    made_ms=now,
                    seen_ms=now,
                    expires_ms=session.expires_ms,
                )
            )
        with self._lock:
            self._sessions[hash_of(token)] = session
        return token

    def find(self, token: str) -> Colleague | None:
        """Who is signed in with this token now."""
        return self.of(hash_of(token)) if token else None

    def of(self, token_hash: str) -> Colleague | None:
        """The same by the token's hash."""
        with self._lock:
            session = self._sessions.get(token_hash)
        if session is None or not self._lasts(session):
            return None
        return self._staff.find(session.user_id)

    def signed_in(self) -> set[int]:
        """Who is signed in somewhere now, by the user's id."""
        with self._lock:
            return {one.user_id for one in self._sessions.values() if self._lasts(one)}

    def seen(self, token: str) -> None:
        """Somebody tapped: the time without a tap begins anew."""
        with self._lock:
            session = self._sessions.get(hash_of(token))
            if session is not None:
                session.seen_ms = self._clock_ms()

    def end(self, token: str) -> None:
        """Signs out."""
        self._drop([hash_of(token)])

    def end_all_of(self, user_id: int) -> None:
        """Signs a colleague out everywhere."""
        with self._lock:
            theirs = [key for key, one in self._sessions.items() if one.user_id == user_id]
        self._drop(theirs)

    def keep(self) -> None:
        """Writes down when people were seen, and forgets the sessions that are over."""
        with self._lock:
            over = [key for key, one in self._sessions.items() if not self._lasts(one)]
            news = [
                (key, one, one.seen_ms)
                for key, one in self._sessions.items()
                if one.seen_ms != one.written_ms and key not in over
            ]
        if news:
            with self._catalog.begin() as connection:
                for key, _, seen_ms in news:
                    connection.execute(
                        update(StaffSessionRow)
                        .where(StaffSessionRow.token_hash == key)
                        .values(seen_ms=seen_ms)
                    )
            for _, session, seen_ms in news:
                session.written_ms = seen_ms
        self._drop(over)

    def _lasts(self, session: Session) -> bool:
        now = self._clock_ms()
        return now < session.expires_ms and now - session.seen_ms < self._idle_ms

    def _drop(self, keys: list[str]) -> None:
        if not keys:
            return
        with self._lock:
            for key in keys:
                self._sessions.pop(key, None)
        with self._catalog.begin() as connection:
            connection.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash.in_(keys)))


def csrf_of(token: str) -> str:
    """What a form of this session carries: only who has the cookie's token can make it."""
    return hmac.new(token.encode(), b"hangtag csrf", hashlib.sha256).hexdigest()
