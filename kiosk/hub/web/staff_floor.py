"""The staff console's floor: who is on it, what is set aside, and what shoppers say.

Owns these pages and parts. What happens is done by `kiosk.hub.rooms.requests` and
`kiosk.hub.security.duty`; what is counted, by `kiosk.hub.insight.visits_report`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from babel.dates import format_datetime
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from catalog.money import locale_of
from catalog.product import Offer
from kiosk.hub.context import Hub, refuse
from kiosk.hub.insight.touchpoints import Reason
from kiosk.hub.insight.visits_report import VisitsReport, group, read_visits, span
from kiosk.hub.rooms.fitting_request import Outcome, RequestError, one_line, waited
from kiosk.hub.rooms.shelf import NoSuchRequestError
from kiosk.hub.security.door import device_of, staff_of
from kiosk.hub.web.page import draw
from kiosk.hub.web.staff import Colleague, HubOf, _seen, page
from kiosk.hub.web.staff_rows import rows

router = APIRouter(prefix="/staff", include_in_schema=False, dependencies=[Depends(_seen)])

SUGGESTED = 3
TOP = 12  # products that are listed with why they were handed back
WORDS_SHOWN = 30
MONTH = 30
REASONS = {
    Reason.TOO_SMALL: "Too small",
    Reason.TOO_BIG: "Too big",
    Reason.NOT_MY_COLOUR: "Not my colour",
    Reason.TOO_DEAR: "Too dear",
}
ENDS = {"handed-over": Outcome.HANDED_OVER, "back": Outcome.RETURNED}


# --- who is on the floor ---------------------------------------------------------------------


@router.post("/duty")
def say_duty(
    request: Request, hub: HubOf, name: Colleague, on: Annotated[bool, Form()]
) -> Response:
    """One tap: "On the floor" or "Away"; then the list as it is now."""
    hub.security.duty.say(staff_of(request), on, device=device_of(request))
    hub.requests.refresh()
    return draw(request, "staff/_requests.html", **rows(hub, name))


# --- what is not there, and what is set aside ------------------------------------------------


@router.get("/requests/{request_id}/not-there")
def not_there_sheet(request: Request, hub: HubOf, request_id: str) -> Response:
    """What the shopper may like instead, if anything: pieces that are in stock, or own words."""
    asked = next((one for one in hub.requests.open_requests() if one.id == request_id), None)
    instead = _instead(hub, asked.wanted.variant_id) if asked and asked.wanted else []
    return draw(request, "staff/_not_there.html", one=asked, instead=instead)


@router.post("/requests/{request_id}/not-there")
def not_there(
    request: Request,
    hub: HubOf,
    name: Colleague,
    request_id: str,
    note: Annotated[str, Form(max_length=120)] = "",
    instead: Annotated[int | None, Form()] = None,
) -> Response:
    """The shopper is told; then the list as it is now."""
    notice = ""
    try:
        hub.requests.not_there(request_id, name, one_line(note), instead)
    except (RequestError, NoSuchRequestError) as error:
        notice = str(error)
    return draw(request, "staff/_requests.html", **rows(hub, name, notice))


@router.post("/holds/{request_id}/{move}")
def end_hold(request: Request, hub: HubOf, name: Colleague, request_id: str, move: str) -> Response:
    """The shopper has it, or it is back on the rail; then the list as it is now."""
    if move not in ENDS:
        raise refuse(404, "not_found", "There is no such thing to do.")
    notice = ""
    try:
        hub.requests.end_hold(request_id, ENDS[move])
    except (RequestError, NoSuchRequestError) as error:
        notice = str(error)
    return draw(request, "staff/_requests.html", **rows(hub, name, notice))


def _instead(hub: Hub, variant_id: int) -> list[Offer]:
    try:
        variant = hub.catalog.variant(variant_id)[1]
    except KeyError:
        return []  # gone from the catalog since
    return list(hub.catalog.instead_of(variant, SUGGESTED))


# --- what shoppers say -----------------------------------------------------------------------


@router.get("/visits")
def visits_page(request: Request, hub: HubOf, day: str = "", days: int = 1) -> Response:
    """What was handed back and why, how fast the rooms were answered, and the score."""
    today = datetime.now().astimezone().date()
    try:
        last = min(date.fromisoformat(day), today) if day else today
        since, until = span(last, MONTH if days > 1 else 1)
    except (ValueError, OverflowError):
        last = today
        since, until = span(today, 1)
    with hub.catalog.reader.connect() as connection:
        report = read_visits(connection, since, until, hub.catalog.variant)
    return page(
        request,
        hub,
        "visits",
        last=last,
        before=last - timedelta(days=1),
        after=last + timedelta(days=1) if last < today else None,
        whole_month=days > 1,
        heading=_heading(hub, since, last, today, whole_month=days > 1),
        report=report,
        answers=_answers(report),
        words=_words(hub, report),
        top=report.handed_back[:TOP],
        reasons=REASONS,
    )


def _heading(hub: Hub, since: datetime, last: date, today: date, *, whole_month: bool) -> str:
    locale = locale_of(hub.settings.shop.locale)
    noon = datetime.combine(last, datetime.min.time()).replace(hour=12)
    if whole_month:
        return (
            f"{format_datetime(since, 'd MMMM', locale=locale)} to "
            f"{format_datetime(noon, 'd MMMM', locale=locale)}"
        )
    return "Today" if last == today else str(format_datetime(noon, "EEEE, d MMMM", locale=locale))


def _answers(report: VisitsReport) -> dict[str, Any]:
    def said(time: timedelta | None) -> str:
        if time is None:
            return ""
        seconds = round(time.total_seconds())
        return waited(time) if seconds >= 60 else f"{seconds} s"

    told = report.answers
    return {
        "four_of_five": said(told.four_of_five),
        "half": said(told.half),
        "longest": said(told.longest),
    }


def _words(hub: Hub, report: VisitsReport) -> list[dict[str, Any]]:
    locale = locale_of(hub.settings.shop.locale)
    return [
        {
            "score": one.score,
            "group": group(one.score),
            "word": one.word,
            "room": hub.requests.room_name(one.room),
            "when": format_datetime(
                datetime.fromtimestamp(one.at_ms / 1000, UTC).astimezone(),
                "d MMM, HH:mm",
                locale=locale,
            ),
        }
        for one in report.ratings
        if one.word
    ][:WORDS_SHOWN]
