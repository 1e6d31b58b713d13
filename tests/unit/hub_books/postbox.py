"""A mail server on loopback: it takes letters, or answers as a test tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any


@dataclass
class Postbox:
    """A mail server's mind: answers RCPT or DATA as it is told, and keeps what it took."""

    rcpt: str = "250 OK"
    data: str = "250 OK"
    taken: list[Any] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return self.data
