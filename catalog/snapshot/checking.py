"""Whether a file is a snapshot that this version can use.

Owns what is looked at and the words for what is wrong. Reads the file only, and needs no more than
Python's own sqlite3.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from catalog.database import HEAD, CatalogError

APPLICATION_ID = 0x48414E47  # "HANG"
FORMAT = 1


class SnapshotError(CatalogError, ValueError):
    """This file is not used. The text says what is wrong with it."""


class OtherVersionError(SnapshotError):
    """It is whole, and another version of Hangtag can use it."""


def hash_of(file: Path) -> str:
    """SHA-256 of a file's bytes. Raises `OSError`."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def open_read_only(file: Path) -> sqlite3.Connection:
    """A connection that takes no lock and writes nothing: nobody changes a snapshot. It may be
    handed from thread to thread. Raises `sqlite3.Error`."""
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def check(file: Path, sha256: str) -> None:
    """Raises `SnapshotError` when the file is not whole, not that one, or not for this version."""
    try:
        found = hash_of(file)
    except OSError as error:
        raise SnapshotError(f"it cannot be read: {error.strerror}") from error
    if found != sha256:
        raise SnapshotError(f"its SHA-256 is {found[:12]}…, not {sha256[:12]}…")
    try:
        with closing(open_read_only(file)) as connection:
            _check_content(connection)
    except sqlite3.Error as error:
        raise SnapshotError(f"it is not a database that can be read: {error}") from error


def _check_content(connection: sqlite3.Connection) -> None:
    ((application,),) = connection.execute("PRAGMA application_id")
    ((made_as,),) = connection.execute("PRAGMA user_version")
    if application != APPLICATION_ID:
        raise SnapshotError("it is a database, but not a snapshot of a catalog")
    if made_as != FORMAT:
        raise OtherVersionError(f"it is of format {made_as}; this version reads {FORMAT}")
    revision = about(connection)["revision"]
    if revision != HEAD:
        age = "an older" if revision < HEAD else "a newer"
        raise OtherVersionError(
            f"{age} Hangtag made it (its tables are at revision {revision}, ours at {HEAD}): the "
            "hub and this machine need the same version"
        )
    ((verdict,), *_) = connection.execute("PRAGMA quick_check(1)")
    if verdict != "ok":
        raise SnapshotError(f"it is damaged: {verdict}")


def about(connection: sqlite3.Connection) -> dict[str, str]:
    """What a snapshot says of itself. Raises `SnapshotError`."""
    try:
        ((text,),) = connection.execute("SELECT about FROM snapshot")
        said = json.loads(text)
        return {"revision": str(said["revision"]), "goods": str(said["goods"])}
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError("it does not say what it is") from error
