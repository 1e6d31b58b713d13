"""The outbox's worker: takes what is waiting, topic by topic, and has it done until it is.

One thread for each topic, so that a printer without paper holds up no capture. Within a topic the
oldest comes first; a job that fails is tried again with growing pauses, for ever, and holds up
nothing but itself, unless its topic is one whose order matters. A job may be done twice when the
hub dies in between: handlers are idempotent. Owns the rows once they are written.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from catalog.store import Catalog
from kiosk.hub.outbox.jobs import Done, Handler, Job, Later
from kiosk.hub.schema import OutboxRow

log = logging.getLogger(__name__)

FIRST_PAUSE_MS = 500  # after the first failure; doubles
LONGEST_PAUSE_MS = 300_000
IDLE_S = 10.0  # so often a topic looks by itself, should nobody have woken it
BATCH = 50
CLOSES_WITHIN_S = 5.0
PROBLEM_CHARACTERS = 300
PERSONAL = ("address",)  # what of a body goes when its job is over
TOLD_AFTER = 5  # tries that failed before the log says so


def pause_ms(tries: int) -> int:
    """How long to wait after so many failures."""
    return min(FIRST_PAUSE_MS << min(tries - 1, 20), LONGEST_PAUSE_MS)


class Outbox:
    """`in_order` are the topics in which nothing overtakes a job that failed."""

    def __init__(
        self,
        catalog: Catalog,
        handlers: Mapping[str, Handler],
        *,
        in_order: Collection[str] = ("upstream",),
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._catalog = catalog
        self._now_ms = now_ms
        self._closing = threading.Event()
        self._in_order = in_order
        self._wakes = {topic: threading.Event() for topic in handlers}
        self._threads = [
            threading.Thread(
                target=self._work, args=(topic, handler), name=f"outbox {topic}", daemon=True
            )
            for topic, handler in handlers.items()
        ]

    def open(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop after the jobs at hand. What is left waits for the next start, as does a job that
        takes its time: it may be done twice."""
        self._closing.set()
        self.wake()
        ends = time.monotonic() + CLOSES_WITHIN_S
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - time.monotonic()))

    def wake(self) -> None:
        """There is something new, in any topic."""
        for event in self._wakes.values():
            event.set()

    def _work(self, topic: str, handler: Handler) -> None:
        wake = self._wakes[topic]
        while not self._closing.is_set():
            wake.clear()
            try:
                wait_s = self.work_once(topic, handler)
            except Exception as error:  # the next look may work, and nobody else does these jobs
                expected = isinstance(error, SQLAlchemyError)
                log.error("the outbox's %s stands still: %s", topic, error, exc_info=not expected)
                wait_s = IDLE_S
            if wait_s > 0:
                wake.wait(wait_s)

    def work_once(self, topic: str, handler: Handler) -> float:
        """Does what is due of a topic; the answer is when to look again, in seconds."""
        now_ms = self._now_ms()
        query = (
            select(OutboxRow.__table__)
            .where(OutboxRow.topic == topic, OutboxRow.done_ms.is_(None))
            .order_by(OutboxRow.id)
        )
        if topic in self._in_order:
            query = query.limit(1)
        else:
            # Due later than any pause is long, it was put off before the clock was set back.
            due = or_(OutboxRow.due_ms <= now_ms, OutboxRow.due_ms > now_ms + LONGEST_PAUSE_MS)
            query = query.where(due).limit(BATCH)
        with self._catalog.reader.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            if self._closing.is_set():
                return 0.0
            if now_ms < row.due_ms <= now_ms + LONGEST_PAUSE_MS:
                return self._until(row.due_ms)
            self._do(Job(row.id, row.topic, row.key, row.body, row.tries), handler)
        return 0.0 if rows else self._next(topic)

    def _do(self, job: Job, handler: Handler) -> None:
        try:
            outcome = handler(job)
        except Exception as error:  # a mistake in one handler must not end the thread
            log.exception("the outbox's %s broke", job.key)
            outcome = Later(repr(error))
        match outcome:
            case Done(problem):
                body = {key: value for key, value in job.body.items() if key not in PERSONAL}
                values = {"done_ms": self._now_ms(), "problem": problem, "body": body}
            case Later(problem):
                tries = job.tries + 1
                if tries == TOLD_AFTER:
                    log.warning("the outbox's %s is not done yet: %s", job.key, problem)
                values = {
                    "tries": tries,
                    "due_ms": self._now_ms() + pause_ms(tries),
                    "problem": problem,
                }
        values["problem"] = _writable(str(values["problem"]))[:PROBLEM_CHARACTERS]
        self._catalog.transact(
            lambda connection: connection.execute(
                update(OutboxRow).where(OutboxRow.id == job.id).values(values)
            )
        )

    def _next(self, topic: str) -> float:
        query = (
            select(OutboxRow.due_ms)
            .where(OutboxRow.topic == topic, OutboxRow.done_ms.is_(None))
            .order_by(OutboxRow.due_ms)
            .limit(1)
        )
        with self._catalog.reader.connect() as connection:
            due_ms = connection.scalar(query)
        return IDLE_S if due_ms is None else self._until(due_ms)

    def _until(self, due_ms: int) -> float:
        return max(0.05, min(IDLE_S, (due_ms - self._now_ms()) / 1000))


def _writable(text: str) -> str:
    """What a device or a server says can be bytes that no database takes as text."""
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in text)
