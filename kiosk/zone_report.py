"""What a program says to the hub about its read zone: the message of a table and of a room.

Owns the message's fields, and the session and sequence by which the hub knows an older one. Does
not send it.
"""

from __future__ import annotations

import uuid
from typing import Any

from hardware.device import Health
from hardware.rfid.zone import Presence, ZoneChange


class ZoneReport:
    """The messages of one run of a program, numbered from 1."""

    def __init__(self) -> None:
        self._session = uuid.uuid4().hex
        self._sequence = 0

    def body(self, health: Health, change: ZoneChange, **more: Any) -> dict[str, Any]:
        """The whole set of tags that is here now; `more` is what only this kind of zone says."""
        self._sequence += 1
        return {
            "session": self._session,
            "sequence": self._sequence,
            "reader": {"state": health.state.value, "message": health.message},
            "tags": [_tag(presence) for presence in change.present],
            **more,
        }


def _tag(presence: Presence) -> dict[str, Any]:
    tag = presence.tag
    return {"kind": tag.kind.value, "value": tag.value, "rssi_dbm": presence.rssi_dbm}
