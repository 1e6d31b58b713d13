"""Colleagues' pictures, as a mirror shows who comes: one for each, small, drawn anew.

Owns what is kept and under which key it is served. What a camera writes beside the picture (where,
when, on what) is not kept: the pixels are, in one size. Who may change one is the page's business.
"""

from __future__ import annotations

import hashlib
import io
import threading

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import delete, insert, select

from catalog.store import Catalog
from kiosk.hub.schema import StaffPictureRow, StaffUserRow
from kiosk.hub.security import audit

EDGE = 320  # pixels; a mirror shows it at about half of that, twice as dense
LARGEST_BYTES = 12 * 1024 * 1024
LARGEST_PIXELS = 60_000_000
LARGEST_UNPACKED = 24_000_000  # pixels that are in memory at once: the hub has other things to do
KINDS = ("JPEG", "PNG", "WEBP")
QUALITY = 86


class PortraitError(ValueError):
    """This cannot be a colleague's picture. The text is a sentence for the manager."""


class Portraits:
    """Safe to call from several threads; `path_of` looks at memory only."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._keys: dict[str, str] = {}  # by the colleague's name, casefolded

    def open(self) -> None:
        query = select(StaffUserRow.name, StaffPictureRow.key).join(
            StaffPictureRow, StaffPictureRow.user_id == StaffUserRow.id
        )
        with self._catalog.reader.connect() as connection:
            keys = {row.name.casefold(): row.key for row in connection.execute(query)}
        with self._lock:
            self._keys = keys

    def path_of(self, name: str) -> str | None:
        """Where the picture of the colleague of this name is served, if there is one."""
        with self._lock:
            key = self._keys.get(name.casefold())
        return f"/media/colleagues/{key}.jpg" if key else None

    def image(self, key: str) -> bytes | None:
        """The JPEG of this key."""
        query = select(StaffPictureRow.image).where(StaffPictureRow.key == key)
        with self._catalog.reader.connect() as connection:
            found: bytes | None = connection.scalar(query)
        return found

    def keep(self, user_id: int, content: bytes, *, by: str, device: str = "") -> None:
        """Another picture for a colleague. Raises `PortraitError`."""
        image = redrawn(content)
        # The key is part of an address that anybody may ask for: the id makes it the person's own.
        key = hashlib.sha256(f"{user_id}:".encode() + image).hexdigest()[:32]
        with self._catalog.begin() as connection:
            name = connection.scalar(select(StaffUserRow.name).where(StaffUserRow.id == user_id))
            if name is None:
                raise PortraitError("There is no such colleague.")
            connection.execute(delete(StaffPictureRow).where(StaffPictureRow.user_id == user_id))
            connection.execute(
                insert(StaffPictureRow).values(user_id=user_id, key=key, image=image)
            )
            audit.write(connection, by, "staff.picture_set", name, {}, device)
        self.open()

    def drop(self, user_id: int, *, by: str, device: str = "") -> None:
        """Nothing is left of the picture; a monogram stands for the colleague again."""
        with self._catalog.begin() as connection:
            name = connection.scalar(select(StaffUserRow.name).where(StaffUserRow.id == user_id))
            gone = connection.execute(
                delete(StaffPictureRow).where(StaffPictureRow.user_id == user_id)
            ).rowcount
            if gone:
                audit.write(connection, by, "staff.picture_dropped", name or "", {}, device)
        self.open()


def redrawn(content: bytes) -> bytes:
    """A square JPEG of `EDGE` pixels, cut around the upper middle, where a face is. Raises
    `PortraitError`."""
    if not content:
        raise PortraitError("Choose a picture first.")
    if len(content) > LARGEST_BYTES:
        raise PortraitError("This picture is larger than 12 MB. Choose a smaller one.")
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as source:
            if source.width * source.height > LARGEST_PIXELS:
                raise PortraitError("This picture has more than 60 megapixels. Choose another.")
            source.draft("RGB", (2 * EDGE, 2 * EDGE))  # a JPEG need not be read at full size
            if source.width * source.height > LARGEST_UNPACKED:
                raise PortraitError("This picture is too large. Save it as a JPEG, then try again.")
            shrink = 2 * EDGE / min(source.size)
            if shrink < 1:  # before it is copied
                source.thumbnail((round(source.width * shrink), round(source.height * shrink)))
            upright = ImageOps.exif_transpose(source).convert("RGBA")
    except PortraitError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PortraitError("Choose a picture that is a JPEG, a PNG or a WebP.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise PortraitError("This picture is damaged. Choose another.") from error
    ground = Image.new("RGBA", upright.size, "#f2ece2")
    ground.alpha_composite(upright)
    square = ImageOps.fit(
        ground.convert("RGB"), (EDGE, EDGE), Image.Resampling.LANCZOS, centering=(0.5, 0.3)
    )
    out = io.BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
