"""Keeps secrets out of the logs of every program.

Owns the filter. What is logged is never meant to hold a PIN, a key or a code; this is the net below
that, for a message or a traceback that quotes what somebody sent.
"""

from __future__ import annotations

import copy
import logging
import re

HIDDEN = "[hidden]"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_PATTERNS = (
    # A header, a cookie: whatever follows is the secret.
    (re.compile(r"(?i)(bearer\s+)[\w~+/=.-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)((?:__Host-)?hangtag-(?:staff|device)=)[^;,\s'\"]+"), rf"\1{HIDDEN}"),
    # A field of a form, of JSON, of a dict's repr, of an address.
    (
        re.compile(
            r"(?i)(['\"]?\b(?:pin|token|secret|password|api_key|csrf|code)['\"]?\s*[=:]\s*['\"]?)"
            r"(?!\[hidden\])[^\s'\"&,;})\]]+"
        ),
        rf"\1{HIDDEN}",
    ),
    # The name of a receipt, a visit or a list opens it; Stripe's keys open an account.
    (re.compile(r"(/(?:receipt|visit|list)/)[\w-]{16,}"), rf"\1{HIDDEN}"),
    (re.compile(r"\b((?:sk|rk|whsec)_(?:live_|test_)?)[A-Za-z0-9]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w+://[^\s/:@]+:)[^\s/@]+(@)"), rf"\1{HIDDEN}\2"),
)


def scrubbed(text: str) -> str:
    """The text without what looks like a secret."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    """The text with control characters written out."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text.rstrip())


class Scrubbing(logging.Formatter):
    """Formats as the formatter that it is given, tracebacks included, and hides secrets."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """What is quoted in a message is one line: nobody's name for a thing writes a line of its
        own, or steers the terminal that shows the log. Tracebacks keep their lines."""
        line = copy.copy(record)
        line.msg, line.args = one_line(record.getMessage()), None
        return scrubbed(self._inner.format(line))


def keep_secrets() -> None:
    """From now on every handler of the root logger hides secrets."""
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, Scrubbing):
            handler.setFormatter(Scrubbing(handler.formatter or logging.Formatter()))
