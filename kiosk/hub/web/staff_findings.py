"""The staff console's sheet about one finding of reconciling: read it, see to it, say so.

Owns the sheet and its words. What follows is `kiosk.hub.reconciling`'s, after a manager's PIN.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from kiosk.hub.api.findings import NOTE_CHARACTERS, dismiss_finding
from kiosk.hub.api.sales import Device
from kiosk.hub.context import Hub
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import Colleague, HubOf, _seen
from kiosk.hub.web.staff_rows import rows
from kiosk.hub.web.staff_sales import Pin, User

router = APIRouter(prefix="/staff/finding", include_in_schema=False, dependencies=[Depends(_seen)])


@router.get("")
def ask(request: Request, hub: HubOf, key: str) -> Response:
    """What does not agree, and who has seen to it."""
    return draw(request, "staff/_finding.html", **_finding(hub, key))


@router.post("")
def dismiss(
    request: Request,
    hub: HubOf,
    name: Colleague,
    device: Device,
    key: Annotated[str, Form(max_length=300)],
    user: User,
    note: Annotated[str, Form(max_length=NOTE_CHARACTERS)] = "",
    pin: Pin = "",
) -> Response:
    """Off the list; then the list as it is now."""
    problem = "" if note.strip() else "Say what was done about it."
    if not problem:
        try:
            dismiss_finding(hub, key, note.strip(), user, pin, device)
        except HTTPException as error:
            detail: Any = error.detail
            problem = str(detail["message"])
    if problem:
        return draw(request, "staff/_finding.html", **_finding(hub, key, problem, user, note))
    response = draw(request, "staff/_requests.html", **rows(hub, name, "Off the list."))
    response.headers["HX-Retarget"] = "#requests"
    return response


def _finding(
    hub: Hub, key: str, problem: str = "", user: str = "", note: str = ""
) -> dict[str, Any]:
    found = next((one for one in hub.reconciler.findings if one.key == key), None)
    return {
        "key": key,
        "words": found.words if found else "",
        "people": hub.staff.colleagues(),
        "problem": problem,
        "user": user,
        "note": note,
    }
