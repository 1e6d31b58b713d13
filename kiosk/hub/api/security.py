"""Enrolment, users and the audit log over HTTP, for `kiosk enrol`, `devices`, `staff`, `report`.

Owns the wire format; what happens is in `kiosk.hub.security`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from catalog.store import Catalog
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security import audit
from kiosk.hub.security.devices import Device, DeviceKind, DevicesError, EnrolmentError
from kiosk.hub.security.door import caller_of
from kiosk.hub.security.pins import WeakPinError
from kiosk.hub.security.staff import Role, StaffError

HubOf = Annotated[Hub, Depends(hub_of)]
Pin = Annotated[str, Field(max_length=20)]

router = APIRouter(prefix="/api", tags=["security"])


class Code(BaseModel):
    code: Annotated[str, Field(max_length=40)]


class Wanted(BaseModel):
    """What the code is for."""

    kind: DeviceKind
    place: Annotated[str, Field(max_length=64)]


class NewUser(BaseModel):
    name: Annotated[str, Field(max_length=60)]
    role: Role = Role.ASSOCIATE
    pin: Pin


class NewPin(BaseModel):
    name: Annotated[str, Field(max_length=60)]
    pin: Pin


class Change(BaseModel):
    name: Annotated[str, Field(max_length=60)]
    active: bool


@router.post("/enrol")
def enrol(request: Request, body: Code, hub: HubOf) -> dict[str, Any]:
    """A code for a token, once. The token is shown here and never again."""
    try:
        made = hub.security.devices.enrol(body.code, peer=caller_of(request).peer)
    except EnrolmentError as error:
        raise refuse(403, "wrong_code", str(error)) from error
    return {"token": made.token, **_device_json(made.device)}


@router.post("/enrolments")
def make_code(request: Request, body: Wanted, hub: HubOf) -> dict[str, Any]:
    """A code for one device, for ten minutes."""
    caller = caller_of(request)
    try:
        made = hub.security.devices.code(body.kind, body.place, by=caller.who, device=caller.name)
    except DevicesError as error:
        raise refuse(404, "not_found", str(error)) from error
    return {"code": made.shown, "expires_ms": made.expires_ms}


@router.get("/devices/enrolled")
def enrolled(hub: HubOf) -> list[dict[str, Any]]:
    """Every device that has or had a token."""
    return [_device_json(one) for one in hub.security.devices.all()]


@router.post("/devices/{device_id}/revoke")
def revoke(request: Request, device_id: str, hub: HubOf) -> dict[str, Any]:
    """Its token opens nothing any more."""
    caller = caller_of(request)
    try:
        return _device_json(
            hub.security.devices.revoke(device_id, by=caller.who, device=caller.name)
        )
    except DevicesError as error:
        raise refuse(404, "not_found", str(error)) from error


@router.get("/staff/users")
def users(hub: HubOf) -> list[dict[str, Any]]:
    """Who works here."""
    return [
        {"id": one.id, "name": one.name, "role": one.role.value, "active": one.active}
        for one in hub.staff.users()
    ]


@router.post("/staff/users")
def add_user(request: Request, body: NewUser, hub: HubOf) -> dict[str, Any]:
    """A new colleague."""
    caller = caller_of(request)
    try:
        added = hub.staff.add(body.name, body.role, body.pin, by=caller.who, device=caller.name)
    except (StaffError, WeakPinError) as error:
        raise refuse(409, "refused", str(error)) from error
    return {"id": added.id, "name": added.name, "role": added.role.value}


@router.post("/staff/users/pin")
def set_pin(request: Request, body: NewPin, hub: HubOf) -> dict[str, Any]:
    """Another PIN; whoever is signed in with the old one is signed out."""
    caller = caller_of(request)
    try:
        user_id = _user(hub, body.name)
        hub.staff.set_pin(user_id, body.pin, by=caller.who, device=caller.name)
    except (StaffError, WeakPinError) as error:
        raise refuse(409, "refused", str(error)) from error
    return {"id": user_id}


@router.post("/staff/users/active")
def set_active(request: Request, body: Change, hub: HubOf) -> dict[str, Any]:
    """May sign in, or not any more."""
    caller = caller_of(request)
    try:
        user_id = _user(hub, body.name)
        hub.staff.set_active(user_id, body.active, by=caller.who, device=caller.name)
    except StaffError as error:
        raise refuse(409, "refused", str(error)) from error
    return {"id": user_id}


@router.get("/audit")
def audit_log(
    hub: HubOf,
    since_ms: Annotated[int, Query(ge=0, le=2**53)] = 0,
    until_ms: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    action: Annotated[str, Query(max_length=32)] = "",
    limit: Annotated[int, Query(ge=1, le=100_000)] = 1000,
) -> list[dict[str, Any]]:
    """What was done, newest first."""
    return audit_rows(hub.catalog, since_ms, until_ms, action, limit)


def audit_rows(
    catalog: Catalog, since_ms: int, until_ms: int | None, action: str, limit: int
) -> list[dict[str, Any]]:
    """The log as JSON has it, newest first."""
    with catalog.reader.connect() as connection:
        entries = audit.read(
            connection, since_ms=since_ms, until_ms=until_ms, action=action, limit=limit
        )
    return [
        {
            "id": one.id,
            "at": one.at.isoformat(timespec="milliseconds"),
            "who": one.who,
            "device": one.device,
            "action": one.action,
            "subject": one.subject,
            "details": dict(one.details),
        }
        for one in entries
    ]


def _user(hub: Hub, name: str) -> int:
    user = hub.staff.named(name)
    if user is None:
        known = ", ".join(one.name for one in hub.staff.users()) or "nobody"
        raise StaffError(f"There is no colleague called {name}; there is: {known}.")
    return user.id


def _device_json(device: Device) -> dict[str, Any]:
    return {
        "id": device.id,
        "kind": device.kind.value,
        "place": device.place,
        "made_ms": device.made_ms,
        "seen_ms": device.seen_ms,
        "revoked_ms": device.revoked_ms,
        "by": device.by,
    }
