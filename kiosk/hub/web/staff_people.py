"""The manager's pages of the console: who works here, which devices are the shop's, what was done.

Owns these pages. What they do is done by `kiosk.hub.security`, which writes the audit log.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from babel.dates import format_datetime
from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from kiosk.hub.context import Hub, hub_of
from kiosk.hub.security import audit
from kiosk.hub.security.devices import DeviceKind, DevicesError
from kiosk.hub.security.door import device_of, staff_of
from kiosk.hub.security.pins import WeakPinError
from kiosk.hub.security.portraits import LARGEST_BYTES, PortraitError
from kiosk.hub.security.security import places
from kiosk.hub.security.staff import Colleague, PinError, Role, StaffError
from kiosk.hub.web.audit_words import KINDS, did
from kiosk.hub.web.staff import page

HubOf = Annotated[Hub, Depends(hub_of)]
Manager = Annotated[Colleague, Depends(staff_of)]
Device = Annotated[str, Depends(device_of)]
Pin = Annotated[str, Form(max_length=20)]

Before = Annotated[int | None, Query(ge=0, le=2**53)]

SHOWN = 200  # rows of the audit log on one page

router = APIRouter(prefix="/staff", include_in_schema=False)


# --- people ----------------------------------------------------------------------------------


@router.get("/people")
def people(request: Request, hub: HubOf) -> Response:
    """Everybody who may sign in, and who could once."""
    return _people(request, hub)


@router.post("/people")
def add(
    request: Request,
    hub: HubOf,
    manager: Manager,
    device: Device,
    name: Annotated[str, Form(max_length=60)],
    role: Annotated[Role, Form()],
    new_pin: Pin,
    pin: Pin,
) -> Response:
    """A new colleague."""

    def change() -> str:
        added = hub.staff.add(name, role, new_pin, by=manager.name, device=device)
        return f"{added.name} can sign in now."

    return _changed(request, hub, manager, pin, change)


@router.post("/people/{user_id}/pin")
def set_pin(
    request: Request,
    hub: HubOf,
    manager: Manager,
    device: Device,
    user_id: int,
    new_pin: Pin,
    pin: Pin,
) -> Response:
    """A new PIN for somebody who has forgotten theirs."""

    def change() -> str:
        hub.staff.set_pin(user_id, new_pin, by=manager.name, device=device)
        return "The new PIN holds now. Whoever was signed in with the old one is signed out."

    return _changed(request, hub, manager, pin, change)


@router.post("/people/{user_id}/picture")
def set_picture(
    request: Request,
    hub: HubOf,
    manager: Manager,
    device: Device,
    user_id: int,
    picture: UploadFile,
    pin: Pin,
) -> Response:
    """What the mirror shows of a colleague who comes."""

    def change() -> str:
        content = picture.file.read(LARGEST_BYTES + 1)
        hub.security.portraits.keep(user_id, content, by=manager.name, device=device)
        return "Mirrors show this picture from now on."

    return _changed(request, hub, manager, pin, change)


@router.post("/people/{user_id}/picture/drop")
def drop_picture(
    request: Request, hub: HubOf, manager: Manager, device: Device, user_id: int, pin: Pin
) -> Response:
    """A monogram stands for the colleague again, and nothing is left of the picture."""

    def change() -> str:
        hub.security.portraits.drop(user_id, by=manager.name, device=device)
        return "The picture is gone. Mirrors show the first letter of the name."

    return _changed(request, hub, manager, pin, change)


@router.post("/people/{user_id}/{move}")
def set_active(
    request: Request,
    hub: HubOf,
    manager: Manager,
    device: Device,
    user_id: int,
    move: str,
    pin: Pin,
) -> Response:
    """Somebody left, or came back."""

    def change() -> str:
        active = move == "enable"
        hub.staff.set_active(user_id, active, by=manager.name, device=device)
        return "They can sign in again." if active else "They cannot sign in any more."

    return _changed(request, hub, manager, pin, change)


def _changed(request: Request, hub: Hub, manager: Colleague, pin: str, change: Any) -> Response:
    """Does it for the manager's own PIN: a phone that lies there unlocked is not a manager."""
    try:
        hub.staff.confirm(
            manager.id,
            pin,
            device=device_of(request),
            action="changing who works here",
            needs=Role.MANAGER,
        )
        return _people(request, hub, notice=change())
    except (PinError, StaffError, WeakPinError, PortraitError) as error:
        return _people(request, hub, trouble=str(error), status=403)


def _people(
    request: Request, hub: Hub, notice: str = "", trouble: str = "", status: int = 200
) -> Response:
    return page(
        request,
        hub,
        "people",
        status=status,
        users=hub.staff.users(),
        picture_of=hub.security.portraits.path_of,
        notice=notice,
        trouble=trouble,
        demo=hub.staff.demo,
    )


# --- devices ---------------------------------------------------------------------------------


@router.get("/devices")
def devices(request: Request, hub: HubOf) -> Response:
    """The shop's devices, and codes for new ones."""
    return _devices(request, hub)


@router.post("/devices/code")
def code(
    request: Request, hub: HubOf, manager: Manager, device: Device, what: Annotated[str, Form()]
) -> Response:
    """A code for one device."""
    kind, _, place = what.partition("/")
    try:
        made = hub.security.devices.code(DeviceKind(kind), place, by=manager.name, device=device)
    except (DevicesError, ValueError) as error:
        return _devices(request, hub, trouble=str(error), status=422)
    return _devices(request, hub, code=made, kind=kind, place=place)


@router.post("/devices/{device_id}/revoke")
def revoke(hub: HubOf, manager: Manager, device: Device, device_id: str) -> Response:
    """It opens nothing any more."""
    with contextlib.suppress(DevicesError):  # somebody else was faster; the list says what is
        hub.security.devices.revoke(device_id, by=manager.name, device=device)
    return RedirectResponse("/staff/devices", status_code=303)


def _devices(request: Request, hub: Hub, status: int = 200, **values: Any) -> Response:
    settings = hub.settings
    names = {
        **{(DeviceKind.MIRROR, room): one.name for room, one in settings.rooms.items()},
        **{(DeviceKind.GATE, gate): one.name for gate, one in settings.gates.items()},
        **{
            (kind, table): one.name
            for kind in (DeviceKind.TABLE, DeviceKind.TABLET)
            for table, one in settings.tables.items()
        },
    }
    kinds = [DeviceKind.TABLET, DeviceKind.TABLE, DeviceKind.MIRROR, DeviceKind.GATE]
    return page(
        request,
        hub,
        "devices",
        status=status,
        devices=hub.security.devices.all(),
        choices=[
            (kind, place, names[kind, place]) for kind in kinds for place in places(settings, kind)
        ],
        names=names,
        hub_url=settings.hub_url,
        since=_since,
        demo=hub.staff.demo,
        **{"code": None, "kind": "", "place": "", "trouble": "", **values},
    )


def _since(at_ms: int | None) -> str:
    if at_ms is None:
        return "never"
    minutes = (datetime.now(UTC).timestamp() - at_ms / 1000) / 60
    if minutes < 2:
        return "now"
    if minutes < 120:
        return f"{minutes:.0f} min ago"
    return f"{minutes / 60:.0f} h ago" if minutes < 48 * 60 else f"{minutes / 1440:.0f} days ago"


# --- audit log -------------------------------------------------------------------------------


@router.get("/audit")
def auditpage(
    request: Request, hub: HubOf, day: str = "", action: str = "", before: Before = None
) -> Response:
    """What was done, newest first."""
    since_ms, until_ms = _day(day)
    with hub.catalog.reader.connect() as connection:
        entries = audit.read(
            connection,
            since_ms=since_ms,
            until_ms=until_ms,
            action=action,
            before=before,
            limit=SHOWN + 1,
        )
    locale = hub.settings.shop.locale.replace("-", "_")

    def when(at: datetime) -> str:
        return format_datetime(at.astimezone(), "d MMM, HH:mm:ss", locale=locale)

    return page(
        request,
        hub,
        "audit",
        entries=entries[:SHOWN],
        more=entries[SHOWN - 1].id if len(entries) > SHOWN else None,
        when=when,
        did=did,
        kinds=KINDS,
        day=day,
        action=action,
    )


def _day(text: str) -> tuple[int, int | None]:
    """The day's begin and end in UTC milliseconds, by this machine's own time."""
    try:
        begins = datetime.combine(date.fromisoformat(text), datetime.min.time()).astimezone()
        ends = (begins + timedelta(days=1, hours=1)).replace(hour=0).astimezone()
    except (ValueError, OverflowError):  # no day, or the first or last that there is
        return 0, None
    return int(begins.timestamp() * 1000), int(ends.timestamp() * 1000)
