"""Kinds of readers: what each can do, as it tells a client that asks.

Owns the tables of power levels, modes and channels, and how capabilities and configuration are
said. The numbers are those of readers that shops buy; names and tables are data, not behaviour.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from dataclasses import dataclass

from hardware.rfid.llrp.wire import IMPINJ, ZEBRA, Event, Param, status, tlv


@dataclass(frozen=True, slots=True)
class Model:
    """One kind of reader."""

    name: str
    vendor: int
    number: int
    firmware: str
    antennas: int
    lowest_dbm: float
    highest_dbm: float
    step_db: float
    country: int = 276
    standard: int = 2  # ETSI 302 208

    @property
    def powers_dbm(self) -> tuple[float, ...]:
        """The power levels; index 1 is the first."""
        steps = round((self.highest_dbm - self.lowest_dbm) / self.step_db)
        return tuple(self.lowest_dbm + self.step_db * step for step in range(steps + 1))


IMPINJ_R420 = Model("Impinj Speedway R420", IMPINJ, 2001002, "6.4.1.240", 4, 10.0, 31.5, 0.25)
ZEBRA_FX9600 = Model("Zebra FX9600", ZEBRA, 96008, "3.21.23", 8, 10.0, 31.5, 0.1)

_ETSI_KHZ = (865_700, 866_300, 866_900, 867_500)

# Identifier, flags, modulation, forward link, spectral mask, bit rate, pulse interval, Tari.
_MODES = (
    (1000, 0, 2, 0, 3, 274_000, 1500, 20_000, 20_000, 0),
    (1002, 0, 2, 0, 2, 320_000, 1500, 20_000, 20_000, 0),
    (1003, 0, 3, 0, 3, 68_500, 2000, 20_000, 20_000, 0),
)


def capabilities(model: Model) -> bytes:
    """The body of GET_READER_CAPABILITIES_RESPONSE."""
    return b"".join((status(), _general(model), _llrp(), _regulatory(model), _c1g2()))


def _general(model: Model) -> bytes:
    firmware = model.firmware.encode()
    has_clock = 0x4000
    head = struct.pack(
        "!HHIIH", model.antennas, has_clock, model.vendor, model.number, len(firmware)
    )
    return tlv(
        Param.GENERAL_DEVICE_CAPABILITIES,
        head,
        firmware,
        tlv(Param.RECEIVE_SENSITIVITY_ENTRY, struct.pack("!HH", 1, 0)),
        tlv(Param.GPIO_CAPABILITIES, struct.pack("!HH", 4, 4)),
        *(
            tlv(Param.PER_ANTENNA_AIR_PROTOCOL, struct.pack("!HHB", antenna, 1, 1))
            for antenna in range(1, model.antennas + 1)
        ),
    )


def _llrp() -> bytes:
    holds_reports = 0x08
    return tlv(
        Param.LLRP_CAPABILITIES, struct.pack("!BBHIIIII", holds_reports, 1, 0, 1, 32, 1, 0, 0)
    )


def _regulatory(model: Model) -> bytes:
    powers = (
        tlv(Param.TRANSMIT_POWER_ENTRY, struct.pack("!Hh", index, round(100 * dbm)))
        for index, dbm in enumerate(model.powers_dbm, 1)
    )
    fixed = tlv(
        Param.FIXED_FREQUENCY_TABLE,
        struct.pack(f"!H{len(_ETSI_KHZ)}I", len(_ETSI_KHZ), *_ETSI_KHZ),
    )
    modes = (tlv(Param.RF_MODE_ENTRY, struct.pack("!IBBBBIIIII", *mode)) for mode in _MODES)
    band = tlv(
        Param.UHF_BAND_CAPABILITIES,
        *powers,
        tlv(Param.FREQUENCY_INFORMATION, b"\x00", fixed),
        tlv(Param.RF_MODE_TABLE, *modes),
    )
    return tlv(
        Param.REGULATORY_CAPABILITIES, struct.pack("!HH", model.country, model.standard), band
    )


def _c1g2() -> bytes:
    return tlv(Param.C1G2_CAPABILITIES, struct.pack("!BH", 0x40, 2))


def configuration(
    model: Model, attached: Collection[int], keepalive_ms: int, events: Collection[int]
) -> bytes:
    """The body of GET_READER_CONFIG_RESPONSE."""
    identity = bytes.fromhex("001625") + struct.pack("!HBBB", 0xFFFE, 0x10, 0x20, 0x30)
    antennas = (
        tlv(
            Param.ANTENNA_PROPERTIES,
            struct.pack("!BHh", 0x80 if antenna in attached else 0, antenna, 0),
        )
        for antenna in range(1, model.antennas + 1)
    )
    settings = (
        tlv(
            Param.ANTENNA_CONFIGURATION,
            struct.pack("!H", antenna),
            tlv(Param.RF_TRANSMITTER, struct.pack("!HHH", 1, 1, len(model.powers_dbm))),
        )
        for antenna in range(1, model.antennas + 1)
    )
    switches = (
        tlv(
            Param.EVENT_NOTIFICATION_STATE,
            struct.pack("!HB", event, 0x80 if event in events else 0),
        )
        for event in Event
    )
    return b"".join(
        (
            status(),
            tlv(Param.IDENTIFICATION, struct.pack("!BH", 0, len(identity)), identity),
            *antennas,
            *settings,
            tlv(Param.EVENT_NOTIFICATION_SPEC, *switches),
            tlv(Param.CONFIGURATION_STATE, struct.pack("!I", 0)),
            tlv(Param.KEEPALIVE_SPEC, struct.pack("!BI", bool(keepalive_ms), keepalive_ms)),
            tlv(Param.EVENTS_AND_REPORTS, b"\x00"),
        )
    )
