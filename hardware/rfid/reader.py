"""A tag, a read, and the contract of every RFID reader.

Owns the words that drivers, zones and programs share. Does not know any reader's protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hardware.device import Health


class TagKind(StrEnum):
    """What a tag's value is: an EPC, a chip's serial number, or a URI stored on the chip."""

    EPC = "epc"
    UID = "uid"
    URI = "uri"


@dataclass(frozen=True, slots=True, order=True)
class TagId:
    """The identity a tag gives on the air. EPC and UID values are upper-case hexadecimal."""

    kind: TagKind
    value: str

    @classmethod
    def epc(cls, value: str | bytes) -> TagId:
        """An EPC from its hexadecimal text or its bytes."""
        return cls(TagKind.EPC, value.hex().upper() if isinstance(value, bytes) else value.upper())

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> TagId:
        """The inverse of `str`; a bare hexadecimal string is an EPC. Raises `ValueError`."""
        kind, colon, value = text.partition(":")
        if not colon:
            int(text, 16)
            return cls.epc(text)
        tag_kind = TagKind(kind)
        return cls(tag_kind, value if tag_kind is TagKind.URI else value.upper())


@dataclass(frozen=True, slots=True)
class TagRead:
    """One time that one antenna heard one tag.

    `antenna` counts from 1. `rssi_dbm` is None where the reader does not tell. `at` is in seconds
    of the host's monotonic clock (`time.monotonic`), the moment the read's last byte arrived.
    `count` is how many times the reader heard the tag in this report.
    """

    tag: TagId
    antenna: int
    rssi_dbm: float | None
    at: float
    count: int = 1


class RfidReader(Protocol):
    """A `Device` that hears tags. It never raises into its user: health is a value."""

    @property
    def health(self) -> Health: ...

    def open(self) -> None: ...

    def close(self) -> None: ...

    def drain(self, timeout: float = 0.0) -> list[TagRead]:
        """All reads since the last call, oldest first.

        Waits up to `timeout` seconds for the first one, and not at all when some are there.
        """
        ...
