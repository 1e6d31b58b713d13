"""PINs: which ones may be used, how they are kept, how one is compared.

Owns argon2 and its cost (19 MiB, two passes: about 40 to 70 ms). Blocks for that long, so it is
called on worker threads only; two at a time, so that guessing cannot take all of the machine.
"""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 4, 8
_OFTEN = frozenset({"1004", "2580", "0852", "1379", "159753", "147258", "123123", "112233"})
_UP, _DOWN = "01234567890", "09876543210"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(2)


class WeakPinError(ValueError):
    """This PIN cannot be used. The text says why, and never the PIN."""


def check(pin: str, *, demo: bool = False) -> None:
    """Raises `WeakPinError` for a PIN that is none, or that is tried first by whoever guesses."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise WeakPinError(f"A PIN is {SHORTEST} to {LONGEST} digits.")
    if not demo and _is_weak(pin):
        raise WeakPinError(
            "This PIN is guessed too easily: it repeats, counts, or is a year. Choose another one."
        )


def _is_weak(pin: str) -> bool:
    half, odd = divmod(len(pin), 2)
    year = len(pin) == 4 and pin[:2] in ("19", "20")
    return (
        len(set(pin)) < 3  # 1111, 1212, 1112
        or pin in _UP
        or pin in _DOWN
        or (not odd and pin[:half] == pin[half:])
        or year
        or pin in _OFTEN
    )


def hashed(pin: str) -> str:
    """As it is kept."""
    with _at_once:
        return _hasher.hash(pin)


def matches(pin_hash: str, pin: str) -> bool:
    """Whether this is the PIN. Takes as long for a wrong one."""
    with _at_once:
        try:
            return _hasher.verify(pin_hash, pin)
        except (VerificationError, InvalidHashError):
            return False


@cache
def nobodys() -> str:
    """A hash that no PIN has, compared for a name that is not there: that takes as long."""
    return hashed("nobody's")


@cache
def hashed_demo(pin: str) -> str:
    """The hash of a PIN that everybody knows; made once in a process."""
    return hashed(pin)
