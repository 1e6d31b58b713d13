"""From three measurements of a zone to its thresholds: empty, a garment inside, the same outside.

Owns what is concluded from the reads. Pure: does not wait, ask or write. Strengths are in dBm as
the reader tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from hardware.rfid.reader import TagId, TagRead

FEWEST = 15  # reads of the garment inside that say something about it
PARTS_DB = 3.0  # so far apart the weak end of inside and the strong end of outside should be
TAIL = 0.10  # of the reads at either end that may be beyond


class CalibrationError(ValueError):
    """Nothing can be concluded. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The strengths of the garment inside, and of what is outside: it, and what is stored near."""

    garment: TagId
    inside: tuple[float, ...]
    outside: tuple[float, ...]
    strays: int  # tags that were heard in the empty zone

    @property
    def inside_dbm(self) -> float:
        """From here on a tag is surely inside."""
        return round(max(quantile(self.inside, TAIL), self.outside_dbm + PARTS_DB), 1)

    @property
    def outside_dbm(self) -> float:
        """Up to here a tag is outside, however often it is heard."""
        if not self.outside:  # nothing comes through: what is very weak may still be a neighbour's
            return round(quantile(self.inside, TAIL) - 4 * PARTS_DB, 1)
        return round(quantile(self.outside, 1 - TAIL), 1)

    @property
    def gap_db(self) -> float:
        """How far the two part; below zero they overlap."""
        if not self.outside:
            return 4 * PARTS_DB
        return quantile(self.inside, TAIL) - quantile(self.outside, 1 - TAIL)

    @property
    def parts(self) -> bool:
        return self.gap_db >= PARTS_DB

    @property
    def verdict(self) -> str:
        """For whoever stands in the room."""
        if not self.outside:
            return "Outside it is not heard at all. Inside and outside part well."
        if self.parts:
            return f"Inside and outside part by {self.gap_db:.0f} dB."
        if self.gap_db > 0:
            return f"Inside and outside part by {self.gap_db:.1f} dB only, which is too little."
        return f"Inside and outside overlap by {-self.gap_db:.0f} dB."


MEND = (
    "Turn the antenna away from the outside, lower power_dbm in config.yaml, or put metal mesh or "
    "foil on that wall. Then measure again."
)


def conclude(
    empty: Iterable[TagRead], inside: Iterable[TagRead], outside: Iterable[TagRead]
) -> Measured:
    """What the three measurements say. Raises `CalibrationError`."""
    before, within, beyond = _by_tag(empty), _by_tag(inside), _by_tag(outside)
    if within and not any(within.values()):
        raise CalibrationError(
            "This reader tells no strengths: what it hears lies on it. There is nothing to measure."
        )
    garment = _garment(before, within)
    if garment is None:
        raise CalibrationError(
            "The garment inside was not heard. Hang it where garments hang, and see that it has a "
            "tag that the shop's reader can hear."
        )
    strengths = within[garment]
    if len(strengths) < FEWEST:
        raise CalibrationError(
            f"The garment inside was heard {len(strengths)} times only. Hang it closer to the "
            "antenna, or measure longer with --seconds."
        )
    strays = [strength for tag, heard in before.items() if tag != garment for strength in heard]
    around = [*beyond.get(garment, ()), *strays]
    return Measured(garment, tuple(strengths), tuple(around), len(before))


def _garment(before: dict[TagId, list[float]], within: dict[TagId, list[float]]) -> TagId | None:
    """The tag that was brought in: new, or so much stronger than before."""
    new = {tag: heard for tag, heard in within.items() if heard and tag not in before}
    brought = new or {
        tag: heard
        for tag, heard in within.items()
        if heard and before.get(tag) and median(heard) > median(before[tag]) + PARTS_DB
    }
    return max(brought, key=lambda tag: (len(brought[tag]), median(brought[tag])), default=None)


def _by_tag(reads: Iterable[TagRead]) -> dict[TagId, list[float]]:
    heard: dict[TagId, list[float]] = {}
    for read in reads:
        of_tag = heard.setdefault(read.tag, [])
        if read.rssi_dbm is not None:
            of_tag.append(read.rssi_dbm)
    return heard


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values is at or below; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - (share > 0)))]


def histogram(values: Sequence[float], low: float, high: float, bins: int) -> list[float]:
    """The share of the values in each of so many equal steps between `low` and `high`."""
    counts = [0] * bins
    for value in values:
        step = int((value - low) / (high - low) * bins)
        counts[min(bins - 1, max(0, step))] += 1
    return [count / max(1, len(values)) for count in counts]
