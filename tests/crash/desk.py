"""The colleague at the desk who takes the money, and the till that it is in.

Owns what the colleague does and remembers: the till's own list outlives the hub's crash, as the
money does. The desk's books are the product's; here they are read with none of its code, and held
against the till and against who is said to have taken what.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from hardware.payment_terminal.journal import Journal
from kiosk.hub.context import Hub
from kiosk.hub.tables.desk import DeskError
from tests.crash.cases import Script
from tests.crash.points import Points

JOURNAL, TILL = "desk", "till"
STATES = {"asked": "presenting", "taken": "approved", "not_taken": "declined"}
ANA = "Ana", "desk"


class Colleague:
    """One look at the console at a time; in each they say what they have done since the last."""

    def __init__(self, folder: Path, hub: Hub, script: Script, points: Points) -> None:
        self._folder = folder
        self._desks = hub.desks
        self._script = script
        self._points = points

    @property
    def has_the_money(self) -> bool:
        return any(one["why"] == "taken" for one in _till(self._folder))

    def says(self) -> None:
        """What became of those payments that they have seen to."""
        decided = {one["reference"]: one for one in _till(self._folder)}
        for one in self._desks.waiting():
            if (seen := decided.get(one.reference)) is not None:
                # Called off in this moment: the books say so, and the money goes back.
                with suppress(DeskError):
                    self._desks.settle(one.table, one.reference, bool(seen["minor"]), *ANA)
                self._points.reach("colleague: has said so")

    def sees_to(self) -> None:
        """Takes the money of who comes to the desk, or hears that there is none."""
        decided = [one["reference"] for one in _till(self._folder) if one["why"] in DECISIONS]
        for one in self._desks.waiting():
            if one.reference in decided:
                continue
            answer = self._script.desk[min(len(decided), len(self._script.desk) - 1)]
            minor = one.amount.minor if answer == "taken" else 0
            decided.append(one.reference)
            self._enter(one.reference, answer, minor)
            self._points.reach("colleague: has seen to it")

    def gives_back(self) -> None:
        """What they took for a payment that was called off before they could say so."""
        held = till(self._folder)
        for entry in books(self._folder):
            if entry["state"] == "cancelled" and held[entry["reference"]] > 0:
                self._enter(entry["reference"], "called off", -held[entry["reference"]])

    def refunds(self, form: str, reference: str, minor: int) -> None:
        """They have sent the form, and it says that this goes back."""
        if not any(one["why"] == form for one in _till(self._folder)):
            self._enter(reference, form, -minor)

    def _enter(self, reference: str, why: str, minor: int) -> None:
        with (self._folder / TILL).open("a") as file:
            file.write(json.dumps({"reference": reference, "why": why, "minor": minor}) + "\n")


DECISIONS = ("taken", "not taken")


def hook_books(points: Points) -> None:
    """Points around each entry of the desk's books."""
    append = Journal.append

    def appended(self: Journal, entry: dict[str, Any]) -> None:
        points.reach(f"desk books {entry['what']}: before")
        append(self, entry)
        points.reach(f"desk books {entry['what']}: after")

    Journal.append = appended  # type: ignore[method-assign]


def books(folder: Path) -> list[dict[str, Any]]:
    """The desk's payments as the judge reads them, from the journal as it is on the disk."""
    found: dict[str, dict[str, Any]] = {}
    for event in _lines(folder / JOURNAL):
        what, reference = event["what"], event["reference"]
        if what == "prepared":
            found[reference] = {
                "reference": reference,
                "key": event["key"],
                "amount_minor": event["amount_minor"],
                "currency": event["currency"],
                "state": "prepared",
                "approved_minor": 0,
                "captured": False,
                "voided": False,
                "refunds": {},
            }
            continue
        entry = found[reference]
        match what:
            case "captured" | "voided":
                entry[what] = True
            case "refunded":
                entry["refunds"][event["key"]] = event["amount_minor"]
            case _:
                entry["state"] = STATES.get(what, what)
                entry["approved_minor"] = entry["amount_minor"] if what == "taken" else 0
    return list(found.values())


def till(folder: Path) -> Counter[str]:
    """What is in the till, by the payment's reference."""
    found = Counter[str]()
    for one in _till(folder):
        found[one["reference"]] += one["minor"]
    return found


def wrong(folder: Path, said: list[dict[str, Any]], net: Counter[str]) -> Iterator[str]:
    """The till against the books, and the books against the audit, once all is quiet. `net` is
    what each payment has come to by the books, `said` the audit's rows."""
    held = till(folder)
    for reference in sorted(held.keys() | net.keys()):
        if held[reference] != net[reference]:
            yield f"{reference}: {held[reference]} is in the till, its books say {net[reference]}"
    names = {(row["action"], row["subject"]) for row in said if row["who"]}
    for event in _lines(folder / JOURNAL):
        what, reference = event["what"], event["reference"]
        if what in ("taken", "not_taken") and (f"desk.{what}", reference) not in names:
            yield f"nobody is named for {reference}, which is {what}"


def _till(folder: Path) -> list[dict[str, Any]]:
    return _lines(folder / TILL)


def _lines(file: Path) -> list[dict[str, Any]]:
    found = []
    with suppress(FileNotFoundError):
        for text in file.read_text().splitlines():
            with suppress(ValueError):  # a line that was cut short
                found.append(json.loads(text))
    return found
