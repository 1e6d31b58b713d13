"""What the driver is told and what it says: the key, the address, the sentences for staff.

Owns where the account's key is read from, and that it is in no error. Makes no calls.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hardware.device import DeviceError
from hardware.payment_terminal.stripe_terminal.answers import StripeRefusalError

if TYPE_CHECKING:
    from hardware.payment_terminal.stripe_terminal.account import StripeAccount

KEY_VARIABLE = "HANGTAG_STRIPE_KEY"
AWAY = "Stripe does not answer. Check the shop's internet connection."
OFFLINE = "The card reader is not connected to the internet. Check its power and its network."
NO_READER = "Stripe does not know this card reader. Check `reader:` in config.yaml."
BAD_KEY = "Stripe does not accept the shop's key. Check `key_file:` in config.yaml."
NOT_TAKEN = "Stripe does not take this payment: {why}."
NOT_INSTALLED = (
    "the driver stripe needs the package stripe, which is not installed. Install it with: "
    "pip install 'hangtag[stripe]'"
)


def sentence(error: StripeRefusalError) -> str:
    if error.status in (401, 403):
        return BAD_KEY
    if error.status == 404:
        return NO_READER
    return NOT_TAKEN.format(why=error.code)


def secret(key_file: str) -> str:
    """The account's secret key. Raises `DeviceError`, which does not contain it."""
    if not key_file:
        found, where = os.environ.get(KEY_VARIABLE, ""), f"key_file or the variable {KEY_VARIABLE}"
    else:
        where = f"the file {key_file}"
        try:
            found = Path(key_file).read_text(encoding="ascii")
        except OSError as error:
            raise DeviceError(f"the driver stripe cannot read {where}: {error.strerror}") from error
        except ValueError:  # whose own text shows what it could not decode
            raise DeviceError(f"the driver stripe cannot read {where}: it is no text") from None
    found = found.strip()
    if not found.startswith(("sk_", "rk_")) or len(found.split()) != 1:
        raise DeviceError(
            f"the driver stripe finds no secret key in {where}; it begins with sk_ or rk_"
        )
    return found


def check_loopback(base_url: str, key: str) -> None:
    """A simulator is on this machine, and never hears a key that moves money."""
    host = urlsplit(base_url).hostname
    if base_url and host not in ("127.0.0.1", "localhost", "::1"):
        raise DeviceError(f"base_url {base_url!r} is not on this machine; leave it out for Stripe")
    if base_url and "_live_" in key:
        raise DeviceError("base_url is for the simulator, and this is a live key; use a test key")


def open_account(key: str, reader: str, base_url: str, timeout_s: float) -> StripeAccount:
    try:
        from hardware.payment_terminal.stripe_terminal.account import StripeAccount
    except ImportError as error:
        raise DeviceError(NOT_INSTALLED) from error
    return StripeAccount(key, reader, base_url, timeout_s)
