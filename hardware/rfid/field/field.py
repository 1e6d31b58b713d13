"""What is before the antennas, and what a round hears of it.

Owns the tags that are there and their links. Does not know any reader's protocol nor its pace.
Seeded: the same field, changed and heard in the same order at the same times, answers the same.
"""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

from hardware.rfid.field.fades import (
    AT_REST,
    IN_HAND,
    OF_STRAYS,
    PEOPLE,
    STRAY_DBM,
    FadeClass,
    Spread,
    Unrest,
    fade_class,
    fade_class_of_share,
)
from hardware.rfid.field.link import Link
from hardware.rfid.field.radio import (
    FORGETS_M,
    HOP_DB,
    MOVEMENT_DB,
    PLACEMENT_DB,
    Antenna,
    Spot,
    Wall,
    strength_dbm,
)
from hardware.rfid.gen2 import is_epc
from hardware.rfid.reader import TagId, TagKind

# Europe's band has four channels for readers; assumed: a reader stays on one for 0.4 s.
CHANNELS = 4
HOP_S = 0.4

_NOISE = [NormalDist().inv_cdf((step + 0.5) / 1024) for step in range(1024)]

Key = tuple[TagId, int]  # a tag and which of its copies


@dataclass(frozen=True, slots=True)
class Heard:
    """One tag's answer in one round."""

    tag: TagId
    rssi_dbm: float


@dataclass(slots=True)
class _Put:
    """A tag that has a spot, and what reflections do to it there, by antenna."""

    spot: Spot
    carried: bool
    placement: dict[int, float]


class Field:
    """Tags within reach. Any thread may place and remove; readers ask for rounds.

    `place` says how a tag is heard; `put` says where it is, and the antennas' places do the rest.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        fades: bool = True,
        antennas: Mapping[int, Antenna] | None = None,
        walls: Iterable[Wall] = (),
        channels: int = CHANNELS,
    ) -> None:
        self._seed = seed
        self._fades = fades
        self._antennas = dict(antennas or {})
        self._walls = tuple(walls)
        self._channels = channels
        self._links: dict[int, dict[Key, Link]] = {}
        self._chances: dict[int, tuple[random.Random, Unrest]] = {}
        self._placing = random.Random(f"{seed}:placing")
        self._there: dict[Key, _Put | None] = {}
        self._lock = threading.Lock()

    def place(
        self,
        tag: TagId,
        *,
        rssi_dbm: float = -55.0,
        antenna: int = 1,
        hearing: float = 0.95,
        fading: FadeClass | None = None,
        spread: Spread = AT_REST,
        copy: int = 0,
    ) -> None:
        """Puts a tag before an antenna, or moves it there.

        `hearing` is the chance that a round outside a fade hears it, above 0 and at most 1. It
        fades as tags do that are heard so often, or as `fading` says. Cards (UID, URI) lie on
        their reader and do not fade. `copy` tells tags with the same identity apart. Raises
        `ValueError` for an EPC that no tag can hold.
        """
        if tag.kind is TagKind.EPC and not is_epc(tag.value):
            raise ValueError(f"no tag can hold {tag}: an EPC is whole words in upper-case hex")
        if not 0 < hearing <= 1:
            raise ValueError(f"hearing is a chance above 0 and at most 1, not {hearing}")
        if fading is None and tag.kind is TagKind.EPC:
            fading = replace(fade_class_of_share(hearing), hearing=hearing)
        link = Link(tag, rssi_dbm, hearing, fading if self._fades else None, spread)
        with self._lock:
            self._forget(tag, copy)
            self._there[tag, copy] = None
            self._join(antenna, (tag, copy), link)

    def put(self, tag: TagId, spot: Spot, *, carried: bool = False, copy: int = 0) -> None:
        """Puts a tag at a spot, or moves it there; every antenna of the field may hear it."""
        key = (tag, copy)
        with self._lock:
            was = self._there.get(key)
            if was is None:
                self._forget(tag, copy)
            here = _Put(spot, carried, {} if was is None else was.placement)
            self._there[key] = here
            moved_m = math.inf if was is None else math.dist(was.spot.at, spot.at)
            for number, antenna in self._antennas.items():
                reflected = self._reflected(here.placement.get(number), moved_m, carried)
                here.placement[number] = reflected
                level = strength_dbm(antenna, spot, self._walls) + reflected
                self._level(number, key, level, carried)

    def remove(self, tag: TagId, *, copy: int | None = None) -> None:
        """Takes a tag away, with all its copies or one; one that is not there is no error."""
        with self._lock:
            copies = (
                [key for key in self._there if key[0] == tag] if copy is None else [(tag, copy)]
            )
            for _, each in copies:
                self._forget(tag, each)

    def tags(self) -> tuple[TagId, ...]:
        """The tags that are there, heard or not, as they were placed; copies once."""
        with self._lock:
            return tuple(dict.fromkeys(tag for tag, _ in self._there))

    def level_dbm(self, tag: TagId, antenna: int, *, copy: int = 0) -> float | None:
        """The mean strength of a tag at an antenna; None if it is never heard there."""
        with self._lock:
            link = self._links.get(antenna, {}).get((tag, copy))
            return None if link is None else link.level_dbm

    def round(self, antenna: int, now: float) -> list[Heard]:
        """The tags that answer one inventory round of an antenna at `now` (seconds, any clock
        that does not go back), in the order of their answers.
        """
        with self._lock:
            return [Heard(tag, rssi_dbm) for _, tag, rssi_dbm in self.answers(antenna, now)]

    def answers(self, antenna: int, now: float) -> list[tuple[int, TagId, float]]:
        """As `round`, bare and without the lock: for those who place and hear in one thread.

        The first of each answer is only its order.
        """
        links = self._links.get(antenna)
        if not links:
            return []
        chance, unrest = self._chances[antenna]
        draw = chance.random
        channel = int(now / HOP_S) * 7919 % self._channels
        heard = []
        for link in links.values():
            if now >= link.turns_at:
                link.turn(now, chance, unrest)
            hears = link.hears
            if hears:
                drawn = draw()
                if drawn < hears:
                    # The draw's lower bits do not know of the comparison: they say when in the
                    # round the tag answers, and how loud.
                    order = int(drawn * 0x100000000000) & 0xFFFFFF
                    hops = link.hops
                    if hops is None:
                        hops = link.hops = self._hops(chance)
                    rssi_dbm = link.base_dbm + hops[channel] + _NOISE[order & 1023] * link.noise_db
                    heard.append((order, link.tag, rssi_dbm))
        heard.sort()
        return heard

    # -- links

    def _hops(self, chance: random.Random) -> tuple[float, ...]:
        if self._channels == 1:
            return (0.0,)
        return tuple(chance.gauss(0.0, HOP_DB) for _ in range(self._channels))

    def _reflected(self, before: float | None, moved_m: float, carried: bool) -> float:
        if before is not None and moved_m == 0:
            return before
        kept = math.exp(-moved_m / FORGETS_M)
        fresh = self._placing.gauss(0.0, MOVEMENT_DB if carried else PLACEMENT_DB)
        return math.sqrt(1 - kept * kept) * fresh + kept * (before or 0.0)

    def _level(self, antenna: int, key: Key, level: float, carried: bool) -> None:
        """How an antenna hears a tag that is put at a spot."""
        fading = fade_class(level, carried)
        link = self._links.get(antenna, {}).get(key)
        if fading is None:
            if link is not None:
                del self._links[antenna][key]
            return
        stray = level < PEOPLE[-1][0]
        level = max(level, STRAY_DBM) if stray else level
        spread = OF_STRAYS if stray else IN_HAND if carried else AT_REST
        if link is None:
            fades = fading if self._fades else None
            self._join(antenna, key, Link(key[0], level, fading.hearing, fades, spread))
            return
        if self._fades:
            link.refade(fading)
        else:
            link.hears = fading.hearing
        link.relevel(level)
        link.respread(spread)

    def _join(self, antenna: int, key: Key, link: Link) -> None:
        if antenna not in self._chances:
            name = f"{self._seed}:{antenna}"
            chance = random.Random(name)
            self._chances[antenna] = chance, Unrest(chance.getrandbits(32))
        self._links.setdefault(antenna, {})[key] = link

    def _forget(self, tag: TagId, copy: int) -> None:
        if self._there.pop((tag, copy), self) is not self:
            for links in self._links.values():
                links.pop((tag, copy), None)
