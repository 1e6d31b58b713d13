"""What a program says to the hub about its read zone: the message of a table and of a room.

Owns the message's fields, when there is news, and the session and sequence by which the hub knows
an older one. Does not send it. Pure, but for the session's name.
"""

from __future__ import annotations

import uuid
from typing import Any

from hardware.rfid.zone import Near, Presence
from kiosk.zone_watch import Turn

# While something is heard the hub is told this often how well: it settles where a piece is that
# several readers hear.
FRESH_S = 1.0
MOST_NEAR = 100  # the strongest; a stockroom may be behind the wall


class ZoneReport:
    """The messages of one run of a program, numbered from 1."""

    def __init__(self) -> None:
        self._session = uuid.uuid4().hex
        self._sequence = 0
        self._told: Turn | None = None

    def due(self, turn: Turn) -> bool:
        """Whether the hub is to be told of this turn."""
        told = self._told
        if told is None or turn.moved or turn.health_changed:
            return True
        if turn.change.stable != told.change.stable and turn.change.present:
            return True
        heard = bool(turn.change.present or turn.change.near or told.change.near)
        return heard and turn.now - told.now >= FRESH_S

    def body(self, turn: Turn, **more: Any) -> dict[str, Any]:
        """The whole set of tags that is here now; `more` is what only this kind of zone says."""
        self._told = turn
        self._sequence += 1
        change, health = turn.change, turn.health
        near = sorted(change.near, key=_strength, reverse=True)[:MOST_NEAR]
        return {
            "session": self._session,
            "sequence": self._sequence,
            "reader": {"state": health.state.value, "message": health.message},
            "tags": [_present(presence, turn.now) for presence in change.present],
            "near": [_near(each) for each in near],
            "settled": change.stable or not change.present,
            **more,
        }


def _strength(near: Near) -> float:
    return -200.0 if near.rssi_dbm is None else near.rssi_dbm


def _present(presence: Presence, now: float) -> dict[str, Any]:
    tag = presence.tag
    return {
        "kind": tag.kind.value,
        "value": tag.value,
        "rssi_dbm": presence.rssi_dbm,
        "silent_s": round(max(0.0, now - presence.last_read), 3),
        "doubt": presence.doubt.value,
    }


def _near(near: Near) -> dict[str, Any]:
    return {"kind": near.tag.kind.value, "value": near.tag.value, "reason": near.reason.value}
