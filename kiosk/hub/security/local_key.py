"""The key of this machine's own programs: a file that only the shop's user can read.

Owns the file. Who may read it may do anything to the shop's data anyway.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from pathlib import Path

from kiosk.hub_key import LOCAL_KEY


def make(folder: Path) -> str:
    """The key in `folder`, made when it is not there; nobody else can read it afterwards.

    A file that is there is whole: a program that starts beside the hub never reads half a key, and
    two hubs that start at once have the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    file = folder / LOCAL_KEY
    while True:
        if (key := _read(file)) is not None:
            return key
        draft = folder / f".{LOCAL_KEY}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):  # another hub's; it is read in the next round
            os.link(draft, file)
        draft.unlink()


def _read(file: Path) -> str | None:
    """The key that is there; None when there is none, or one that was torn and is gone now."""
    try:
        file.chmod(0o600)
        key = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    if len(key) >= 43:
        return key
    file.unlink(missing_ok=True)  # an older program's, when the machine lost power
    return None


def is_it(key: str, given: str) -> bool:
    """Compares in a time that tells nothing."""
    return hmac.compare_digest(key.encode(), given.encode())
