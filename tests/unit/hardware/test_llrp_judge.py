"""The LLRP emulator before a client that is not ours: `sllurp`, as its own users use it."""

from __future__ import annotations

import logging
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sllurp.llrp import LLRPReaderClient, LLRPReaderConfig

from hardware.rfid.field import Field
from hardware.rfid.llrp.emulator import LlrpEmulator
from hardware.rfid.llrp.model import ZEBRA_FX9600
from hardware.rfid.reader import TagId
from tests.conftest import BUSY_S, LogWatch, wait_until

SHIRT, SCARF = TagId.epc("30361F1B3827080000000001"), TagId.epc("30361F1B3827080000000002")
LONG = TagId.epc("F73795211411234538566CB0AFC40000")  # 128 bits


class Judge:
    """sllurp's client with its own thread and callbacks; keeps what it was told."""

    def __init__(self, emulator: LlrpEmulator, **config: Any) -> None:
        wanted = {
            "antennas": [1],
            "report_every_n_tags": 1,
            "keepalive_interval": 50,
            "event_selector": {"AntennaEvent": True, "ReaderExceptionEvent": True},
            "tag_content_selector": {
                "EnableROSpecID": True,
                "EnableAntennaID": True,
                "EnableChannelIndex": True,
                "EnablePeakRSSI": True,
                "EnableFirstSeenTimestamp": True,
                "EnableLastSeenTimestamp": True,
                "EnableTagSeenCount": True,
                "EnableSpecIndex": False,
                "EnableInventoryParameterSpecID": False,
                "EnableAccessSpecID": False,
            },
        }
        self.client = LLRPReaderClient(
            emulator.host, emulator.port, LLRPReaderConfig({**wanted, **config})
        )
        self.tags: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.messages: Counter[str] = Counter()
        self.lost = threading.Event()
        self.client.add_tag_report_callback(lambda _, tags: self.tags.extend(tags))
        self.client.add_event_callback(lambda _, event: self.events.append(event))
        self.client.add_disconnected_callback(lambda _: self.lost.set())
        self._orders: list[Callable[[], object]] = []
        self.client.add_message_callback("KEEPALIVE", lambda *_: self._obey())
        for name in ("KEEPALIVE", "ERROR_MESSAGE", "IMPINJ_ENABLE_EXTENSIONS_RESPONSE"):
            self.client.add_message_callback(name, self._count(name))

    def _count(self, name: str) -> Callable[[object, object], None]:
        return lambda *_: self.messages.update([name])

    def _obey(self) -> None:
        while self._orders:
            self._orders.pop()()

    def does(self, act: Callable[[], object]) -> None:
        """On sllurp's own thread: its states are not made for orders from another one."""
        self._orders.append(act)

    def hears(self, *tags: TagId) -> None:
        self.tags.clear()
        wanted = {tag.value.lower().encode() for tag in tags}
        wait_until(lambda: wanted <= {tag["EPC"] for tag in self.tags}, what=f"sllurp: {wanted}")


@pytest.fixture
def field() -> Field:
    return Field(seed=3, fades=False)


@pytest.fixture
def emulator(field: Field, log_watch: LogWatch) -> Iterator[LlrpEmulator]:
    logging.getLogger("sllurp").setLevel(logging.ERROR)
    log_watch.expect("sllurp.llrp: \nDisconnected from server")
    with LlrpEmulator(Path("reader"), field) as emulator:
        yield emulator


@pytest.fixture
def judge(emulator: LlrpEmulator) -> Iterator[Callable[..., Judge]]:
    made: list[Judge] = []

    def connect(**config: Any) -> Judge:
        judge = Judge(emulator, **config)
        made.append(judge)
        judge.client.connect()
        return judge

    yield connect
    emulator.unplug()  # each ends on its own thread: another one would close what it waits for
    for each in made:
        each.client.join(BUSY_S)


def test_it_reads_tags_of_several_antennas(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge]
) -> None:
    field.place(SHIRT, antenna=1, rssi_dbm=-50)
    field.place(SCARF, antenna=3)
    field.place(LONG, antenna=3)
    client = judge(antennas=[1, 3])
    client.hears(SHIRT, SCARF, LONG)
    where = {tag["EPC"]: tag["AntennaID"] for tag in client.tags}
    assert where[SHIRT.value.lower().encode()] == 1
    assert where[SCARF.value.lower().encode()] == where[LONG.value.lower().encode()] == 3
    for tag in client.tags:
        assert tag["ROSpecID"] == 1
        assert -90 < tag["PeakRSSI"] < -20
        assert tag["TagSeenCount"] >= 1
        assert tag["FirstSeenTimestampUTC"] <= tag["LastSeenTimestampUTC"]
        assert "SllurpDecodeError" not in tag


def test_it_understands_the_capabilities_and_the_configuration(
    emulator: LlrpEmulator, judge: Callable[..., Judge]
) -> None:
    client = judge(session=1, tx_power=5)
    wait_until(lambda: emulator.module.running)
    told = client.client.llrp.capabilities
    general = told["GeneralDeviceCapabilities"]
    assert general["MaxNumberOfAntennaSupported"] == 4
    assert general["DeviceManufacturerName"] == 25882
    assert general["ReaderFirmwareVersion"] == b"6.4.1.240"
    assert len(general["PerAntennaAirProtocol"]) == 4
    assert client.client.llrp.tx_power_table[1:] == list(emulator.module.model.powers_dbm)
    band = told["RegulatoryCapabilities"]["UHFBandCapabilities"]
    assert len(band["UHFC1G2RFModeTable"]["UHFC1G2RFModeTableEntry"]) == 3
    assert len(band["FrequencyInformation"]["FixedFrequencyTable"]["Frequency"]) == 4
    configured = client.client.llrp.reader_config
    assert [each["AntennaConnected"] for each in configured["AntennaProperties"]] == [True] * 4
    for part in (told, general, band, configured):
        assert "SllurpDecodeError" not in part
    spec = emulator.module.spec
    assert spec is not None
    assert spec.aispecs[0].power == ((1, 5),)
    assert spec.aispecs[0].session == 1


def test_it_answers_keep_alives(emulator: LlrpEmulator, judge: Callable[..., Judge]) -> None:
    client = judge(keepalive_interval=20)
    wait_until(lambda: emulator.module.acknowledged >= 3)
    assert client.messages["KEEPALIVE"] >= 3


@pytest.mark.parametrize("size", [1, 7, 0])
def test_messages_arrive_however_they_are_cut(
    size: int,
    emulator: LlrpEmulator,
    field: Field,
    judge: Callable[..., Judge],
    log_watch: LogWatch,
) -> None:
    log_watch.expect("sllurp.llrp: Too few bytes")
    for tag in (SHIRT, SCARF, LONG):
        field.place(tag)
    emulator.split(size)
    client = judge(report_every_n_tags=3, report_timeout_ms=50)
    client.hears(SHIRT, SCARF, LONG)


def test_the_second_client_is_refused_and_the_first_reads_on(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge], log_watch: LogWatch
) -> None:
    log_watch.expect("sllurp.llrp: Could not start session on reader: Failed (a Client initiated")
    field.place(SHIRT)
    first = judge()
    first.hears(SHIRT)
    second = judge()
    assert second.lost.wait(BUSY_S)
    attempts = [event["ConnectionAttemptEvent"]["Status"] for event in second.events]
    assert attempts == ["Failed (a Client initiated connection already exists)"]
    wait_until(
        lambda: any(
            event.get("ConnectionAttemptEvent", {}).get("Status") == "Another connection attempted"
            for event in first.events
        )
    )
    first.hears(SHIRT)


def test_antennas_and_exceptions_are_told(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge]
) -> None:
    client = judge(antennas=[1, 2])
    wait_until(lambda: emulator.module.running)
    emulator.pull_antenna(2)
    emulator.complain("return loss", 2)
    emulator.attach_antenna(2)
    wait_until(lambda: len(client.events) >= 4)
    pulled, complained, attached = client.events[1:]
    assert pulled["AntennaEvent"] == {"EventType": "Disconnected", "AntennaID": 2}
    assert complained["ReaderExceptionEvent"] == {"Message": b"return loss", "AntennaID": 2}
    assert attached["AntennaEvent"] == {"EventType": "Connected", "AntennaID": 2}


def test_impinj_extensions_are_enabled_as_an_impinj_does(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge]
) -> None:
    field.place(SHIRT)
    client = judge(impinj_search_mode=2)
    client.hears(SHIRT)
    assert client.messages["IMPINJ_ENABLE_EXTENSIONS_RESPONSE"] == 1


def test_another_makers_reader_does_not_know_them(log_watch: LogWatch) -> None:
    log_watch.expect("sllurp.llrp: ")
    with LlrpEmulator(Path("reader"), Field(), model=ZEBRA_FX9600) as emulator:
        client = Judge(emulator, impinj_search_mode=2)
        client.client.connect()
        wait_until(lambda: client.messages["ERROR_MESSAGE"] == 1)
        emulator.unplug()
        client.client.join(BUSY_S)


def test_it_pauses_resumes_and_leaves(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge]
) -> None:
    field.place(SHIRT)
    client = judge()
    client.hears(SHIRT)
    client.does(client.client.llrp.pause)
    wait_until(lambda: not emulator.module.running)
    client.does(client.client.llrp.resume)
    client.hears(SHIRT)
    client.does(client.client.disconnect)
    wait_until(lambda: not emulator.connected)
    assert emulator.module.spec is None


def test_a_reader_that_vanishes_is_noticed_and_comes_back(
    emulator: LlrpEmulator, field: Field, judge: Callable[..., Judge]
) -> None:
    field.place(SHIRT)
    client = judge()
    client.hears(SHIRT)
    emulator.reboot()
    assert client.lost.wait(BUSY_S)
    judge().hears(SHIRT)
    emulator.unplug()
    with pytest.raises(ConnectionRefusedError):  # sllurp would leave its socket open
        socket.create_connection((emulator.host, emulator.port))
    emulator.plug()
    judge().hears(SHIRT)
