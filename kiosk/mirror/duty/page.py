"""What staff's page shows: one frozen value, a pure function of the service and what is known.

Owns which of them there are; the sentences are `screen/service_words.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.mirror.duty.service import Action, Note, Service, Stage
from kiosk.mirror.duty.shown import ActionRow, DutyScreen, FactRow
from kiosk.mirror.screen.service_words import ServiceWords

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
    screen_ok: bool = True
    may_restart: bool = False
    fullscreen: bool = False


def duty_screen(service: Service, facts: Facts, room: str, words: ServiceWords) -> DutyScreen:
    if service.stage is Stage.CLOSED:
        return DutyScreen(guard=service.corners.likely)
    if service.stage is Stage.PIN:
        return DutyScreen(
            stage=Stage.PIN,
            title=words.for_staff,
            dots=len(service.pin),
            dots_name=words.digits_typed(len(service.pin)),
            keys=words.keys,
            note=_note(service.note, words),
            locked=service.note in (Note.CHECKING, Note.PAUSED),
            close=words.close,
        )
    # A screen that does not do as it is told is not offered to be dimmed: its row has that place.
    brightness = facts.brightness if facts.screen_ok else None
    return DutyScreen(
        stage=Stage.PAGE,
        title=room,
        note=words.opened_by(service.who),
        facts=tuple(_rows(facts, words)),
        actions=tuple(_actions(facts, words)),
        brightness=-1.0 if brightness is None else brightness,
        brightness_label=words.brightness(round((brightness or 0.0) * 100)),
        darker=words.darker,
        brighter=words.brighter,
        close=words.close,
    )


def _note(note: Note, words: ServiceWords) -> str:
    match note:
        case Note.NONE:
            return words.your_pin
        case Note.CHECKING:
            return words.moment
        case Note.WRONG:
            return words.wrong_pin
        case Note.PAUSED:
            return words.too_many_pins
        case Note.NO_PIN:
            return words.no_pin_here


def _rows(facts: Facts, words: ServiceWords) -> list[FactRow]:
    reader = words.reader_is(facts.reader_ok, facts.heard_s)
    catalog = words.not_known if facts.catalog_s is None else words.ago(facts.catalog_s)
    rows = [
        FactRow("reader", words.reader, reader, facts.reader_ok is not False),
        FactRow("hub", words.hub, words.hub_is(facts.hub_near), facts.hub_near),
        FactRow("catalog", words.catalog, catalog),
        FactRow("version", words.version, facts.version or words.not_known),
    ]
    if not facts.screen_ok:
        rows.append(FactRow("screen", words.screen, words.screen_stays_on, False))
    if facts.disk_percent is not None:
        full = facts.disk_percent >= FULL_PERCENT
        rows.append(FactRow("disk", words.disk, words.full(facts.disk_percent), not full))
    if facts.temperature_c is not None:
        hot = facts.temperature_c >= HOT_C
        degrees = f"{facts.temperature_c:.0f} °C"
        rows.append(FactRow("heat", words.temperature, degrees, not hot))
    return rows


def _actions(facts: Facts, words: ServiceWords) -> list[ActionRow]:
    actions = [ActionRow(Action.RESTART_MIRROR, words.restart_mirror)]
    if facts.may_restart:
        actions.append(ActionRow(Action.RESTART_DEVICE, words.restart_device))
    if facts.fullscreen:
        actions.append(ActionRow(Action.LEAVE_FULLSCREEN, words.leave_fullscreen))
    return actions
