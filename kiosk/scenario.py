"""Scenario files: what happens on a shop floor, and when. Shared by the bench, the CLI and tests.

Owns the format. Does not know how a garment is found or carried: whoever plays a scenario does.

    title: Two are tried, one is bought
    garments:                          # names for what the steps carry: SKUs or tags
      shirt: LIN-SHI-TER-M
    steps:                             # a time in seconds, a verb, garments
      - {at: 0, hang: [shirt, DEN-JEA-IND-28], room: "1"}
      - {at: 6, take: all, room: "1"}
      - {at: 8, lay: shirt, table: "1"}
      - {at: 9, unplug: table-1}
      - {at: 12, plug: table-1}
      - {at: 20, exit: shirt, gate: "1"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "scenarios"

ALL = "all"
# verb -> what it is done to: garments in a room, on a table, through an exit, a device, a terminal
VERBS = {
    "hang": "room",
    "take": "room",
    "lay": "table",
    "lift": "table",
    "exit": "gate",  # carried out of the shop
    "unplug": "device",
    "plug": "device",
    "silence": "device",  # the reader stops talking without an error
    "speak": "device",
    "terminal": "table",  # how it answers the next payments
}
CARRIES = ("hang", "take", "lay", "lift", "exit")
PASSES_S = 1.6  # before the antenna of an exit: two metres, at a walk
LONGEST_S = 24 * 3600.0


class ScenarioError(ValueError):
    """A scenario that cannot be used. The text names the step and the mend."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, `at` seconds after the beginning.

    `garments` are SKUs or tags; none means all that are there. `what` is the device of a verb about
    one ("room-1"), or the terminal's answer. `room`, `table` or `gate` is the place, by its name.
    """

    at: float
    verb: str
    garments: tuple[str, ...] = ()
    what: str = ""
    room: str = ""
    table: str = ""
    gate: str = ""

    def __str__(self) -> str:
        where = f"room {self.room}" if self.room else f"table {self.table}" if self.table else ""
        where = f"gate {self.gate}" if self.gate else where
        things = ", ".join(self.garments) if self.verb in CARRIES else self.what
        things = things or (ALL if self.verb in CARRIES else "")
        return " ".join(part for part in (self.verb, things, where) if part)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps in the order of their times."""

    title: str
    steps: tuple[Step, ...]
    garments: Mapping[str, str] = field(default_factory=dict)

    @property
    def lasts_s(self) -> float:
        return self.steps[-1].at if self.steps else 0.0


def named(name: str) -> Path:
    """The file itself, or that of a scenario that comes with Hangtag. Raises `ScenarioError`."""
    file = Path(name)
    if file.is_file():
        return file
    shipped = FOLDER / f"{name}.yaml"
    if shipped.is_file():
        return shipped
    known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.yaml")))
    raise ScenarioError(f"There is no scenario {name!r}. Name a file, or one of: {known}.")


def read(file: Path) -> Scenario:
    """Raises `ScenarioError`."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"Cannot read {file}: {error}") from error
    return parse(text, file.name)


def parse(text: str, name: str = "scenario") -> Scenario:
    """Raises `ScenarioError`, which names the step by its number, counted from 1."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScenarioError(f"{name} is not YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("steps"), list):
        raise ScenarioError(f"{name} should hold `title:` and a list `steps:`.")
    if unknown := content.keys() - {"title", "garments", "steps"}:
        raise ScenarioError(f"{name}: there is no key {sorted(map(str, unknown))[0]!r}.")
    names = content.get("garments") or {}
    if not isinstance(names, dict):
        raise ScenarioError(f"{name}: garments should be names and what they stand for.")
    garments = {str(key): str(value) for key, value in names.items()}
    steps: list[Step] = []
    for number, each in enumerate(content["steps"], 1):
        try:
            step = _step(each, garments)
            if steps and step.at < steps[-1].at:
                raise ScenarioError(f"it is at {step.at:g} s, before the step above it.")
        except ScenarioError as error:
            raise ScenarioError(f"{name}, step {number}: {error}") from None
        steps.append(step)
    return Scenario(str(content.get("title") or name), tuple(steps), garments)


def _step(content: Any, garments: Mapping[str, str]) -> Step:
    if not isinstance(content, dict):
        raise ScenarioError("write it as {at: 0, hang: [...], room: 1}.")
    verbs = [key for key in content if key in VERBS]
    if len(verbs) != 1:
        raise ScenarioError(f"say one verb of: {', '.join(VERBS)}.")
    verb = verbs[0]
    target = VERBS[verb]
    known = {"at", verb, target} - {"device"}
    if unknown := [str(key) for key in content if key not in known]:
        raise ScenarioError(f"{verb} knows no {unknown[0]!r}; it has: {', '.join(sorted(known))}.")
    at = content.get("at", 0)
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at <= LONGEST_S:
        raise ScenarioError(f"at should be seconds from the beginning, not {at!r}.")
    room = str(content.get("room", "1")) if target == "room" else ""
    table = str(content.get("table", "1")) if target == "table" else ""
    gate = str(content.get("gate", "1")) if target == "gate" else ""
    if verb in CARRIES:
        carried = _garments(content[verb], verb, garments)
        return Step(float(at), verb, carried, room=room, table=table, gate=gate)
    if not isinstance(content[verb], str) or not content[verb]:
        what = "how it answers: decline" if verb == "terminal" else "a device: table-1"
        raise ScenarioError(f"{verb} needs {what}.")
    return Step(float(at), verb, what=content[verb], room=room, table=table)


def _garments(value: Any, verb: str, names: Mapping[str, str]) -> tuple[str, ...]:
    if value == ALL and verb in ("take", "lift"):
        return ()
    many = value if isinstance(value, list) else [value]
    if not many or not all(isinstance(each, str) and each for each in many):
        also = f" or {ALL}" if verb in ("take", "lift") else ""
        raise ScenarioError(
            f"{verb} needs garments: SKUs, tags or names of `garments:`{also}. "
            "Put quotes around one of digits only."
        )
    return tuple(names.get(each, each) for each in many)
