"""The key of this machine's own programs: a file that only the shop's user can read.

Owns the file. Who may read it may do anything to the shop's data anyway.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from kiosk.hub_key import LOCAL_KEY


def make(folder: Path) -> str:
    """The key in `folder`, made when it is not there; nobody else can read it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    file = folder / LOCAL_KEY
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        file.chmod(0o600)
        key = file.read_text(encoding="ascii", errors="replace").strip()
        if len(key) >= 43:
            return key
        file.unlink()  # torn when the machine lost power
        return make(folder)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(32)
        out.write(key + "\n")
        out.flush()
        os.fsync(out.fileno())
    return key


def is_it(key: str, given: str) -> bool:
    """Compares in a time that tells nothing."""
    return hmac.compare_digest(key.encode(), given.encode())
