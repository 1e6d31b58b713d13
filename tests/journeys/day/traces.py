"""What a visit may leave in a process: its names and secrets in any value, objects, memory.

Owns the search for them and the counting. Knows no mirror. A secret is kept here as a hash, so that
the search does not find itself.
"""

from __future__ import annotations

import gc
import re
import sys
import types
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickItem, QQuickWindow

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r"(?<![\w-])[\w-]{32}(?![\w-])", re.ASCII)
SHORTEST = 32
# What is the same for every visit: to look through it would take a day.
ELSEWHERE = (types.ModuleType, type, types.CodeType, types.FrameType)
OTHERS = ("sqlalchemy.", "catalog.", "pydantic", "logging")
TEXTS = frozenset({"QString", "QUrl", "QVariant", "QStringList", "QByteArray"})


class Secrets:
    """Names that nobody else has: UUIDs and tokens of 32 characters."""

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def __len__(self) -> int:
        return len(self._hashes)

    def add(self, *names: str) -> None:
        for name in names:
            assert UUID.fullmatch(name) or TOKEN.fullmatch(name), "a name that would not be found"
            self._hashes.add(hash(name))

    def within(self, value: object) -> bool:
        """Whether one of them is part of this text."""
        if not isinstance(value, str | bytes | bytearray) or len(value) < SHORTEST:
            return False
        if not isinstance(value, str):
            value = value.decode("latin-1")
        found = (*UUID.findall(value), *TOKEN.findall(value))
        return any(hash(name) in self._hashes for name in found)


def reached(roots: Iterable[object], secrets: Secrets) -> list[str]:
    """Where in the roots, and in all that they hold, one of the secrets is."""
    came_from: dict[int, tuple[int, str]] = {}
    keep: list[object] = []  # an id is an object's own only while the object lives
    waiting: deque[object] = deque()
    left = []

    def meet(thing: object, parent: int) -> None:
        if id(thing) in came_from or not _is_near(thing):
            return
        came_from[id(thing)] = parent, type(thing).__name__
        keep.append(thing)
        if secrets.within(thing):
            left.append(_way(came_from, id(thing)))
        waiting.append(thing)

    for root in roots:
        meet(root, 0)
    while waiting:
        thing = waiting.popleft()
        for other in _held_by(thing):
            meet(other, id(thing))
    return left


def anywhere(secrets: Secrets) -> list[str]:
    """What in this whole process holds one of the secrets. Frees nothing, keeps nothing."""
    left = []
    for thing in gc.get_objects():
        for other in gc.get_referents(thing):
            if isinstance(other, str | bytes | bytearray) and secrets.within(other):
                holders = [type(one).__name__ for one in gc.get_referrers(thing)][:4]
                left.append(f"{type(thing).__name__} of {holders}")
    for frame in sys._current_frames().values():
        at: types.FrameType | None = frame
        while at is not None:
            held = [name for name, value in at.f_locals.items() if secrets.within(value)]
            left += [f"{at.f_code.co_qualname}: {name}" for name in held]
            at = at.f_back
    return left


def in_scene(window: QQuickWindow, secrets: Secrets) -> list[str]:
    """Which properties of what is drawn, or could be, hold one of the secrets."""
    left = []
    for thing in _scene(window):
        for name in _texts_of(thing):
            value = thing.property(name)
            values = value if isinstance(value, list) else [value]
            if any(secrets.within(_plain(one)) for one in values):
                left.append(f"{thing.metaObject().className()}.{name}")
    return left


def changes(before: Any, after: Any) -> list[str]:
    """Which fields of two dataclasses differ."""
    pairs = (
        (one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(before)
    )
    return [f"{name} is {now!r}, not {then!r}" for name, then, now in pairs if now != then]


@dataclass(frozen=True)
class Census:
    """How much of everything there is."""

    rss_mb: float
    objects: Counter[str] = field(repr=False)
    qt: Counter[str] = field(repr=False)
    threads: int = 0

    def grown(self, before: Census) -> dict[str, int]:
        """What there is more of."""
        grown = self.objects - before.objects
        grown += Counter({f"Qt {name}": count for name, count in (self.qt - before.qt).items()})
        return dict(grown.most_common())


def census(window: QQuickWindow) -> Census:
    for _ in range(3):
        gc.collect()
    # First, for the wrappers that the walk through the scene makes are Python's.
    objects = Counter(f"{type(o).__module__}.{type(o).__qualname__}" for o in gc.get_objects())
    threads = len(sys._current_frames())
    qt = Counter(str(thing.metaObject().className()) for thing in _scene(window))
    return Census(resident_mb(), objects, _without_instances(qt), threads)


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _without_instances(counted: Counter[str]) -> Counter[str]:
    """QML names each type by a number that depends on the order of loading."""
    plain: Counter[str] = Counter()
    for name, count in counted.items():
        plain[name.split("_QML")[0]] += count
    return plain


def _scene(window: QQuickWindow) -> Iterator[QObject]:
    """Every object of the window: those that are owned, and delegates, which are only shown."""
    waiting: list[QObject] = [window, window.contentItem()]
    known: set[int] = set()
    keep = []
    while waiting:
        thing = waiting.pop()
        if id(thing) in known:
            continue
        known.add(id(thing))
        keep.append(thing)
        yield thing
        waiting += thing.children()
        if isinstance(thing, QQuickItem):
            waiting += thing.childItems()


_TEXTS: dict[str, tuple[str, ...]] = {}


def _texts_of(thing: QObject) -> tuple[str, ...]:
    meta = thing.metaObject()
    known = _TEXTS.get(meta.className())
    if known is None:
        properties = (meta.property(i) for i in range(meta.propertyCount()))
        known = tuple(str(p.name()) for p in properties if p.typeName() in TEXTS)
        _TEXTS[meta.className()] = known
    return known


def _plain(value: Any) -> object:
    return value.toString() if hasattr(value, "toString") else value


def _is_near(thing: object) -> bool:
    if isinstance(thing, ELSEWHERE):
        return False
    return not type(thing).__module__.startswith(OTHERS)


def _held_by(thing: object) -> Iterable[object]:
    if isinstance(thing, types.FunctionType):
        # Not its globals: they are its module, and through it all the others.
        return (*(thing.__closure__ or ()), thing.__defaults__, thing.__kwdefaults__)
    own = getattr(thing, "__dict__", None)
    return (*gc.get_referents(thing), own) if isinstance(own, dict) else gc.get_referents(thing)


def _way(came_from: dict[int, tuple[int, str]], at: int) -> str:
    names = []
    while at in came_from:
        at, name = came_from[at]
        names.append(name)
    return " < ".join(names)
