"""Tables over HTTP: what lies on them, what their shoppers press, and their live baskets.

Owns the wire format; what happens is in `kiosk.hub.tables.table`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import StreamingResponse

from hardware.device import Health
from kiosk.hub.api.sales import ByPin
from kiosk.hub.api.tags import MOST_TAGS, HeardTag, Reader, Tag, nameable
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.security import audit
from kiosk.hub.security.door import answering, device_of
from kiosk.hub.security.staff import PinError
from kiosk.hub.tables.reports import Report
from kiosk.hub.tables.table import Refusal, Table
from kiosk.hub.tables.voice import Snapshot

router = APIRouter(prefix="/api/tables", tags=["tables"])
HubDep = Annotated[Hub, Depends(hub_of)]
Device = Annotated[str, Depends(device_of)]


class NearTag(Tag):
    """A tag that is heard, but is not on the table, and the zone's reason."""

    reason: Annotated[str, Field(max_length=32)] = ""


class Laid(BaseModel):
    """The set of tags on a table now. `sequence` grows within a `session`.

    A program that has just started says `whole` false until it has listened for a while: what is
    not in its set may lie there all the same; one that expects to hear more says `settled` false.
    """

    session: Annotated[str, Field(min_length=1, max_length=64)]
    sequence: int
    reader: Reader = Reader()
    tags: Annotated[list[HeardTag], BeforeValidator(nameable), Field(max_length=MOST_TAGS)]
    whole: bool = True
    settled: bool = True
    near: Annotated[list[NearTag], BeforeValidator(nameable), Field(max_length=MOST_TAGS)] = []


class Pay(BaseModel):
    """`id` names the press, so that it counts once; `version` is the basket that was seen."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    version: int
    tender: Tender = Tender.CARD


class OneTag(BaseModel):
    tag: Tag


class HelpAsked(BaseModel):
    """`about` is what the shopper asked with; the other statuses are said by staff, `by` one."""

    about: Annotated[str, Field(max_length=64)] = ""
    status: Literal["waiting", "taken", "put_back", "done"] = "waiting"
    by: Annotated[str, Field(max_length=64)] = ""


class Settled(ByPin):
    """What staff read on the terminal about the payment with this key, and about no other."""

    charged: bool
    attempt: Annotated[str, Field(min_length=1, max_length=96)]


def _table(table: str, hub: HubDep) -> Table:
    try:
        return hub.tables[table]
    except KeyError:
        raise refuse(404, "no_such_table", f"There is no table {table!r}.") from None


TableDep = Annotated[Table, Depends(_table)]


def answered(answer: Snapshot | Refusal) -> Snapshot:
    """The snapshot, or the refusal as an HTTP error."""
    if isinstance(answer, Refusal):
        raise refuse(409, answer.code, answer.sentence)
    return answer


@router.put("/{table}/tags")
def lay(table: str, body: Laid, hub: HubDep) -> dict[str, Any]:
    """The table's whole set, on each change and every two seconds. Saying it twice is harmless."""
    _table(table, hub)
    report = Report(
        session=body.session,
        sequence=body.sequence,
        reader=Health(body.reader.state, body.reader.message),
        tags={tag.id(): tag.evidence() for tag in body.tags},
        whole=body.whole,
        settled=body.settled,
        near={tag.id(): tag.reason for tag in body.near},
    )
    return hub.places.hear_table(table, report)


@router.get("/{table}")
def show(table: TableDep) -> dict[str, Any]:
    """The basket as the tablet shows it."""
    return table.snapshot()


@router.get("/{table}/live")
async def live(table: str, hub: HubDep) -> StreamingResponse:
    """The same as Server-Sent Events, a whole snapshot each."""
    _table(table, hub)
    return hub.live.stream(f"table/{table}")


@router.post("/{table}/pay")
def pay(table: TableDep, body: Pay) -> dict[str, Any]:
    """Pay for what the page showed. Refused when the basket is not that any more."""
    return answered(table.pay(body.id, body.version, body.tender))


@router.post("/{table}/cancel")
def cancel(table: TableDep) -> dict[str, Any]:
    """Call the payment off, if the card was not charged yet."""
    return table.cancel()


@router.post("/{table}/add")
def add(table: TableDep, body: OneTag) -> dict[str, Any]:
    """Tap a doubtful piece into the basket, where its `can_add` allows that."""
    return answered(table.add(body.tag.id()))


@router.post("/{table}/remove")
def remove(table: TableDep, body: OneTag) -> dict[str, Any]:
    """Take a piece from a fitting room, that does not lie on the table, out of the basket."""
    return answered(table.remove(body.tag.id()))


@router.post("/{table}/done")
def done(table: TableDep) -> dict[str, Any]:
    """The shopper has read the thank-you."""
    return table.done()


@router.post("/{table}/help")
def call_for_help(
    request: Request, table: TableDep, body: HelpAsked | None = None
) -> dict[str, Any]:
    """The shopper asks for a colleague; staff say that one comes, or that it is over."""
    body = body or HelpAsked()
    by = body.by if body.status == "waiting" else answering(request, body.by)
    return answered(table.help(body.status, body.about, by))


@router.post("/{table}/settle")
def settle(table: TableDep, body: Settled, hub: HubDep, device: Device) -> dict[str, Any]:
    """Staff read on the terminal what became of a payment that nobody could tell."""
    return settle_by_hand(hub, table, body.charged, body.attempt, str(body.user), body.pin, device)


def settle_by_hand(
    hub: Hub, table: Table, charged: bool, attempt: str, user: str, pin: str, device: str
) -> Snapshot:
    """Settles it by the word of a colleague, who is written down first; or refuses in words."""
    try:
        by = hub.staff.confirm(user, pin, device=device, action="payment.settled")
    except PinError as error:
        raise refuse(403, "wrong_pin", str(error)) from error

    def write() -> None:
        details = {"charged": charged, "table": table.snapshot()["table"]}
        hub.catalog.transact(
            lambda connection: audit.write(
                connection, by.name, "payment.settled", attempt, details, device
            )
        )

    return answered(table.settle(charged, attempt, write))
