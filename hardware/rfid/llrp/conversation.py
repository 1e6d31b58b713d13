"""One connection to an LLRP reader, spoken by `sllurp`: what it says becomes values.

Owns everything that touches `sllurp` (GPL-3.0-only, an extra of its own, imported here only, and
only when a reader of this kind is made). It lends its codec and its state machine of setting a
reader up; the socket, the waiting and what is to be made of it are the driver's.
"""

from __future__ import annotations

import importlib
import logging
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hardware.device import DeviceError
from hardware.rfid.reader import TagId, TagRead

NOT_INSTALLED = (
    "the driver llrp needs the package sllurp, which is not installed. Install it with: "
    "pip install 'hangtag[llrp]'. It is under the licence GPL-3.0-only, so whoever passes "
    "Hangtag on together with it does so under the GPL"
)

POPULATION = 32  # tags that a room or a table is expected to hold: what a first round is cut for

# What a parameter that is missing, or is another one than it should be, ends in.
_CONFUSIONS = (LookupError, TypeError, ValueError, AttributeError, AssertionError, struct.error)

_WORD, _EPC_96 = 4, 24  # hexadecimal digits: an EPC is whole words

_CONTENT = {
    "EnableROSpecID": False,
    "EnableSpecIndex": False,
    "EnableInventoryParameterSpecID": False,
    "EnableAntennaID": True,
    "EnableChannelIndex": False,
    "EnablePeakRSSI": True,
    "EnableFirstSeenTimestamp": False,
    "EnableLastSeenTimestamp": True,
    "EnableTagSeenCount": True,
    "EnableAccessSpecID": False,
}
_EVENTS = {
    "ROSpecEvent": True,
    "ReaderExceptionEvent": True,
    "ReportBufferFillWarning": True,
    "AntennaEvent": True,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is set to."""

    antennas: tuple[int, ...]
    power_dbm: float
    session: int
    keepalive_ms: int
    report_tags: int
    report_ms: int


class Refused(Exception):  # noqa: N818
    """The reader says no to what it was asked. `status` is LLRP's own word for why."""

    def __init__(self, what: str, status: str, description: str) -> None:
        super().__init__(f"{what}: {status} {description}".strip())
        self.what = what
        self.description = description


class HasClient(Exception):  # noqa: N818
    """The reader serves another client, and serves one at a time."""


class Unusable(Exception):  # noqa: N818
    """The reader cannot do what config.yaml asks of it; the text says what it can."""


class Stopped(Exception):  # noqa: N818
    """The reader does no longer what it was ordered to do, or says that it hangs up."""


class NotUnderstood(Exception):  # noqa: N818
    """The reader leaves out what it must say, or says it when it was not asked."""


def sllurp() -> Any:
    """The library. Raises `DeviceError` with the way to install it."""
    try:
        library = importlib.import_module("sllurp.llrp")
    except ImportError as error:
        raise DeviceError(NOT_INSTALLED) from error
    # What it finds worth a line, the reader's health says.
    logging.getLogger("sllurp").setLevel(logging.CRITICAL)
    return library


class Conversation:
    """Takes in whole messages and answers through `send`. What it hears is left in `tags`,
    `events` and `attached` for the driver.
    """

    def __init__(self, library: Any, wanted: Wanted, send: Callable[[bytes], None]) -> None:
        self._library = library
        self._wanted = wanted
        self._greeted = False
        config = library.LLRPReaderConfig(
            {
                "antennas": list(wanted.antennas),
                "session": wanted.session,
                "tag_population": POPULATION,
                "keepalive_interval": wanted.keepalive_ms,
                "tag_content_selector": _CONTENT,
                "event_selector": _EVENTS,
            }
        )
        self._client = library.LLRPClient(config, transport_tx_write=send)
        self.tags: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.attached: dict[int, bool] = {}  # what the reader says of each antenna's cable
        self.corrupt = 0  # messages that could not be understood

    @property
    def inventorying(self) -> bool:
        """Whether the reader is set up and hears tags."""
        states = self._library.LLRPReaderState
        return bool(self._client.state == states.STATE_INVENTORYING)

    @property
    def greeted(self) -> bool:
        return self._greeted

    def hear(self, octets: bytes) -> None:
        """One message. Raises `Refused`, `HasClient`, `Unusable`, `Stopped`, `NotUnderstood`."""
        try:
            message = self._library.LLRPMessage(msgbytes=octets)
        except Exception:  # noqa: BLE001  a library's parser before bytes that may be anything
            self.corrupt += 1
            return
        try:
            self._heed(message, message.getName(), message.msgdict[message.getName()])
        except (*_CONFUSIONS, self._library.LLRPError) as error:
            raise NotUnderstood(f"{message.getName()}: {error!r}") from error

    def _heed(self, message: Any, name: str, said: dict[str, Any]) -> None:
        if name == "RO_ACCESS_REPORT":
            self.tags += said["TagReportData"]
        elif name == "KEEPALIVE":
            self._client.handleMessage(message)
        elif name == "READER_EVENT_NOTIFICATION":
            self._hear_event(message, said.get("ReaderEventNotificationData", {}))
        elif name == "ERROR_MESSAGE" or "LLRPStatus" in said:
            self._hear_answer(message, name, said)

    def leave(self) -> None:
        """Says good-bye: the reader is to rest, and is free for others. Waits for no answer."""
        self._client.sendMessage({"DELETE_ROSPEC": {"ROSpecID": 0}})
        self._client.sendMessage({"CLOSE_CONNECTION": {}})

    def _hear_event(self, message: Any, event: dict[str, Any]) -> None:
        attempt = event.get("ConnectionAttemptEvent", {}).get("Status", "")
        if not self._greeted:
            if "already exists" in attempt and "other" not in attempt:
                raise HasClient(attempt)
            if attempt != "Success":
                raise Refused("a connection", attempt, "")
            self._greeted = True
            self._client.handleMessage(message)
            return
        if "ConnectionCloseEvent" in event:
            raise Stopped("the reader says that it hangs up")
        ended = event.get("ROSpecEvent", {}).get("EventType", "Start_of_ROSpec")
        if self.inventorying and ended != "Start_of_ROSpec":
            raise Stopped(ended)
        self.events.append(event)

    def _hear_answer(self, message: Any, name: str, said: dict[str, Any]) -> None:
        told = said.get("LLRPStatus", {})
        if told.get("StatusCode") != "Success":
            words = told.get("ErrorDescription", b"").decode(errors="replace")
            raise Refused(name, str(told.get("StatusCode", "unknown status")), words)
        if self.inventorying:
            return  # late, and well
        capable = name == "GET_READER_CAPABILITIES_RESPONSE"
        if capable:
            self._choose(said)
        elif name == "GET_READER_CONFIG_RESPONSE":
            for antenna in said.get("AntennaProperties", ()):
                self.attached[antenna["AntennaID"]] = antenna["AntennaConnected"]
        self._client.handleMessage(message)
        if capable:
            self._order()

    def _choose(self, capabilities: dict[str, Any]) -> None:
        """The power level, once it is known which there are. sllurp's own choice falls one short
        of the highest and takes the highest for what is below the lowest.
        """
        wanted = self._wanted
        antennas = capabilities["GeneralDeviceCapabilities"]["MaxNumberOfAntennaSupported"]
        if max(wanted.antennas) > antennas:
            raise Unusable(f"This reader has {antennas} antennas. Correct antennas in config.yaml.")
        band = capabilities["RegulatoryCapabilities"]["UHFBandCapabilities"]
        levels = {
            each["Index"]: each["TransmitPowerValue"] / 100
            for each in band["TransmitPowerLevelTableEntry"]
        }
        index = power_index(levels, wanted.power_dbm)
        self._client.config.tx_power = dict.fromkeys(wanted.antennas, index)

    def _order(self) -> None:
        """What is to be reported when: sllurp would end and begin the round for each report."""
        order = self._client.getROSpec()
        order["ROReportSpec"]["N"] = self._wanted.report_tags
        if self._wanted.report_tags != 1:
            order["AISpec"][0]["AISpecStopTrigger"] = {
                "AISpecStopTriggerType": "Duration",
                "DurationTriggerValue": self._wanted.report_ms,
            }


def power_index(levels: dict[int, float], power_dbm: float) -> int:
    """The reader's level that is nearest to `power_dbm` and not above it. Raises `Unusable`."""
    below = [(dbm, index) for index, dbm in levels.items() if dbm <= power_dbm + 0.001]
    if not below or power_dbm > max(levels.values()) + 0.5:
        raise Unusable(
            f"This reader's power goes from {min(levels.values()):g} to "
            f"{max(levels.values()):g} dBm. Correct power_dbm in config.yaml."
        )
    return max(below)[1]


@lru_cache(maxsize=10_000)
def _tag(epc: bytes) -> TagId:
    return TagId.epc(epc.decode())


def reads_of(
    tags: Sequence[dict[str, Any]], antenna: int, before: float, arrived: float
) -> list[TagRead]:
    """Reports as reads, oldest first. `antenna` is for a reader that does not say which.

    The last of them was heard when they arrived; the others as much earlier as the reader's own
    clock says, but not `before` the last arrival. So a batch keeps its spaces, while neither the
    drift nor a leap of that clock counts.
    """
    seen = [
        each.get("LastSeenTimestampUTC") or each.get("LastSeenTimestampUptime") for each in tags
    ]
    last = max((each for each in seen if each is not None), default=0)
    reads = []
    for each, at_us in zip(tags, seen, strict=True):
        epc = each.get("EPC", b"")
        if not epc or len(epc) % _WORD or ("EPC-96" in each and len(epc) != _EPC_96):
            continue  # nothing on it to tell it by, or cut short, which sllurp does not mind
        at = arrived if at_us is None else max(before, arrived - (last - at_us) / 1e6)
        rssi = each.get("PeakRSSI")
        reads.append(
            TagRead(
                _tag(epc),
                each.get("AntennaID", antenna),
                None if rssi is None else float(rssi),
                at,
                each.get("TagSeenCount", 1),
            )
        )
    reads.sort(key=_at)
    return reads


def _at(read: TagRead) -> float:
    return read.at


def antennas_words(antennas: Iterable[int]) -> str:
    """Which antennas are away, for staff."""
    named = [str(antenna) for antenna in sorted(antennas)]
    if len(named) == 1:
        return f"Antenna {named[0]} of the reader is not connected. Check its cable."
    listed = ", ".join(named[:-1])
    return f"Antennas {listed} and {named[-1]} of the reader are not connected. Check their cables."
