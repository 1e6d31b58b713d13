"""What a zone decided, as JSON: only what is news since its update before.

Owns which parts of a `ZoneChange` are decisions: who arrived and who left, with every number; and
of the rest its words and flags (near and why, doubtful and why, stable). Numbers that follow each
read are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, EnumType
from typing import Any, get_type_hints

from hardware.rfid.reader import TagId
from hardware.rfid.zone import ZoneChange

Decision = dict[str, Any]
EVENTS = ("arrived", "left")
STANDING = "present"  # of who is here, only those with something said of them are listed


class Verdict:
    """The words and flags of a zone as they stand, and what each change adds to them."""

    def __init__(self, standing: Mapping[str, Any] | None = None) -> None:
        self.standing: dict[str, Any] = dict(standing or {})
        self._compared: dict[str, Any] = {}  # the same as values, which compare faster than JSON

    def news(self, change: ZoneChange) -> Decision:
        """What this change decided; empty for one that decided nothing."""
        news: Decision = {}
        for field in fields(change):
            name, value = field.name, getattr(change, field.name)
            if name in EVENTS:
                if value:
                    news[name] = [_whole(each) for each in value]
                continue
            said = _said(name, value)
            if said is None or (name in self._compared and self._compared[name] == said):
                continue
            self._compared[name] = said
            standing = _json(said)
            if standing != self.standing.get(name, type(standing)()):
                self.standing[name] = standing
                news[name] = standing
        return news


def differ(recorded: Decision, made: Decision, told: Iterable[str]) -> bool:
    """Whether two decisions are not the same in what both versions of the code tell; `told` is
    what the recording's could."""
    for name in set(told) & set(tells()):
        one, other = _common(recorded.get(name), made.get(name))
        if one != other:
            return True
    return False


def _common(one: Any, other: Any) -> tuple[Any, Any]:
    """Both without the fields that only one of them has."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = {key: _common(one[key], other[key]) for key in one if key in other}
        return {key: a for key, (a, _) in pairs.items()}, {key: b for key, (_, b) in pairs.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        both = [_common(a, b) for a, b in zip(one, other, strict=True)]
        return [a for a, _ in both], [b for _, b in both]
    return one, other


def tells() -> list[str]:
    """What a `ZoneChange` of this version can tell."""
    return [field.name for field in fields(ZoneChange)]


def _whole(value: Any) -> dict[str, Any]:
    return {field.name: _json(getattr(value, field.name)) for field in fields(value)}


def _said(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        said = (_words(each) for each in value)
        return tuple(words for words in said if name != STANDING or any(words[1:]))
    return value if isinstance(value, (bool, str, Enum)) else None


def _words(value: Any) -> tuple[Any, ...]:
    kind = type(value)
    names = _WORD_FIELDS.get(kind)
    if names is None:
        names = _WORD_FIELDS[kind] = _word_fields(kind)
    return tuple([getattr(value, name) for name in names])


_WORD_FIELDS: dict[type, tuple[str, ...]] = {}


def _word_fields(kind: type) -> tuple[str, ...]:
    """The fields whose values are words, flags or the tag itself; the tag first."""
    if not is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    names = [name for name, hint in hints.items() if hint in (str, bool)]
    names += [name for name, hint in hints.items() if isinstance(hint, EnumType)]
    return ("tag", *names)


def _json(value: Any) -> Any:
    if isinstance(value, TagId):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_json(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _whole(value)
    return value
