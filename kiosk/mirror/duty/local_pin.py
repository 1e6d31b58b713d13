"""A PIN of this mirror's own, for when the hub is away: set by `kiosk mirror pin`.

Owns its file, which holds nothing but an argon2 hash. Blocks while it compares.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.mirror.duty.service import Verdict

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@cache
def _hasher() -> PasswordHasher:
    """Made when it is needed: a mirror must draw within a second of its start."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def file_of(keys_dir: Path) -> Path:
    return keys_dir / "mirror.pin"


def keep(file: Path, pin: str) -> None:
    """Raises `OSError` when it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as written:
        written.write(_hasher().hash(pin) + "\n")
    fresh.replace(file)


def compare(file: Path, pin: str) -> Verdict:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        kept = file.read_text(encoding="ascii").strip()
        return Verdict.RIGHT if _hasher().verify(kept, pin) else Verdict.WRONG
    except (OSError, InvalidHashError, UnicodeDecodeError):
        return Verdict.UNKNOWN
    except VerificationError:
        return Verdict.WRONG
