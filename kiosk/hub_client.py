"""The one HTTP client of the hub; behaves like a device: own threads, health, never blocks.

Owns the connection to the hub, its retries and what waits to be sent. Does not know what any
message means. An outage is normal: it is a health, logged at INFO, and heals by itself.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware.device import DeviceState, Health
from kiosk.event_stream import EventStream
from kiosk.hub_asking import (
    ANSWER_TIMEOUT_S,
    CONNECT_TIMEOUT_S,
    HubAwayError,
    json_of,
    session_of,
)
from kiosk.hub_key import HubKey
from kiosk.outbox import Outbox
from kiosk.outbox_turns import BREATH_S, Turns

if TYPE_CHECKING:
    import requests

    from kiosk.config import Settings

log = logging.getLogger(__name__)

REPEAT_S = 2.0  # how often a state is said again, so that a restarted hub learns it
WHOLE_TIMEOUT_S = 30.0  # for what is long, between two of its parts
LONGEST_PAUSE_S = 1.0  # between two attempts while the hub is away
CLOSE_S = 0.8
NOT_YET = (401, 429)  # enrolled again or a moment later the hub takes all of it
LATER = (408, 425)


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer that is still coming. Names of headers may be written in any case."""

    status: int
    headers: Mapping[str, str]
    parts: Iterator[bytes]


class HubClient:
    """Speaks to the hub for one program. All methods return at once and are thread-safe.

    The callbacks run on the client's threads, never after `close` returned:
    `on_health(health)` when it changes; `on_reply(path, body, status, reply)` when a `post` was
    answered, with the hub's JSON (or {}).
    """

    def __init__(
        self,
        url: str,
        *,
        name: str,
        outbox: Path | None = None,
        verify: bool | str = True,
        key: Callable[[], str] | None = None,
    ) -> None:
        """`verify` is as in requests: a file of certificates for a hub with its own. `key` is asked
        before each request for what to show the hub, "" for nothing."""
        self.on_health: Callable[[Health], None] | None = None
        self.on_reply: Callable[[str, dict[str, Any], int, dict[str, Any]], None] | None = None
        self._url = url.rstrip("/")
        self._name = name
        self._verify = verify
        self._key = key
        self._outbox = Outbox(outbox)
        self._health = Health(DeviceState.STARTING)
        self._causes: dict[str, str] = {}  # channel -> why it failed last; "" = it did not
        self._health_lock = threading.RLock()
        self._news = threading.Condition()
        self._states: dict[str, _State] = {}
        self._mail = threading.Condition()
        self._streams: list[EventStream] = []
        self._threads: list[threading.Thread] = []
        self._opened = False
        self._closed = threading.Event()
        self._own = threading.local()  # a session for each thread that streams

    @classmethod
    def of(cls, settings: Settings, name: str, outbox: Path | None = None) -> HubClient:
        """The client of a program of this shop, such as table-1, with its certificates and key."""
        return cls(
            settings.hub_url,
            name=name,
            outbox=outbox,
            verify=settings.hub_verify,
            key=HubKey(settings.keys_dir, name),
        )

    @property
    def health(self) -> Health:
        return self._health

    def open(self) -> None:
        """Starts to send and to follow. Everything asked for before is kept until then."""
        if self._opened or self._closed.is_set():
            return
        self._opened = True
        self._start("state", self._keep_saying)
        self._start("outbox", self._deliver)
        for stream in list(self._streams):
            self._start(f"follow {stream.path}", partial(self._keep_following, stream))

    def close(self) -> None:
        """Ends within a second, streams and unanswered requests included; twice is fine."""
        if self._closed.is_set():
            return
        self._closed.set()
        for condition in (self._news, self._mail):
            with condition:
                condition.notify_all()
        for stream in self._streams:
            stream.hang_up()
        deadline = time.monotonic() + CLOSE_S
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        self._outbox.close()

    def put(self, path: str, body: dict[str, Any]) -> None:
        """Says how things are at `path`: sent at once when it differs from the last, repeated
        every 2 s. Only the latest counts; an older one that was not sent yet is forgotten."""
        with self._news:
            state = self._states.setdefault(path, _State())
            if state.body != body:
                state.body = body
                state.due = 0.0
                self._news.notify()

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        stays_s: float | None = None,
        kept: bool = True,
    ) -> None:
        """Sends a message that must arrive: kept in the outbox, over restarts too, until the hub
        took it or refused it for good (a 4xx that no waiting mends). It may arrive twice:
        `body["id"]` makes that harmless. Messages arrive in order, but one that the hub cannot take
        now holds up only those with the same id.

        A wish grows stale: what could not be sent within `stays_s` is never sent, and has no
        reply. With `kept=False` it is not written down and ends with the program."""
        self._outbox.append(path, body, stays_s=stays_s, kept=kept)
        with self._mail:
            self._mail.notify()

    def follow(self, path: str, on_snapshot: Callable[[dict[str, Any]], None]) -> None:
        """Calls `on_snapshot` with each whole snapshot of an event stream, for ever."""
        stream = EventStream(path, on_snapshot)
        self._streams.append(stream)
        if self._opened:
            self._start(f"follow {path}", partial(self._keep_following, stream))

    def get(self, path: str, *, timeout_s: float = WHOLE_TIMEOUT_S) -> bytes | None:
        """The whole of what is at `path`, asked for and waited for; None when it is not to be had
        now. For threads of the caller's own that may wait."""
        with session_of(self._name, self._key) as session:
            try:
                response = session.get(
                    self._url + path, timeout=(CONNECT_TIMEOUT_S, timeout_s), verify=self._verify
                )
            except OSError as error:
                log.info("no answer to GET %s: %s", path, _cause(error))
                return None
            return response.content if response.status_code == 200 else None

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str] | None = None) -> Iterator[Streamed]:
        """What is at `path`, part by part and as it was sent: packed, if the hub packed it. For
        threads of the caller's own that may wait. Raises `HubAwayError`, also half-way."""
        import requests
        from urllib3.exceptions import HTTPError

        if not hasattr(self._own, "session"):
            self._own.session = session_of(self._name, self._key)
        session: requests.Session = self._own.session
        try:
            with session.get(
                self._url + path,
                headers=dict(headers or {}),
                timeout=(CONNECT_TIMEOUT_S, WHOLE_TIMEOUT_S),
                verify=self._verify,
                stream=True,
            ) as response:
                parts = response.raw.stream(64 * 1024, decode_content=False)
                yield Streamed(response.status_code, response.headers, parts)
        except (requests.RequestException, HTTPError) as error:
            raise HubAwayError(_cause(error)) from error

    def _start(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=f"hub client: {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _keep_saying(self) -> None:
        session = session_of(self._name, self._key)
        while (turn := self._next_state()) is not None:
            path, state, body = turn
            status, _, trouble = self._send(session, "PUT", path, body)
            self._heard("state", *trouble)
            with self._news:
                if trouble[0]:
                    state.failures += 1
                    pause = _pause(state.failures)
                else:
                    state.failures = 0
                    pause = REPEAT_S
                if status is not None and status != state.status and 400 <= status < 500:
                    log.warning("the hub refuses PUT %s: HTTP %d", path, status)
                state.status = status
                if state.body is body:
                    state.due = time.monotonic() + pause
        session.close()

    def _next_state(self) -> tuple[str, _State, dict[str, Any]] | None:
        """Waits for the state that is due next; None when the client is closed."""
        with self._news:
            while not self._closed.is_set():
                now = time.monotonic()
                path = min(self._states, key=lambda key: self._states[key].due, default=None)
                if path is None:
                    self._news.wait()
                    continue
                state = self._states[path]
                if state.due <= now and state.body is not None:
                    return path, state, state.body
                self._news.wait(state.due - now)
        return None

    def _deliver(self) -> None:
        session = session_of(self._name, self._key)
        turns = Turns(self._outbox)
        failures = 0
        while not self._closed.is_set():
            self._outbox.sync()
            with self._mail:
                now = time.monotonic()
                entry = turns.next(now)
                if entry is None:
                    if not self._closed.is_set():
                        self._mail.wait(turns.rest_s(now))
                    continue
            left = entry.left_s(time.time())
            if left <= 0:
                log.info("too late for POST %s: it is not sent any more", entry.path)
                turns.over(entry)
                if not failures:
                    self._heard("outbox", *turns.trouble)
                continue
            status, reply, trouble = self._send(session, "POST", entry.path, entry.body, left)
            if status is None or status in NOT_YET:  # so it would be for all of them
                failures += 1
                self._heard("outbox", *trouble)
                self._closed.wait(_pause(failures))
                continue
            failures = 0
            if status >= 500 or status in LATER:
                turns.refused(entry, time.monotonic(), trouble)
                self._heard("outbox", *turns.trouble)
                self._closed.wait(BREATH_S)
                continue
            if status >= 400:
                # A 403 is of a device that is set up as another one: somebody has to see to it.
                level = logging.WARNING if status == 403 else logging.INFO
                log.log(level, "the hub refuses POST %s: HTTP %d %s", entry.path, status, reply)
            turns.over(entry)
            self._heard("outbox", *turns.trouble)
            if self.on_reply is not None:
                self._call(self.on_reply, entry.path, entry.body, status, reply)
        session.close()

    def _send(
        self,
        session: requests.Session,
        method: str,
        path: str,
        body: dict[str, Any],
        within_s: float = ANSWER_TIMEOUT_S,
    ) -> tuple[int | None, dict[str, Any], tuple[str, str]]:
        """HTTP status or None when the hub is away, the hub's JSON object or {}, and what is wrong:
        the cause and perhaps a sentence."""
        timeout = (min(CONNECT_TIMEOUT_S, within_s), min(ANSWER_TIMEOUT_S, within_s))
        try:
            response = session.request(
                method, self._url + path, json=body, timeout=timeout, verify=self._verify
            )
        except OSError as error:
            return None, {}, (_cause(error), "")
        reply = json_of(response)
        status = response.status_code
        bad = status >= 500 or status in (*NOT_YET, *LATER, 403)
        trouble = (f"{method} {path}: HTTP {status}", _sentence(reply)) if bad else ("", "")
        return status, reply if isinstance(reply, dict) else {}, trouble

    def _keep_following(self, stream: EventStream) -> None:
        session = session_of(self._name, self._key)
        channel = f"follow {stream.path}"
        failures = 0
        while not self._closed.is_set():
            cause = "the stream ended"
            try:
                for text in stream.events(session, self._url, self._verify, CONNECT_TIMEOUT_S):
                    if self._closed.is_set():
                        break
                    failures = 0
                    self._heard(channel, "")
                    if text:
                        self._deliver_snapshot(stream, text)
            except OSError as error:
                cause = _cause(error)
            if self._closed.is_set():
                break
            failures += 1
            # A hub that ends a stream in good order and takes the next one was never away.
            if failures > 1:
                self._heard(channel, cause)
            self._closed.wait(_pause(failures))
        session.close()

    def _deliver_snapshot(self, stream: EventStream, text: str) -> None:
        try:
            snapshot = json.loads(text)
        except ValueError as error:
            log.warning("%s sent something that is not JSON: %s", stream.path, error)
            return
        self._call(stream.on_snapshot, snapshot)

    def _heard(self, channel: str, cause: str, message: str = "") -> None:
        with self._health_lock:
            self._causes[channel] = cause
            causes = [cause for cause in self._causes.values() if cause]
            health = (
                Health(
                    DeviceState.AWAY,
                    message or "The hub does not answer. Check that it runs and the network.",
                    causes[0],
                )
                if causes
                else Health(DeviceState.OK)
            )
            changed = health.state is not self._health.state
            self._health = health
            if changed:
                log.info("the hub at %s is %s %s", self._url, health.state, health.cause)
                if self.on_health is not None:
                    self._call(self.on_health, health)

    def _call(self, callback: Callable[..., None], *arguments: Any) -> None:
        if self._closed.is_set():
            return
        try:
            callback(*arguments)
        except Exception:
            # A bug of its owner's must not end the thread that would bring the next message.
            log.exception("a callback of the hub client failed")


@dataclass(slots=True)
class _State:
    """What is said about one path, and when it is said next (monotonic seconds)."""

    body: dict[str, Any] | None = None
    due: float = 0.0
    failures: int = 0
    status: int | None = None


def _sentence(reply: Any) -> str:
    """What the hub says of a refusal, for a person."""
    detail = reply.get("detail") if isinstance(reply, dict) else None
    return str(detail.get("message") or "") if isinstance(detail, dict) else ""


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _pause(failures: int) -> float:
    return min(LONGEST_PAUSE_S, 0.05 * 2.0 ** min(failures, 8))
