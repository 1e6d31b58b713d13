"""A request as mirrors, phones and integrators read it. Owns the names, decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kiosk.hub.rooms.fitting_request import FittingRequest, Wanted
from kiosk.hub.rooms.signs import Mirror

Portrait = Callable[[str], str | None]
"""The path of a colleague's picture, by their name."""


def request_json(
    request: FittingRequest,
    *,
    room_name: str,
    answer: str,
    escalated: bool,
    mirror: Mirror,
    portrait: Portrait,
) -> dict[str, Any]:
    by = request.taken_by
    return {
        "id": request.id,
        "room": request.room,
        "room_name": room_name,
        "visit": request.visit,
        "kind": request.kind.value,
        "status": request.status.value,
        "outcome": request.outcome.value,
        "note": request.note,
        "created_at": iso(request.created_at),
        "taken_at": iso(request.taken_at),
        "taken_by": by,
        "colleague": {"name": by, "picture": portrait(by)} if by else None,
        "done_at": iso(request.done_at),
        "held_until": iso(request.held_until),
        "escalated": escalated,
        "mirror": mirror.value,
        "variant": _piece(request.wanted),
        "instead": _piece(request.instead),
        "answer": answer,
    }


def _piece(wanted: Wanted | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    piece = asdict(wanted)
    return {"id": piece.pop("variant_id"), **piece}


def iso(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="milliseconds")
