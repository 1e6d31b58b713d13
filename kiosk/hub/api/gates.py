"""Gates over HTTP: how they are, what they alarmed for, the list that they decide by.

Owns the wire format; what happens is in `kiosk.hub.gates`.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from hardware.device import Health
from hardware.rfid.reader import TagId
from kiosk.hub.api.tags import Reader, Tag
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.gates.alarms import GateAlarm
from kiosk.hub.gates.gates import GateState
from kiosk.hub.gates.listing import TOPIC
from kiosk.hub.security.door import caller_of

router = APIRouter(prefix="/api", tags=["gates"])
HubDep = Annotated[Hub, Depends(hub_of)]
LATEST_MS = 2**53  # of a time that every client can read


class State(BaseModel):
    """How a gate is. `list` is the name of the list that it decides by, "" for none. `sequence`
    grows within a `session`, one run of the gate's program."""

    session: Annotated[str, Field(max_length=64)] = ""
    sequence: Annotated[int, Field(ge=0, le=LATEST_MS)] = 0
    reader: Reader = Reader()
    alarm: Reader = Reader()
    list: Annotated[str, Field(max_length=64)] = ""
    pieces: Annotated[int, Field(ge=0)] = 0


class Raised(BaseModel):
    """An alarm. `id` is the gate's own, so that a repeated message is one alarm."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]  # it becomes part of addresses
    tag: Tag
    reason: Literal["unsold", "unknown"] = "unsold"
    at_ms: Annotated[int, Field(ge=0, le=LATEST_MS)]


class ShortTag(Tag):
    """A tag that has room in a row of its own."""

    value: Annotated[str, Field(min_length=1, max_length=290)]


class TestTagSaid(BaseModel):
    """A tag that staff carry to try a reader with."""

    __test__ = False

    tag: ShortTag
    note: Annotated[str, Field(max_length=200)] = ""


@router.put("/gates/{gate}")
def say(gate: str, body: State, hub: HubDep) -> dict[str, Any]:
    """A gate says how it is, on each change and every two seconds."""
    state = GateState(
        Health(body.reader.state, body.reader.message),
        Health(body.alarm.state, body.alarm.message),
        body.list,
        body.pieces,
    )
    try:
        hub.gates.hear(gate, state, body.session, body.sequence)
    except KeyError:
        raise _none(gate) from None
    return {"gate": gate}


@router.post("/gates/{gate}/alarms")
def raised(gate: str, body: Raised, hub: HubDep) -> dict[str, Any]:
    """A gate alarmed. Idempotent by id; a test tag is not kept."""
    try:
        kept = hub.gates.alarm(body.id, gate, body.tag.id(), body.reason, body.at_ms)
    except KeyError:
        raise _none(gate) from None
    return {"gate": gate, "kept": kept}


@router.get("/gates/{gate}/list")
def whole_list(gate: str, request: Request, hub: HubDep) -> Response:
    """The list that a gate decides by. Its ETag is its name, the hash of its bytes."""
    _check(gate, hub)
    content = hub.gates.listing.content()
    if content is None:
        raise refuse(503, "not_ready", "The list is being made. Ask again in a moment.")
    name, whole = content
    headers = {"ETag": f'"{name}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        whole = _packed(name, whole)
    return Response(whole, media_type="application/json", headers=headers)


@router.get("/gates/{gate}/live")
async def live(gate: str, hub: HubDep) -> StreamingResponse:
    """Which list is the newest and what has changed since it was made, as Server-Sent Events."""
    _check(gate, hub)
    return hub.live.stream(TOPIC)


@router.get("/gates")
def listed(hub: HubDep) -> list[dict[str, Any]]:
    """Every exit, how its gate is, and how many alarms nobody has seen yet."""
    return [
        {
            "gate": gate,
            "name": hub.gates.name(gate),
            "answers": state is not None,
            "reader": _health(state.reader) if state else None,
            "alarm": _health(state.alarm) if state else None,
            "list": state.list if state else "",
            "pieces": state.pieces if state else 0,
        }
        for gate, state in hub.gates.states().items()
    ]


@router.get("/alarms")
def alarms(hub: HubDep) -> list[dict[str, Any]]:
    """The exits' alarms: those that nobody has seen first, the newest first."""
    return [_alarm_json(one, hub) for one in hub.gates.alarms.latest()]


@router.get("/tags/test")
def test_tags(hub: HubDep) -> list[dict[str, Any]]:
    """Staff's test tags."""
    return [
        {"tag": _tag(one.tag), "note": one.note, "by": one.by, "made_ms": one.made_ms}
        for one in hub.gates.tests.all()
    ]


@router.post("/tags/test")
def add_test_tag(body: TestTagSaid, request: Request, hub: HubDep) -> dict[str, Any]:
    """From now on this tag never alarms and is never counted."""
    added = hub.gates.tests.add(body.tag.id(), body.note, _who(request))
    return {"tag": _tag(body.tag.id()), "added": added}


@router.post("/tags/test/remove")
def remove_test_tag(body: TestTagSaid, request: Request, hub: HubDep) -> dict[str, Any]:
    """It is again what it is bound to."""
    removed = hub.gates.tests.remove(body.tag.id(), _who(request))
    return {"tag": _tag(body.tag.id()), "removed": removed}


@lru_cache(maxsize=1)
def _packed(_name: str, whole: bytes) -> bytes:
    return gzip.compress(whole, compresslevel=5, mtime=0)


def _who(request: Request) -> str:
    """The colleague; a command on this machine has none."""
    colleague = caller_of(request).colleague
    return colleague.name if colleague else "kiosk"


def _check(gate: str, hub: Hub) -> None:
    if gate not in hub.settings.gates:
        raise _none(gate)


def _none(gate: str) -> Exception:
    return refuse(404, "no_such_gate", f"There is no gate {gate!r}.")


def _health(health: Health) -> dict[str, str]:
    return {"state": health.state.value, "message": health.message}


def _tag(tag: TagId) -> dict[str, str]:
    return {"kind": tag.kind.value, "value": tag.value}


def _alarm_json(one: GateAlarm, hub: Hub) -> dict[str, Any]:
    return {
        "id": one.id,
        "gate": one.gate,
        "gate_name": hub.gates.name(one.gate),
        "tag": _tag(one.tag),
        "at": one.at.isoformat(timespec="milliseconds"),
        "reason": one.reason,
        "sentence": one.words,
        "title": one.title,
        "label": one.label,
        "picture": f"/media/480/{one.picture}.webp" if one.picture else None,
        "seen_at": one.seen_at and one.seen_at.isoformat(timespec="milliseconds"),
        "seen_by": one.seen_by,
    }
