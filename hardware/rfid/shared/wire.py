"""What goes over the socket of a shared reader: lines of JSON, one message each. No I/O.

A listener says which antennas it wants, once. The server says reads, and how the reader is; it
repeats the latter as its sign of life.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hardware.device import DeviceState, Health
from hardware.rfid.reader import TagId, TagRead

MAX_LINE = 1 << 20  # octets; a longer one is not ours


class WireError(ValueError):
    """A line that is not ours."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which antennas a listener wants to hear; none for all of them."""

    antennas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    reads: tuple[TagRead, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """How the reader is for this listener, and how many reads it lost by not listening."""

    health: Health
    lost: int = 0


Said = Wish | Heard | Stands


def encode(said: Said) -> bytes:
    match said:
        case Wish():
            content: dict[str, Any] = {"antennas": said.antennas}
        case Heard():
            content = {"reads": [_row(read) for read in said.reads]}
        case Stands():
            health = said.health
            content = {"health": [health.state, health.message, health.cause], "lost": said.lost}
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _row(read: TagRead) -> Sequence[Any]:
    return str(read.tag), read.antenna, read.rssi_dbm, read.at, read.count


class Lines:
    """Cuts a stream into what was said, however it arrives. Raises `WireError`."""

    def __init__(self) -> None:
        self._unread = b""

    def feed(self, octets: bytes) -> Iterator[Said]:
        *lines, self._unread = (self._unread + octets).split(b"\n")
        if len(self._unread) > MAX_LINE:
            raise WireError("a line has no end")
        for line in lines:
            yield _decode(line)


def _decode(line: bytes) -> Said:
    try:
        content = json.loads(line)
        if "reads" in content:
            return Heard(tuple(_read(*row) for row in content["reads"]))
        if "health" in content:
            state, message, cause = content["health"]
            return Stands(Health(DeviceState(state), str(message), str(cause)), content["lost"])
        return Wish(tuple(int(antenna) for antenna in content["antennas"]))
    except (ValueError, TypeError, KeyError) as error:
        raise WireError(f"not understood: {line[:80]!r}") from error


def _read(tag: str, antenna: int, rssi_dbm: float | None, at: float, count: int) -> TagRead:
    return TagRead(TagId.parse(tag), antenna, rssi_dbm, at, count)
