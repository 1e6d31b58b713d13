"""The hub's certificate, examined before anybody relies on it.

Owns what may be wrong with the files of `hub.tls` and the sentence for each. A handshake in memory
tells: it does what a tablet or a program of the shop will do.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.config import ConfigError, Settings
from kiosk.config_sections import Tls

SOON_DAYS = 14
_EXPIRED, _NOT_YET, _OTHER_NAME, _OTHER_ADDRESS = 10, 9, 62, 64


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that devices will trust. Times are UTC."""

    ends: datetime
    names: tuple[str, ...]

    def days_left(self, now: datetime) -> float:
        return (self.ends - now).total_seconds() / 86400


def server_context(tls: Tls) -> ssl.SSLContext:
    """Raises `ConfigError` that names the key when the files cannot be used together."""
    for key, file in (("certificate", tls.certificate), ("key", tls.key), ("ca", tls.ca)):
        if not file:
            continue
        try:
            Path(file).read_bytes()
        except OSError as error:
            raise ConfigError(
                f"hub.tls.{key} in config.yaml: cannot read {file}: {error.strerror}. "
                "docs/security.md says how to make it."
            ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(tls.certificate, tls.key, password=_no_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise ConfigError(
                f"hub.tls.key in config.yaml: {tls.key} is not the key of {tls.certificate}. Name "
                "the key that the certificate was made with."
            ) from error
        raise ConfigError(
            f"hub.tls.certificate and hub.tls.key in config.yaml: {tls.certificate} and {tls.key} "
            "are not a certificate and its key in PEM, without a password."
        ) from error
    return context


def examine(settings: Settings) -> Certificate:
    """The hub's certificate as a device of the shop sees it. Raises `ConfigError` with a sentence
    that names the key of config.yaml."""
    tls = settings.hub.tls
    assert tls is not None
    server = server_context(tls)
    trusted = tls.ca or tls.certificate
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    try:
        client.load_verify_locations(trusted)
    except ssl.SSLError as error:
        raise ConfigError(
            f"hub.tls.ca in config.yaml: {trusted} holds no certificate in PEM."
        ) from error
    host = urlsplit(settings.hub_url).hostname or "localhost"
    try:
        shown = _handshake(server, client, host)
    except ssl.SSLCertVerificationError as error:
        raise ConfigError(_words(error, tls, host)) from error
    except ssl.SSLError as error:
        raise ConfigError(
            f"hub.tls.certificate in config.yaml: {tls.certificate} does not work: {error.reason}."
        ) from error
    names = tuple(str(entry[1]) for entry in shown.get("subjectAltName", ()))
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    return Certificate(ends, names)


def _words(error: ssl.SSLCertVerificationError, tls: Tls, host: str) -> str:
    code = error.verify_code
    key = f"hub.tls.certificate in config.yaml: {tls.certificate}"
    if code == _EXPIRED:
        return f"{key} has expired. Make a new one; docs/security.md has the commands."
    if code == _NOT_YET:
        return f"{key} is not valid yet. Is this machine's clock right?"
    if code in (_OTHER_NAME, _OTHER_ADDRESS):
        return (
            f"{key} is not for {host}, under which devices reach the hub. Make one for that name, "
            "or set hub.url to the name that it is for."
        )
    return (
        f"{key} is not trusted by {tls.ca or 'itself'}: {error.verify_message}. Name the "
        "authority that has signed it in hub.tls.ca; docs/security.md has the commands."
    )


def _handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> dict[str, Any]:
    """Both sides of a connection in memory. Raises `ssl.SSLError`; returns what the client sees."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = server.wrap_bio(to_server, to_client, server_side=True)
    theirs = client.wrap_bio(to_client, to_server, server_hostname=host)
    sides = [theirs, ours]
    for _ in range(20):
        for side in list(sides):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sides.remove(side)
        if not sides:
            break
    return dict(theirs.getpeercert() or {})


def _no_password() -> str:
    return ""  # or OpenSSL would ask for it on the terminal
