"""The key with which a program of this machine comes to the hub, and where it is kept.

Owns the names of the files below `data_dir/keys`. A device's own key (from `kiosk enrol`) goes
before the one that the hub on the same machine makes for all.
"""

from __future__ import annotations

import os
from pathlib import Path

LOCAL_KEY = "local.key"


class HubKey:
    """Reads the file again when it has changed: a device may be enrolled while its program runs."""

    def __init__(self, folder: Path, name: str = "") -> None:
        """`name` is the program's, such as table-1; "" for commands of this machine."""
        self._files = [folder / f"{name}.token"] if name else []
        self._files.append(folder / LOCAL_KEY)
        self._stamp: tuple[object, ...] = ()
        self._key = ""

    def __call__(self) -> str:
        """The key, or "" when there is none."""
        for file in self._files:
            try:
                stat = file.stat()
            except OSError:
                continue
            stamp = (file, stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if stamp != self._stamp:
                try:
                    self._key = file.read_text(encoding="ascii", errors="replace").strip()
                except OSError:
                    continue
                self._stamp = stamp
            return self._key
        return ""


def write(folder: Path, name: str, token: str) -> Path:
    """Keeps a device's key where its program finds it, readable for this user only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    file = folder / f"{name}.token"
    draft = folder / f".{name}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(token + "\n")
    draft.replace(file)
    return file
