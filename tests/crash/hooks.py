"""Where the points are in the hub: around every commit and statement that writes, every call of
the terminal, every message on its line, every state of the checkout.

All are put in from outside, by what surrounds the hub's code: the database's driver, the
terminal's contract, the socket. Owns the points' names.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event

from catalog.store import Catalog
from hardware.payment_terminal.terminal import Done, Unknown
from kiosk.hub.live import Live
from kiosk.hub.tables import table as table_module
from tests.crash.points import Points

CALLS = ("prepare", "perform", "status", "cancel", "capture", "void", "refund", "payments")
HUB = str(Path(table_module.__file__).parent.parent)
UNKNOWN_OUTCOMES = ("perform", "status")


class Page:
    """What the shopper's page says, held against what the hub knows: it must not claim that
    nothing was charged while nobody knows, or while the terminal's books say otherwise. `unsold`
    are the payments that are charged there and not sold here."""

    def __init__(self, points: Points, *, unknown: bool, unsold: Callable[[], list[str]]) -> None:
        self._points = points
        self._unsold = unsold
        self._said: Any = None
        self.unknown = unknown
        self.staff_said_so = False

    def shows(self, snapshot: dict[str, Any]) -> None:
        message = snapshot.get("message")
        if snapshot["state"] == "SOLD":
            self.unknown = False  # a cancel's answer can tell of an approval too
        if self.unknown and not self.staff_said_so and message:
            self._points.note("WRONG", f"the page says {message} while nobody knows the outcome")
        if message and message != self._said and not self.staff_said_so:
            for key in self._unsold():
                self._points.note("WRONG", f"the page says {message}, and {key} is charged")
        self._said = message


def hook_database(catalog: Catalog, points: Points) -> None:
    """Points inside and around each transaction that writes, named by the hub's code that does."""
    engine = catalog.engine
    commit = engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        where = _in_the_hub()
        points.reach(f"{where}: before commit")
        commit(connection)
        points.reach(f"{where}: after commit")

    def executed(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words = statement.split(None, 3)
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            table = words[1] if words[0] == "UPDATE" else words[2]
            points.reach(f"{_in_the_hub()}: {words[0]} {table}")

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign]
    event.listen(engine, "after_cursor_execute", executed)


def hook_terminal(driver: type, points: Points, page: Page, what: str = "terminal") -> None:
    """Points around each call of the contract, and around the messages that it sends and gets."""
    calling = threading.local()

    def wrap(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            points.reach(f"{what} {name}: before")
            calling.name = name
            try:
                answer = method(*args, **kwargs)
            finally:
                calling.name = ""
            if name in UNKNOWN_OUTCOMES and _is_the_cashier():  # others ask about what is over
                page.unknown = isinstance(answer, Unknown)
            if name == "void" and isinstance(answer, Done) and _is_the_cashier():
                page.unknown = False  # a part that was approved is given back, also after a restart
            points.reach(f"{what} {name}: answered")
            return answer

        return called

    for name in CALLS:
        if method := getattr(driver, name, None):
            setattr(driver, name, wrap(name, method))

    if what != "terminal":
        return  # it is asked in this process
    send, read = socket.socket.sendall, socket.SocketIO.readinto

    def sendall(self: socket.socket, data: Any, *rest: Any) -> None:
        send(self, data, *rest)
        if name := getattr(calling, "name", ""):
            points.reach(f"terminal {name}: sent")

    def readinto(self: socket.SocketIO, buffer: Any) -> int | None:
        got = read(self, buffer)
        if name := getattr(calling, "name", ""):
            points.reach(f"terminal {name}: {'received' if got else 'line lost'}")
        return got

    socket.socket.sendall = sendall  # type: ignore[assignment,method-assign]
    socket.SocketIO.readinto = readinto  # type: ignore[method-assign]


def hook_states(points: Points) -> None:
    """A point after each event that moves the checkout, before its effects are carried out."""
    step = table_module.step

    def stepped(checkout: Any, event: Any, now: float) -> Any:
        after, effects = step(checkout, event, now)
        if after.state is not checkout.state or effects:
            words = f"{checkout.state.value} -> {after.state.value}"
            points.reach(f"{type(event).__name__}: {words}")
        return after, effects

    table_module.step = stepped


def hook_page(points: Points, page: Page) -> None:
    """Each snapshot of a table that is published; a point after it when its state is a new one."""
    publish = Live.publish
    last: dict[str, str] = {}

    def published(self: Live, topic: str, snapshot: dict[str, Any]) -> None:
        publish(self, topic, snapshot)
        if topic.startswith("table/"):
            page.shows(snapshot)
            if last.get(topic) != snapshot["state"]:
                last[topic] = snapshot["state"]
                points.reach(f"page: {snapshot['state']}")

    Live.publish = published  # type: ignore[method-assign]


def _is_the_cashier() -> bool:
    return threading.current_thread().name.startswith("cashier")


def _in_the_hub() -> str:
    """The innermost function of the hub's own code that is running."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(HUB):
            module = code.co_filename[len(HUB) + 1 : -len(".py")].replace("/", ".")
            return f"{module}.{code.co_name}"
        frame = frame.f_back
    return "elsewhere"
