"""Hands letters to the shop's mail server, and says what became of each.

Owns SMTP and the meaning of its answers. Nothing here logs or repeats an address: a server's own
words may hold it, so only its codes are told.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from kiosk.config_sections import Mail

TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken it."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """The server is away, busy, or says "later" (4xx). `problem` is a sentence for staff."""

    problem: str


@dataclass(frozen=True, slots=True)
class Never:
    """The server will not take this letter (5xx): the address does not exist, or it refuses it."""

    problem: str


Taken = Sent | NotNow | Never


def post(mail: Mail, message: EmailMessage, timeout_s: float = TIMEOUT_S) -> Taken:
    """One letter, now. A lost answer counts as not sent: it goes again, by the same Message-ID."""
    try:
        server = _connected(mail, timeout_s)
    except smtplib.SMTPAuthenticationError as error:
        return NotNow(
            f"The mail server refuses user and password of mail in config.yaml ({error.smtp_code})."
        )
    except smtplib.SMTPResponseException as error:
        return NotNow(f"The mail server does not take our letters now ({error.smtp_code}).")
    except ssl.SSLCertVerificationError:
        return NotNow("The mail server's certificate is not valid. See mail.host in config.yaml.")
    except (OSError, smtplib.SMTPException) as error:
        why = f"({type(error).__name__})"
        return NotNow(f"The mail server at {mail.host} port {mail.port} cannot be reached {why}.")
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        (code, _words), *_others = error.recipients.values()
        return _refused(code, "this address")
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, "this letter")
    except (OSError, smtplib.SMTPException) as error:
        return NotNow(f"The mail server was lost while it took a letter ({type(error).__name__}).")
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    return Sent()


def _refused(code: int, what: str) -> Taken:
    if code >= 500:
        return Never(f"The mail server does not take {what} ({code}).")
    return NotNow(f"The mail server asks to send {what} later ({code}).")


def _connected(mail: Mail, timeout_s: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if mail.tls == "tls":
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=timeout_s, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=timeout_s)
    try:
        if mail.tls == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, _password(mail))
    except BaseException:
        server.close()
        raise
    return server


def _password(mail: Mail) -> str:
    return Path(mail.password_file).read_text(encoding="utf-8").strip()
