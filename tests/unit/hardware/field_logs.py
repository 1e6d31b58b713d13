"""What a log of reads says in a few numbers, and where the real logs are.

The logs are not part of the repository: MIT-licensed reads of fixed readers and of an R200 module
(github: ZhangQiHang-98/RFID_Scirpt, LDG-eng/uhf-rfid-distance-estimation). Only the numbers that
came out of them are kept, in `test_field_logs.py`.
"""

from __future__ import annotations

import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

COPIED = "3008 33B2 DDD9 0140 0000 0000"  # stands on several tags of every log
ENOUGH = 30  # reads, for a tag's spread

Hearing = tuple[float, float]  # when (s), how strong (dBm)


def reads_folder() -> Path | None:
    """HANGTAG_READS, or the folder beside the repository; None if the logs are not there."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data" / "reads"
    folder = Path(os.environ.get("HANGTAG_READS", beside))
    return folder if (folder / "gap_quantiles.json").is_file() else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Quantiles of all gaps between two reads of a tag (s), the tags' mean rate (reads/s), how
    often a stretch in which a tag is missed follows another, and the median tag's standard
    deviation of strength (dB).
    """

    gap_p50: float
    gap_p90: float
    gap_p99: float
    rate_mean: float
    miss_after_miss: float
    spread_db: float

    @classmethod
    def of(cls, tags: Iterable[Sequence[Hearing]], lasts_s: float) -> Numbers:
        """`tags` may hold silent ones."""
        tags = [sorted(each) for each in tags]
        gaps = sorted(after[0] - before[0] for each in tags for before, after in pairwise(each))
        spreads = [
            statistics.pstdev(strength for _, strength in each)
            for each in tags
            if len(each) >= ENOUGH
        ]
        return cls(
            quantile(gaps, 0.5),
            quantile(gaps, 0.9),
            quantile(gaps, 0.99),
            statistics.mean(len(each) / lasts_s for each in tags),
            _miss_after_miss(tags, 2 * quantile(gaps, 0.5)),
            statistics.median(spreads),
        )


def _miss_after_miss(tags: Iterable[Sequence[Hearing]], stretch_s: float) -> float:
    """Of tags that are heard in a fifth of all stretches at least."""
    tags = [each for each in tags if each]
    begins = min(each[0][0] for each in tags)
    stretches = int((max(each[-1][0] for each in tags) - begins) / stretch_s)
    misses = again = 0
    for each in tags:
        heard = {int((at - begins) / stretch_s) for at, _ in each}
        if len(heard) < stretches / 5:
            continue
        missed = [stretch not in heard for stretch in range(stretches)]
        misses += sum(missed[:-1])
        again += sum(before and after for before, after in pairwise(missed))
    return again / misses if misses else 0.0


def quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tags_of_log(path: Path) -> tuple[Mapping[str, list[Hearing]], float]:
    """The reads of each tag but the copied one, and how long the log is."""
    tags: dict[str, list[Hearing]] = defaultdict(list)
    first, last = float("inf"), 0.0
    for line in path.read_text().splitlines():
        cells = line.split(",")
        if line.startswith("%") or len(cells) < 6:  # the last line is cut off
            continue
        at = int(cells[1]) / 1e6
        if cells[0] != COPIED:
            first, last = min(first, at), max(last, at)
            tags[cells[0]].append((at, float(cells[3])))
    return tags, last - first


def strengths_of_log(path: Path) -> list[float]:
    """The strengths (dBm) of an R200 log, which has no times."""
    return [float(line.split(",")[0]) for line in path.read_text().splitlines()[1:] if line]
