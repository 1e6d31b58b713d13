"""The catalog for who keeps a copy of it: the snapshot, the stock since, and names of pictures.

Owns addresses and headers. What a snapshot is and when there is a new one: `kiosk.hub.goods`.
"""

from __future__ import annotations

import gzip
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from catalog.pictures import is_key
from catalog.snapshot.making import ON_A_MIRROR
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.goods.snapshots import TOPIC

router = APIRouter(prefix="/api/catalog", tags=["catalog"])
HubDep = Annotated[Hub, Depends(hub_of)]
LENGTH = "Hangtag-Snapshot-Bytes"  # of the database when it is unpacked
PACKED = "-gz"  # the end of a packed one's ETag: other bytes have another strong one
WORTH_PACKING = 16 * 1024
MOST_NAMES = 200
NOT_YET = {"Retry-After": "1"}


@router.get("/snapshot", response_class=FileResponse)
def snapshot(request: Request, hub: HubDep) -> Response:
    """The catalog as an SQLite file. Its ETag is the SHA-256 of the file; packed, with "-gz" after
    it. A part of it may be asked for (`Range`, `If-Range`)."""
    made = hub.snapshots.newest()
    if made is None:
        raise _not_yet()
    packed = _takes_gzip(request)
    etag = f'"{made.sha256}{PACKED}"' if packed else f'"{made.sha256}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        LENGTH: str(made.bytes),
    }
    if _knows(request, f'"{made.sha256}"', f'"{made.sha256}{PACKED}"'):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    file = hub.snapshots.file(made, packed=packed)
    return FileResponse(file, media_type="application/vnd.sqlite3", headers=headers)


@router.get("/stock")
def stock(request: Request, hub: HubDep) -> Response:
    """What the stock is now, as far as it is not as the newest snapshot says: counts of variants,
    and pieces that were sold, returned, bound or forgotten. Whole each time."""
    found = hub.snapshots.stock()
    if found is None:
        raise _not_yet()
    version, content = found
    headers = {"ETag": f'"{version}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if _knows(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if len(content) > WORTH_PACKING and _takes_gzip(request):
        content = gzip.compress(content, compresslevel=3, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/json", headers=headers)


@router.get("/live")
async def live(hub: HubDep) -> StreamingResponse:
    """Which snapshot is the newest and which version the stock has, as Server-Sent Events."""
    hub.snapshots.ask()
    return hub.live.stream(TOPIC)


@router.get("/pictures")
def pictures(
    hub: HubDep, name: Annotated[list[str], Query(max_length=MOST_NAMES)]
) -> dict[str, dict[str, Any]]:
    """Pictures that came after the snapshot was made: of each name that there is one of, by its
    size in pixels, SHA-256 and length of the file at `/media/by-hash`."""
    known = hub.snapshots.pictures
    found: dict[str, dict[str, Any]] = {}
    for each in name:
        if not is_key(each):
            continue
        sizes = {str(size): known.of(each, size) for size in ON_A_MIRROR}
        if any(sizes.values()):
            found[each] = {size: about for size, about in sizes.items() if about}
    return found


def _knows(request: Request, *etags: str) -> bool:
    """Whether who asks has one of these. What came through a proxy may be weak by now."""
    known = request.headers.get("if-none-match", "").split(",")
    return not {each.strip().removeprefix("W/") for each in known}.isdisjoint(etags)


def _takes_gzip(request: Request) -> bool:
    for each in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = each.replace(" ", "").casefold().partition(";q=")
        if coding == "gzip":
            return not re.fullmatch(r"0(\.0*)?", weight)
    return False


def _not_yet() -> Exception:
    error = refuse(503, "not_ready", "The snapshot is being made. Ask again in a moment.")
    error.headers = NOT_YET
    return error
