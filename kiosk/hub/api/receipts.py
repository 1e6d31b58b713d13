"""Receipts over HTTP: sent by e-mail, printed on paper. Owns the wire format; what may be asked for
is `kiosk.hub.receipts.requested`'s.

Who has a receipt's unguessable token may ask for it; a table's tablet needs none for the sale that
its thank-you shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.receipts.requested import SENTENCES, No

router = APIRouter(tags=["receipts"])
HubDep = Annotated[Hub, Depends(hub_of)]
Language = Annotated[str, Field(max_length=8)]

STATUS = {No.NO_RECEIPT: 404, No.NOT_AN_ADDRESS: 422, No.TOO_OFTEN: 429}  # all else is 409


class Emailed(BaseModel):
    """Where to, and in which language; "" is the shop's own."""

    address: Annotated[str, Field(max_length=320)]
    language: Language = ""


class Papered(BaseModel):
    language: Language = ""


class Wanted(BaseModel):
    """How the shopper at a table wants the receipt; `token` names one that is not on its page."""

    how: Literal["email", "print"]
    address: Annotated[str, Field(max_length=320)] = ""
    language: Language = ""
    token: Annotated[str, Field(max_length=64)] = ""


@router.post("/receipt/{token}/email", status_code=202)
def email(token: str, body: Emailed, hub: HubDep) -> dict[str, Any]:
    """Send it by e-mail. The address is forgotten when the letter has left."""
    return _answered(hub.receipts.requested.email(token, body.address, body.language), "email")


@router.post("/receipt/{token}/print", status_code=202)
def paper(token: str, hub: HubDep, body: Papered | None = None) -> dict[str, Any]:
    """Print it where it was bought, within some minutes of the sale."""
    language = body.language if body else ""
    return _answered(hub.receipts.requested.paper(token, language), "print")


@router.post("/api/tables/{table}/receipt", status_code=202)
def at_table(table: str, body: Wanted, hub: HubDep) -> dict[str, Any]:
    """The receipt of the sale that this table thanks for now, or of the one that is named."""
    try:
        said = hub.tables.snapshot(table)
    except KeyError:
        raise refuse(404, "no_such_table", f"There is no table {table!r}.") from None
    token = body.token or ((said.get("receipt") or {}).get("url") or "").rpartition("/")[2]
    if not token:
        raise refuse(409, "no_sale", "Nothing was paid for here just now.")
    if body.how == "email":
        answer = hub.receipts.requested.email(token, body.address, body.language)
    else:
        answer = hub.receipts.requested.paper(token, body.language)
    return _answered(answer, body.how)


def _answered(no: No | None, how: str) -> dict[str, Any]:
    if no is not None:
        raise refuse(STATUS.get(no, 409), no.value, SENTENCES[no])
    return {"state": "on its way" if how == "email" else "printing"}
