"""A zone's whole inner state as JSON and back: a recording may begin in the middle of a day.

Owns the notation. Knows no zone's fields: it follows the objects, each once, so that what two
places share is shared again afterwards. Only classes of zones and readers are ever made from a
file, and their `__init__` is not called.
"""

from __future__ import annotations

import importlib
import math
from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

# Where classes may come from that a file names.
HOMES = ("hardware.rfid.zone", "hardware.rfid.reader")

_PLAIN = (str, int, bool, type(None))
_CONTAINERS: dict[str, Callable[[Iterable[Any]], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}


class StateError(ValueError):
    """A state cannot be written down, or is of another version of the code. The text says what."""


def written(state: object) -> Any:
    """The state as JSON. Raises `StateError` for what has no notation, such as a function."""
    return _Writer().write(state)


def restored(content: Any) -> Any:
    """The state again. Raises `StateError` when the classes have other fields by now."""
    try:
        return _Reader().read(content)
    except StateError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise StateError(f"the state cannot be read: {error!r}") from error


class _Writer:
    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}  # id -> its place in the order of writing

    def write(self, value: object) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, float) and kind is float:
            return value if math.isfinite(value) else ["float", repr(value)]
        if isinstance(value, Enum):
            return ["enum", _name(kind), self.write(value.value)]
        number = self._numbers.get(id(value))
        if number is not None:
            return ["same", number]
        self._numbers[id(value)] = len(self._numbers)
        if isinstance(value, (list, tuple)) and kind.__name__ in _CONTAINERS:
            return [kind.__name__, [self.write(each) for each in value]]
        if isinstance(value, (set, frozenset)) and kind.__name__ in _CONTAINERS:
            # Sorted: a set's own order is another one in each process.
            return [kind.__name__, [self.write(each) for each in sorted(value, key=repr)]]
        if isinstance(value, dict) and kind is dict:
            return ["dict", [[self.write(key), self.write(each)] for key, each in value.items()]]
        if isinstance(value, deque) and kind is deque:
            return ["deque", value.maxlen, [self.write(each) for each in value]]
        builtin = isinstance(value, (list, tuple, set, frozenset, dict, deque))
        if builtin or not kind.__module__.startswith(HOMES):
            raise StateError(f"{kind.__module__}.{kind.__qualname__} cannot be written down")
        fields = {name: self.write(each) for name, each in _fields(value).items()}
        return ["object", _name(kind), fields]


class _Reader:
    def __init__(self) -> None:
        self._made: list[Any] = []

    def read(self, content: Any) -> Any:
        if not isinstance(content, list):
            return content
        kind = content[0]
        if kind == "float":
            return float(content[1])
        if kind == "enum":
            return _class(content[1])(self.read(content[2]))
        if kind == "same":
            return self._made[content[1]]
        place = len(self._made)
        self._made.append(None)
        if kind == "dict":
            made: Any = {}
            self._made[place] = made
            made.update((self.read(key), self.read(each)) for key, each in content[1])
        elif kind == "list":
            made = self._made[place] = []
            made.extend(self.read(each) for each in content[1])
        elif kind == "deque":
            made = self._made[place] = deque(maxlen=content[1])
            made.extend(self.read(each) for each in content[2])
        elif kind == "object":
            made = self._object(place, content[1], content[2])
        else:
            made = self._made[place] = _CONTAINERS[kind]([self.read(each) for each in content[1]])
        return made

    def _object(self, place: int, name: str, fields: dict[str, Any]) -> Any:
        kind = _class(name)
        made = self._made[place] = object.__new__(kind)
        expected = _slots(kind)
        if expected and set(fields) != set(expected):
            other = sorted(set(fields) ^ set(expected))
            raise StateError(f"{name} has other fields by now: {', '.join(other)}")
        for field, value in fields.items():
            object.__setattr__(made, field, self.read(value))
        return made


def _fields(value: object) -> dict[str, Any]:
    names = [name for name in _slots(type(value)) if hasattr(value, name)]
    return {**{name: getattr(value, name) for name in names}, **getattr(value, "__dict__", {})}


def _slots(kind: type) -> list[str]:
    slots = [getattr(base, "__slots__", ()) for base in kind.__mro__]
    names = [[each] if isinstance(each, str) else list(each) for each in slots]
    return [name for each in names for name in each if name not in ("__weakref__", "__dict__")]


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _class(name: str) -> Any:
    module, _, qualname = name.partition(":")
    if not module.startswith(HOMES) or "." in qualname:
        raise StateError(f"{name} is no part of a zone")
    try:
        kind = getattr(importlib.import_module(module), qualname)
    except (ImportError, AttributeError) as error:
        raise StateError(f"there is no {name} by now") from error
    if not isinstance(kind, type):
        raise StateError(f"{name} is no class")
    return kind
