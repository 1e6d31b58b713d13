"""Pictures of garments as files: `/media/{size}/{key}.webp`, `/media/by-hash/{sha256}-{size}.webp`.

Owns caching and what stands in while a picture is not here yet. Where pictures are kept is
`catalog.pictures`; who fetches and draws them, `kiosk.hub.goods.pictures`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import FileResponse

from catalog.pictures import SIZES, alternatives, is_key
from kiosk.hub.context import Hub, hub_of, refuse
from kiosk.hub.web.page import FOLDER

router = APIRouter(prefix="/media", tags=["media"])

A_YEAR_S = 365 * 24 * 3600
SOON = {"Cache-Control": "max-age=60"}  # a better picture may be on its way
AT_ONCE = {"Cache-Control": "max-age=3"}  # it is being drawn now
FOR_GOOD = {"Cache-Control": f"public, max-age={A_YEAR_S}, immutable"}
STAND_IN = FOLDER / "static" / "no-picture.svg"


@router.get("/by-hash/{sha256}-{size}.webp", response_class=FileResponse)
def picture_by_hash(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    size: int,
    hub: Annotated[Hub, Depends(hub_of)],
) -> FileResponse:
    """The picture of these very bytes, for who checks what it is sent; it never changes."""
    file = hub.snapshots.pictures.find(sha256, size)
    if file is None:
        raise refuse(404, "not_found", "There is no such picture.")
    headers = {**FOR_GOOD, "ETag": f'"{sha256}"'}
    return FileResponse(file, media_type="image/webp", headers=headers)


@router.get("/{size}/{key}.webp", response_class=FileResponse)
def picture(size: int, key: str, hub: Annotated[Hub, Depends(hub_of)]) -> FileResponse:
    """The picture within a square of 72, 480 or 900 px; a bare hanger until it is here."""
    if size not in SIZES or not is_key(key):
        raise refuse(404, "not_found", "There is no such picture.")
    file = hub.pictures.path(key, size)
    if file is None:
        hub.fetcher.draw([key])
        return FileResponse(STAND_IN, media_type="image/svg+xml", headers=AT_ONCE)
    if file.stem != alternatives(key)[0]:
        return FileResponse(file, media_type="image/webp", headers=SOON)
    # A key names one picture for good: another picture is another address, another key.
    return FileResponse(file, media_type="image/webp", headers=FOR_GOOD)
