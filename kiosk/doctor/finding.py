"""What the doctor says: findings, each with its mend. Values only; owns the order of gravity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum


class Grade(IntEnum):
    """How bad it is."""

    WELL = 0
    NOTE = 1  # worth knowing; nothing is broken
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of what is so, and one of what to do. `cause` is for developers."""

    grade: Grade
    words: str
    mend: str = ""
    cause: str = ""


def well(words: str) -> Finding:
    return Finding(Grade.WELL, words)


def note(words: str, mend: str = "") -> Finding:
    return Finding(Grade.NOTE, words, mend)


def wrong(words: str, mend: str, cause: str = "") -> Finding:
    return Finding(Grade.WRONG, words, mend, cause)


@dataclass(frozen=True, slots=True)
class Patient:
    """One place or port that was looked at. `what` says which device it has."""

    title: str
    what: str
    findings: tuple[Finding, ...] = field(default=())

    @property
    def grade(self) -> Grade:
        return worst(self.findings)


def worst(findings: Iterable[Finding]) -> Grade:
    return max((finding.grade for finding in findings), default=Grade.WELL)
