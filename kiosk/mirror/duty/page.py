"""What staff's page shows: one frozen value, a pure function of the service and what is known.

Owns its words, which are English in every shop: they are for staff, and no shopper's sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.mirror.duty.service import Action, Note, Service, Stage
from kiosk.mirror.duty.shown import ActionRow, DutyScreen, FactRow

UNKNOWN = "not known"
HOT_C = 80.0  # where a Pi slows itself down
FULL_PERCENT = 90


@dataclass(frozen=True, slots=True)
class Facts:
    """How this machine is. None = it does not say."""

    version: str = ""
    reader_ok: bool | None = None
    heard_s: float | None = None
    hub_near: bool = False
    catalog_s: float | None = None
    disk_percent: int | None = None
    temperature_c: float | None = None
    brightness: float | None = None
    may_restart: bool = False
    fullscreen: bool = False


def duty_screen(service: Service, facts: Facts, room: str) -> DutyScreen:
    if service.stage is Stage.CLOSED:
        return DutyScreen(guard=service.corners.likely)
    if service.stage is Stage.PIN:
        return DutyScreen(
            stage=Stage.PIN,
            title="For staff",
            dots=len(service.pin),
            note=NOTES[service.note],
            locked=service.note in (Note.CHECKING, Note.PAUSED),
        )
    return DutyScreen(
        stage=Stage.PAGE,
        title=room,
        note=f"Opened by {service.who}" if service.who else "Opened without the hub",
        facts=tuple(_rows(facts)),
        actions=tuple(_actions(facts)),
        brightness=-1.0 if facts.brightness is None else facts.brightness,
        brightness_label=f"Brightness {round((facts.brightness or 0.0) * 100)} %",
    )


NOTES = {
    Note.NONE: "Your PIN, then Enter",
    Note.CHECKING: "One moment",
    Note.WRONG: "This PIN is not right. Try again.",
    Note.PAUSED: "Too many wrong PINs. Wait a little.",
    Note.NO_PIN: "The hub is away, and this mirror has no PIN of its own.",
}


def ago(seconds: float) -> str:
    """How long since, as one reads it at a glance."""
    if seconds < 2:
        return "now"
    for unit, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds // unit:.0f} {name} ago"
    return f"{seconds:.0f} s ago"


def _rows(facts: Facts) -> list[FactRow]:
    heard = "nothing heard yet" if facts.heard_s is None else f"last heard {ago(facts.heard_s)}"
    reader = {None: "starting", True: "connected", False: "not connected"}[facts.reader_ok]
    catalog = UNKNOWN if facts.catalog_s is None else ago(facts.catalog_s)
    rows = [
        FactRow("reader", "Reader", f"{reader}, {heard}", facts.reader_ok is not False),
        FactRow("hub", "Hub", "connected" if facts.hub_near else "away", facts.hub_near),
        FactRow("catalog", "Shop data changed", catalog),
        FactRow("version", "Version", facts.version or UNKNOWN),
    ]
    if facts.disk_percent is not None:
        full = facts.disk_percent >= FULL_PERCENT
        rows.append(FactRow("disk", "Disk", f"{facts.disk_percent} % full", not full))
    if facts.temperature_c is not None:
        hot = facts.temperature_c >= HOT_C
        rows.append(FactRow("heat", "Temperature", f"{facts.temperature_c:.0f} °C", not hot))
    return rows


def _actions(facts: Facts) -> list[ActionRow]:
    actions = [ActionRow(Action.RESTART_MIRROR, "Restart the mirror")]
    if facts.may_restart:
        actions.append(ActionRow(Action.RESTART_DEVICE, "Restart the device"))
    if facts.fullscreen:
        actions.append(ActionRow(Action.LEAVE_FULLSCREEN, "Leave fullscreen"))
    return actions
