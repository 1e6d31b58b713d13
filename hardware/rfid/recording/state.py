"""A zone's whole inner state as JSON and back: a recording may begin in the middle of a day.

Owns the notation. Knows no zone's fields: it follows the objects, so that what two places share
and change is shared again afterwards. Only classes of zones and readers are ever made from a file,
and their `__init__` is not called.
"""

from __future__ import annotations

import importlib
import math
from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from hardware.rfid.reader import TagId, TagKind

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
        self._numbers: dict[int, int] = {}  # id of what can change -> its place in the writing

    def write(self, value: object) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, float) and kind is float:
            return value if math.isfinite(value) else ["float", repr(value)]
        if isinstance(value, TagId):
            return ["tag", str(value)]
        if isinstance(value, Enum):
            return ["enum", _name(kind), self.write(value.value)]
        if not _is_fixed(kind):
            number = self._numbers.setdefault(id(value), len(self._numbers))
            if number != len(self._numbers) - 1:
                return ["same", number]
        return self._spelled(kind, value)

    def _spelled(self, kind: type, value: object) -> Any:
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
        self._made: list[Any] = []  # what can change, in the order of writing

    def read(self, content: Any) -> Any:
        if not isinstance(content, list):
            return content
        kind = content[0]
        if kind == "float":
            return float(content[1])
        if kind == "tag":
            return tag_of(content[1])
        if kind == "enum":
            return _class(content[1])(self.read(content[2]))
        if kind == "same":
            return self._made[content[1]]
        if kind == "object":
            return self._object(content[1], content[2])
        if kind == "dict":
            made = self._new({})
            made.update((self.read(key), self.read(each)) for key, each in content[1])
        elif kind == "deque":
            made = self._new(deque(maxlen=content[1]))
            made.extend(self.read(each) for each in content[2])
        elif kind == "list":
            made = self._new([])
            made.extend(self.read(each) for each in content[1])
        elif kind == "set":
            made = self._new(set())
            made.update(self.read(each) for each in content[1])
        else:
            made = _CONTAINERS[kind]([self.read(each) for each in content[1]])
        return made

    def _new(self, made: Any) -> Any:
        self._made.append(made)
        return made

    def _object(self, name: str, fields: dict[str, Any]) -> Any:
        kind = _class(name)
        made = object.__new__(kind)
        if not _is_fixed(kind):
            self._new(made)
        expected = _slots(kind)
        if expected and set(fields) != set(expected):
            other = sorted(set(fields) ^ set(expected))
            raise StateError(f"{name} has other fields by now: {', '.join(other)}")
        for field, value in fields.items():
            object.__setattr__(made, field, self.read(value))
        return made


def tag_of(text: str) -> TagId:
    """The inverse of `str`, to the letter."""
    kind, _, value = text.partition(":")
    return TagId(TagKind(kind), value)


def _is_fixed(kind: type) -> bool:
    """Whether it cannot change, so that one is as good as its copy."""
    parameters = getattr(kind, "__dataclass_params__", None)
    return kind in (tuple, frozenset) or (parameters is not None and parameters.frozen)


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
