"""Findings of reconciling over HTTP: what does not agree, and a manager who has seen to it.

Owns the wire format; a manager's PIN stands before the word.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from kiosk.hub.api.sales import ByPin
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security.door import device_of
from kiosk.hub.security.staff import PinError, Role

router = APIRouter(prefix="/api/findings", tags=["sales"])

HubOf = Annotated[Hub, Depends(hub_of)]
Device = Annotated[str, Depends(device_of)]
NOTE_CHARACTERS = 500


class Dismissed(ByPin):
    """`key` is the finding's; `note` says what was done about it."""

    key: Annotated[str, Field(max_length=300)]
    note: Annotated[str, Field(min_length=1, max_length=NOTE_CHARACTERS)]


@router.get("")
def findings(hub: HubOf) -> dict[str, Any]:
    """Where the ledger and the terminals' books do not agree, the oldest first."""
    return {
        "findings": [
            {"key": one.key, "kind": one.kind.value, "subject": one.subject, "words": one.words}
            for one in hub.reconciler.findings
        ]
    }


@router.post("/dismiss")
def dismiss(body: Dismissed, hub: HubOf, device: Device) -> dict[str, Any]:
    """A manager has seen to it: it is told again only when it says something else."""
    dismiss_finding(hub, body.key, body.note, str(body.user), body.pin, device)
    return {"key": body.key}


def dismiss_finding(hub: Hub, key: str, note: str, user: str, pin: str, device: str) -> None:
    """Dismisses it, or refuses in words."""
    try:
        by = hub.staff.confirm(
            user, pin, device=device, action="finding.dismissed", needs=Role.MANAGER
        )
    except PinError as error:
        raise refuse(403, "wrong_pin", str(error)) from error
    if not hub.reconciler.dismiss(key, note, by.name, device):
        raise refuse(409, "gone", "This is in order by now, or somebody has seen to it.")
