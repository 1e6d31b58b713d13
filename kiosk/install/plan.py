"""What a machine needs to be a mirror, a table, a gate, a reader or the hub, as values. Pure.

Owns the shape of a plan and its text for people. `roles.py` says what is in one; `machine.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


class InstallError(ValueError):
    """It cannot be installed like this. The text says what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """`once` is written when there is none, and then belongs to the shop."""

    path: str
    text: str
    mode: int = 0o644
    once: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link: how systemd remembers what starts with the machine."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`name` is role and place, such as mirror-1; `unit` is what is started."""

    name: str
    packages: tuple[str, ...]
    files: tuple[File, ...]
    links: tuple[Link, ...]
    commands: tuple[tuple[str, ...], ...]
    undo: tuple[tuple[str, ...], ...]
    unit: str
    advice: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """What it puts there and may take away again."""
        return [file.path for file in self.files if not file.once] + [
            link.path for link in self.links
        ]


def shown(plan: Plan, *, root: str = "") -> Iterator[str]:
    """Everything that would be done, for people, with the content of every file."""
    yield f"{plan.name}: nothing is changed, this is what would be done."
    yield ""
    yield from _listed("Packages that must be there", plan.packages)
    for file in plan.files:
        yield f"write {root}{file.path} ({file.mode:04o}){_once(file)}"
        yield from (f"    {line}".rstrip() for line in file.text.splitlines())
        yield ""
    for link in plan.links:
        yield f"link {root}{link.path} -> {link.target}"
    if plan.links:
        yield ""
    yield from (f"run {command_line(command)}" for command in plan.commands)
    if plan.commands:
        yield ""
    yield from _listed("Yours to do", plan.advice)


def command_line(command: Sequence[str]) -> str:
    return " ".join(command)


def _once(file: File) -> str:
    return ", unless there is one" if file.once else ""


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"    {line}" for line in lines)
        yield ""
