"""The outbox's worker: everything is done in the end, in whatever order the world allows."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import requests
from sqlalchemy import select

from catalog import open_catalog
from catalog.store import Catalog
from hardware.payment_terminal import terminal as words
from kiosk.hub.outbox import Done, Handler, Job, Later, Outcome, add, worker
from kiosk.hub.outbox.settling import Settling
from kiosk.hub.outbox.upstream import Upstream
from kiosk.hub.outbox.worker import LONGEST_PAUSE_MS, Outbox, pause_ms
from kiosk.hub.schema import OutboxRow
from tests.conftest import LogWatch, wait_until
from tests.unit.hub.conftest import ON_BOTH


@pytest.fixture
def catalog(shop_url: str) -> Iterator[Catalog]:
    with contextlib.closing(open_catalog(shop_url)) as opened:
        yield opened


class Clock:
    ms = 1_000_000

    def __call__(self) -> int:
        return self.ms


def put(catalog: Catalog, *jobs: tuple[str, str], **body: Any) -> None:
    with catalog.begin() as connection:
        for topic, key in jobs:
            add(connection, topic, key, body, 1_000_000)


def waiting(catalog: Catalog) -> dict[str, tuple[int, str]]:
    """Key -> tries and problem of what is not done yet."""
    query = select(OutboxRow.key, OutboxRow.tries, OutboxRow.problem).where(
        OutboxRow.done_ms.is_(None)
    )
    with catalog.reader.connect() as connection:
        return {row.key: (row.tries, row.problem) for row in connection.execute(query)}


@contextlib.contextmanager
def working(catalog: Catalog, handlers: Mapping[str, Handler]) -> Iterator[Outbox]:
    outbox = Outbox(catalog, handlers)
    outbox.open()
    try:
        yield outbox
    finally:
        outbox.close()


def test_a_job_is_added_once(catalog: Catalog) -> None:
    with catalog.begin() as connection:
        assert add(connection, "capture", "capture:1", {}, 5)
        assert not add(connection, "capture", "capture:1", {}, 6)


@ON_BOTH
def test_jobs_are_done_oldest_first_and_their_addresses_forgotten(catalog: Catalog) -> None:
    put(catalog, *(("mail", f"mail:{n}") for n in range(5)), address="a@b.c", sale=7)
    done: list[str] = []

    def handle(job: Job) -> Outcome:
        assert job.body["address"] == "a@b.c"
        done.append(job.key)
        return Done()

    with working(catalog, {"mail": handle}):
        wait_until(lambda: not waiting(catalog))
    assert done == [f"mail:{n}" for n in range(5)]
    with catalog.reader.connect() as connection:
        assert list(connection.scalars(select(OutboxRow.body))) == [{"sale": 7}] * 5


def test_what_fails_is_tried_again_and_holds_up_nothing_else(
    catalog: Catalog, log_watch: LogWatch
) -> None:
    log_watch.expect("poison broke")
    clock = Clock()
    put(catalog, ("print", "poison"), ("print", "paper"), ("print", "good"))
    tried: list[str] = []

    def handle(job: Job) -> Outcome:
        tried.append(job.key)
        if job.key == "poison":
            raise ZeroDivisionError("poison")
        return Later("No paper.") if job.key == "paper" and job.tries < 2 else Done()

    outbox = Outbox(catalog, {}, now_ms=clock)
    outbox.work_once("print", handle)
    assert tried == ["poison", "paper", "good"]
    assert waiting(catalog)["paper"] == (1, "No paper.")
    assert "ZeroDivisionError" in waiting(catalog)["poison"][1]
    outbox.work_once("print", handle)
    assert len(tried) == 3, "not before its time"
    for _ in range(2):
        clock.ms += LONGEST_PAUSE_MS
        outbox.work_once("print", handle)
    assert waiting(catalog).keys() == {"poison"}


def test_where_order_matters_nothing_overtakes(catalog: Catalog) -> None:
    clock = Clock()
    put(catalog, ("upstream", "u:1"), ("upstream", "u:2"))
    tried: list[str] = []

    def handle(job: Job) -> Outcome:
        tried.append(job.key)
        return Done() if len(tried) > 1 else Later("away")

    outbox = Outbox(catalog, {}, now_ms=clock)
    assert outbox.work_once("upstream", handle) == 0.0
    assert outbox.work_once("upstream", handle) > 0
    clock.ms += pause_ms(1)
    outbox.work_once("upstream", handle)
    outbox.work_once("upstream", handle)
    assert tried == ["u:1", "u:1", "u:2"]


def test_a_slow_topic_holds_up_no_other(catalog: Catalog) -> None:
    put(catalog, ("print", "slow"), ("capture", "quick"))
    slow = threading.Event()

    def handle(_: Job) -> Outcome:
        slow.wait(20)
        return Done()

    with working(catalog, {"print": handle, "capture": lambda _: Done()}):
        wait_until(lambda: waiting(catalog).keys() == {"slow"})
        slow.set()


def test_what_was_under_way_when_the_hub_died_is_done_at_the_next_start(catalog: Catalog) -> None:
    put(catalog, ("capture", "capture:1"))
    with working(catalog, {"capture": lambda _: Later("away")}):
        wait_until(lambda: waiting(catalog)["capture:1"][0])
    with working(catalog, {"capture": lambda _: Done()}):
        wait_until(lambda: not waiting(catalog))


def test_a_clock_that_was_set_back_holds_nothing_up(catalog: Catalog) -> None:
    """A job made while the clock was a year ahead is not due for a year: money lapses in days."""
    clock = Clock()
    clock.ms += 365 * 24 * 3_600_000
    with catalog.begin() as connection:
        for topic in ("capture", "upstream"):
            add(connection, topic, topic, {}, clock.ms)
    clock.ms = 1_000_000
    outbox = Outbox(catalog, {}, now_ms=clock)
    for topic in ("capture", "upstream"):
        outbox.work_once(topic, lambda _: Done())
    assert not waiting(catalog)


def test_what_a_job_fails_of_is_kept_whatever_its_words(catalog: Catalog) -> None:
    put(catalog, ("print", "odd"), ("print", "good"))
    odd = Later("printer \udcff \x00 says")
    outbox = Outbox(catalog, {}, now_ms=Clock())
    outbox.work_once("print", lambda job: odd if job.key == "odd" else Done())
    assert waiting(catalog) == {"odd": (1, "printer ? ? says")}


def test_a_worker_lives_on_whatever_breaks(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("the outbox's capture stands still")
    monkeypatch.setattr(worker, "IDLE_S", 0.01)
    outbox = Outbox(catalog, {"capture": lambda _: Done()})
    real, broken = outbox.work_once, [True]

    def work_once(topic: str, handler: Handler) -> float:
        if broken.pop() if broken else False:
            raise UnicodeEncodeError("utf-8", "", 0, 1, "no database error")
        return real(topic, handler)

    monkeypatch.setattr(outbox, "work_once", work_once)
    put(catalog, ("capture", "capture:1"))
    outbox.open()
    try:
        wait_until(lambda: not waiting(catalog))
    finally:
        outbox.close()


def test_jobs_that_take_their_time_end_the_hub_together(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CLOSES_WITHIN_S", 0.2)
    topics = [f"slow{n}" for n in range(8)]
    put(catalog, *((topic, topic) for topic in topics))
    done, at_work = threading.Event(), threading.Semaphore(0)

    def handle(_: Job) -> Outcome:
        at_work.release()
        done.wait(20)
        return Later("")

    outbox = Outbox(catalog, dict.fromkeys(topics, handle))
    outbox.open()
    for _ in topics:
        assert at_work.acquire(timeout=20)
    began = time.monotonic()
    outbox.close()
    took_s = time.monotonic() - began
    done.set()
    outbox.close()
    assert took_s < 1.0


def test_the_pauses_grow_and_end(catalog: Catalog) -> None:
    pauses = [pause_ms(tries) for tries in range(1, 60)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (500, LONGEST_PAUSE_MS)


# --- at the head office -----------------------------------------------------------------------


def send(catalog: Catalog, post: Callable[[str, dict[str, Any]], Any]) -> None:
    outbox = Outbox(catalog, {}, now_ms=Clock())
    upstream = Upstream(catalog, "https://office.example", "Maison Aster", post=post)
    while outbox.work_once("upstream", upstream) == 0.0 and waiting(catalog):
        pass


def test_the_head_office_gets_batches_and_each_event_until_it_has_it(catalog: Catalog) -> None:
    put(catalog, *(("upstream", f"upstream:{n}") for n in range(3)))
    batches: list[list[str]] = []

    def post(url: str, body: dict[str, Any]) -> Any:
        assert (url, body["shop"]) == ("https://office.example", "Maison Aster")
        batches.append([event["key"] for event in body["events"]])
        return {"acknowledged": body["events"][1]["seq"] if len(batches) == 1 else 10**9}

    send(catalog, post)
    assert batches == [["upstream:0", "upstream:1", "upstream:2"], ["upstream:2"]]
    assert not waiting(catalog)


@pytest.mark.parametrize("answer", [{}, [], "no", None, {"acknowledged": 0}])
def test_an_office_that_says_nothing_sensible_is_asked_again(
    catalog: Catalog, answer: object
) -> None:
    put(catalog, ("upstream", "upstream:1"))
    send(catalog, lambda *_: answer)
    assert waiting(catalog)["upstream:1"][0] == 1


def test_an_office_that_is_away_is_asked_again(catalog: Catalog) -> None:
    def away(*_: object) -> None:
        raise requests.ConnectionError("no route")

    put(catalog, ("upstream", "upstream:1"))
    send(catalog, away)
    assert "no route" in waiting(catalog)["upstream:1"][1]


# --- at the terminal --------------------------------------------------------------------------


class Books:
    """A ledger that knows one payment, and what was noted of it."""

    def __init__(self, *, voided: bool = False) -> None:
        self.voided = voided
        self.key, self.reference = "c1:1", "ref-1"
        self.noted: list[tuple[str, ...]] = []

    def payment(self, key: str) -> Books | None:
        return self if key == self.key else None

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *words: self.noted.append((name, *words[:2]))


class Terminal:
    def __init__(self, answer: words.Settlement) -> None:
        self.answer = answer

    def capture(self, _: str) -> words.Settlement:
        return self.answer

    void = capture


@pytest.mark.parametrize("what", ["capture", "void"])
@pytest.mark.parametrize(
    ("answer", "outcome", "noted"),
    [
        (words.Done(), Done, "note_{}d"),
        (words.Unknown("line"), Later, ""),
        (words.Refused("lapsed"), Done, "note_refused"),
        (None, Later, ""),
    ],
)
def test_what_the_terminal_says_to_it(
    what: str, answer: Any, outcome: type, noted: str, log_watch: LogWatch
) -> None:
    log_watch.expect("refuses")
    books = Books()
    settling = Settling(books, lambda _: answer and Terminal(answer))  # type: ignore[arg-type]
    result = settling.handlers[what](Job(1, what, f"{what}:1", {"attempt": "c1:1"}))
    assert isinstance(result, outcome)
    names = [one[0] for one in books.noted]
    assert names == ([noted.format({"capture": "capture", "void": "voide"}[what])] if noted else [])


def test_a_sale_that_was_voided_is_not_captured() -> None:
    settling = Settling(Books(voided=True), lambda _: None)  # type: ignore[arg-type]
    assert settling.capture(Job(1, "capture", "k", {"attempt": "c1:1"})) == Done(
        "The sale was voided before the money was taken."
    )
    assert isinstance(settling.capture(Job(1, "capture", "k", {"attempt": "other"})), Done)
