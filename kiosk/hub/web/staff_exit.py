"""The staff console's exit: what was carried out unpaid, and who has looked after it.

Owns the page and what a row says. The alarms are `kiosk.hub.gates`'s.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from kiosk.hub.context import Hub
from kiosk.hub.gates.alarms import GateAlarm
from kiosk.hub.tables.hand import AWAY
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import Colleague, HubOf, _seen, page

router = APIRouter(prefix="/staff/exit", include_in_schema=False, dependencies=[Depends(_seen)])

SHOWN = 60


@router.get("")
def exit_page(request: Request, hub: HubOf) -> Response:
    """What passed the exit and was not paid for."""
    return page(request, hub, "exit", **_rows(hub))


@router.get("/list")
def exit_part(request: Request, hub: HubOf) -> Response:
    return draw(request, "staff/_exit.html", **_rows(hub))


@router.post("/seen")
def all_seen(
    request: Request,
    hub: HubOf,
    name: Colleague,
    shown: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """One tap for all that the page showed: what came since, nobody has seen."""
    hub.gates.alarms.seen((shown or [])[:SHOWN], name)
    return draw(request, "staff/_exit.html", **_rows(hub))


@router.post("/{alarm_id}/seen")
def seen(request: Request, hub: HubOf, name: Colleague, alarm_id: str) -> Response:
    """A colleague has looked after this one. A second tap changes nothing."""
    hub.gates.alarms.seen([alarm_id], name)
    return draw(request, "staff/_exit.html", **_rows(hub))


def _rows(hub: Hub) -> dict[str, Any]:
    now = datetime.now(UTC)
    alarms = hub.gates.alarms.latest(SHOWN)
    rows = [_row(hub, one, now) for one in alarms]
    return {
        "new_rows": [row for row in rows if not row["seen"]],
        "unseen": hub.gates.said()["alarms"],
        "old_rows": [row for row in rows if row["seen"]],
        "gates": [_gate(hub, gate) for gate in hub.settings.gates],
    }


def _row(hub: Hub, one: GateAlarm, now: datetime) -> dict[str, Any]:
    local = one.at.astimezone()
    today = local.date() == now.astimezone().date()
    return {
        "id": one.id,
        "name": one.title or f"Tag {one.tag.value[-8:]}",
        "label": one.label,
        "picture": one.picture,
        "words": one.words,
        "gate": hub.gates.name(one.gate),
        "at": one.at.isoformat(timespec="seconds"),
        "time": f"{local:%H:%M}" if today else f"{local:%d %b, %H:%M}",
        "ago": _ago((now - one.at).total_seconds()),
        "seen": one.seen_at is not None,
        "seen_by": one.seen_by,
    }


def _ago(seconds: float) -> str:
    if seconds < 60:
        return "Just now"
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 24 else ""


def _gate(hub: Hub, gate: str) -> dict[str, Any]:
    """How the gate is, as one line."""
    state = hub.gates.states()[gate]
    if state is None:
        words, well = "not heard from", False
    elif state.reader.state in AWAY:
        words, well = state.reader.message or "the reader does not answer", False
    elif state.alarm.state in AWAY:
        words, well = state.alarm.message or "the alarm does not answer", False
    elif not state.list:
        words, well = "has no list yet", False
    elif hub.gates.behind(gate):
        words, well = "does not get the newest list", False
    else:
        words, well = f"watches, knows {state.pieces:,} pieces", True
    return {"name": hub.gates.name(gate), "words": words, "well": well}
