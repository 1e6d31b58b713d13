"""One shopper after the other: what hands, fingers, phones and colleagues do, by a seeded chance.

Owns the script. Everything that is touched is touched by a finger on the glass, where it is drawn.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtQuick import QQuickItem

from hardware.device import DeviceState
from hardware.rfid.reader import TagId
from kiosk.mirror.visit.visit import FittingVisit

if TYPE_CHECKING:
    from tests.journeys.day.day import Day

# How likely each is to be touched, by the beginning of its name. What is not named here: 1.
WEIGHTS = {
    "garment": 5, "choice": 4, "offer": 3, "instead": 6, "bring": 12, "hold": 12, "never-mind": 2,
    "call": 0.7, "pay": 12, "fault": 8, "mark": 1.2, "language": 2, "close": 2, "back": 1.5,
    "asked-for": 3, "cancel": 3, "more": 6, "send": 3, "code": 0, "forget": 0.6, "score": 9,
    "word": 9, "knows": 2,
}  # fmt: skip
MOST_RAIL = 11
PATIENCE_S = 1500.0  # after an empty room: a request is waited for, a rating, then it is forgotten


class Shopper:
    def __init__(self, day: Day, chance: random.Random, rail: Sequence[TagId]) -> None:
        self._day = day
        self._chance = chance
        self._rail = rail
        self.touched: Counter[str] = Counter()
        self.did: Counter[str] = Counter()

    @property
    def _visit(self) -> FittingVisit:
        return self._day.mirror.visit

    def comes_and_goes(self) -> None:
        chance, day = self._chance, self._day
        day.hub.on_duty = chance.random() > 0.2
        if chance.random() < 0.1:
            self._looks_around()
        self._hangs(chance.randint(1, 4))
        if chance.random() < 0.06:
            self._hangs(MOST_RAIL - len(self._visit.garments))
            self._touches_if_there("more")
        if chance.random() < 0.4:
            self._makes_it_comfortable()
        for _ in range(chance.randint(2, 6)):
            self._does_something()
        self._goes()

    def _looks_around(self) -> None:
        """Touches a mirror at rest, chooses something, and goes away again."""
        self.did["touched a mirror at rest"] += 1
        for _ in range(2):
            self._touches()
        self._day.passes(200)

    def _hangs(self, count: int) -> None:
        here = set(self._day.reader.hanging)
        tags = self._chance.sample([tag for tag in self._rail if tag not in here], count)
        self._day.reader.hang(*tags)
        self._day.until(lambda: set(tags) <= set(self._visit.tags), "garments on the glass")

    def _takes(self, *tags: TagId) -> None:
        self._day.reader.take(*tags)
        self._day.until(lambda: not set(tags) & set(self._visit.tags), "garments to leave")

    def _does_something(self) -> None:
        others = (
            self._hands_one_back, self._uses_a_phone, self._is_helped, self._hub_goes,
            self._reader_goes, self._duty_changes, self._waits,
        )  # fmt: skip
        if self._chance.random() < 0.62:
            self._touches()
        else:
            (other,) = self._chance.choices(others, (5, 5, 8, 1, 1, 1, 1))
            other()
        self._day.passes(self._chance.uniform(1, 25))

    # --- hands and fingers --------------------------------------------------------------------

    def _touches(self) -> None:
        targets = [(name, item) for name, item in self._day.targets() if self._weight(name)]
        if not targets:
            return
        (chosen,) = self._chance.choices(targets, [self._weight(name) for name, _ in targets])
        self._touch(*chosen)

    def _touch(self, name: str, item: QQuickItem) -> None:
        self.touched[name.partition(":")[0]] += 1
        if name.startswith(("mark:", "language:")):
            self.touched[name] += 1
        self._day.touch(item)

    def _touches_if_there(self, *beginnings: str) -> bool:
        found = [one for one in self._day.targets() if one[0].startswith(beginnings)]
        if found:
            self._touch(*self._chance.choice(found))
        return bool(found)

    @staticmethod
    def _weight(name: str) -> float:
        return WEIGHTS.get(name.partition(":")[0], 1)

    def _hands_one_back(self) -> None:
        if len(self._visit.garments) < 2:
            return
        self.did["handed one back"] += 1
        self._takes(self._chance.choice(self._visit.tags))
        if self._chance.random() < 0.8:
            self._touches_if_there("fault:")

    def _makes_it_comfortable(self) -> None:
        """Another language, larger text, stronger contrast, stillness or another light."""
        kind, choices = self._chance.choice((("languages", "language:"), ("comfort", "choice:")))
        if self._touches_if_there(f"mark:{kind}"):
            self._touches_if_there(choices)
            self._touches_if_there("close")

    # --- phone, colleagues, what breaks -------------------------------------------------------

    def _uses_a_phone(self) -> None:
        visit = self._visit
        piece = self._chance.choice([g.variant for g in visit.garments] or [None])
        if piece is None or not visit.key:
            return
        size = self._chance.choice(("S", "M", "L"))
        language = self._chance.choice(("en", "ar", "zh", "de"))
        event, value = self._chance.choice((
            ("garment", str(piece.id)), ("size", size), ("bring", str(piece.id)),
            ("hold", str(piece.id)), ("call", ""), ("back", ""), ("language", language),
            ("rating", "8 easy"),
        ))  # fmt: skip
        self._day.hub.phone_taps(event, value, str(uuid.UUID(int=self._chance.getrandbits(128))))

    def _is_helped(self) -> None:
        self._day.hub.colleagues_act()

    def _hub_goes(self) -> None:
        self.did["hub away"] += 1
        self._day.hub.go()
        self._touches()
        self._day.passes(self._chance.uniform(3, 30))
        self._touches()
        self._day.hub.come()

    def _reader_goes(self) -> None:
        self.did["reader away"] += 1
        self._day.reader_turns(DeviceState.AWAY)
        self._day.passes(self._chance.uniform(1, 20))
        self._touches()
        self._day.reader_turns(DeviceState.OK)

    def _duty_changes(self) -> None:
        self.did["duty changed"] += 1
        self._day.hub.on_duty = not self._day.hub.on_duty
        self._day.hub.say()

    def _waits(self) -> None:
        self.did["waited"] += 1
        self._day.passes(80)

    # --- the end ------------------------------------------------------------------------------

    def _goes(self) -> None:
        """Takes everything, is asked how it was, and is forgotten; some want that at once."""
        if self._chance.random() < 0.15:
            self._wants_to_be_forgotten()
        self._day.reader.take(*self._day.reader.hanging)
        self._day.until(
            lambda: not self._visit.garments and not self._visit.unseen, "an empty room"
        )
        end = self._day.now + PATIENCE_S
        while self._visit.began:
            assert self._day.now < end, f"not forgotten: {self._visit}"
            if self._visit.rating is not None and self._chance.random() < 0.6:
                self._touches_if_there("score:", "word:")
            self._day.passes(3)
        self.did["visits"] += 1

    def _wants_to_be_forgotten(self) -> None:
        for way in ("close", "back", "mark:knows", "forget"):
            self._touches_if_there(way)
            self._day.passes(0.5)
        self.did["forgotten now"] += not self._visit.began
