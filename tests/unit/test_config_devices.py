"""Devices of config.yaml that cannot be: by which key they are told, and which programs mind."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from kiosk import cli, config, config_devices
from kiosk.commands import programs
from tests.conftest import LogWatch
from tests.unit.test_config import SHIPPED

PROGRAMS = ("hub", "mirror-1", "table-1", "gate-1", "reader-one", "bench")


def shop(tmp_path: Path, **changes: Any) -> config.Settings:
    """The shipped one, and a reader that may be shared; `a__b=value` changes the key a.b."""
    raw = yaml.safe_load(SHIPPED.read_text())
    raw["readers"] = {"one": {"driver": "mercury", "port": "var/dev/one"}}
    for key, value in changes.items():
        *path, last = key.split("__")
        holder = raw
        for part in path:
            holder = holder[part]
        holder[last] = value
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return config.load(file)


# --- who minds

WRONG = [
    pytest.param(
        {"rooms__1__reader": {"driver": "m100", "port": "a", "region": "EU3"}},
        "rooms.1.reader: m100 reader: region 'EU3' is none of",
        "mirror-1",
        "Fitting room 1 will not start.",
        id="region",
    ),
    pytest.param(
        {"rooms__1__reader": {"driver": "m100", "port": "a", "antennas": 1}},
        "rooms.1.reader: ",
        "mirror-1",
        "Fitting room 1 will not start.",
        id="antennas",
    ),
    pytest.param(
        {"rooms__1__reader": {"driver": "m100", "port": 8}},
        "rooms.1.reader: ",
        "mirror-1",
        "Fitting room 1 will not start.",
        id="port",
    ),
    pytest.param(
        {"rooms__1__reader": {"driver": "shared", "port": "var/dev/attic"}},
        "rooms.1.reader.port is ",
        "mirror-1",
        "Fitting room 1 will not start.",
        id="shared",
    ),
    pytest.param(
        {"tables__1__reader": {"driver": "nosuch"}},
        "tables.1.reader.driver: no rfid driver is called 'nosuch'",
        "table-1",
        "Checkout 1 will not start.",
        id="driver",
    ),
    pytest.param(
        {"tables__1__terminal": {"driver": "nosuch"}},
        "tables.1.terminal.driver: ",
        "hub",
        "The hub will not start.",
        id="terminal",
    ),
    pytest.param(
        {"gates__1__alarm": {"driver": "gpio"}},
        "gates.1.alarm: an alarm on pins needs",
        "gate-1",
        "Exit will not start.",
        id="alarm",
    ),
    pytest.param(
        {"readers__one__region": "Mars"},
        "readers.one: ",
        "reader-one",
        "Reader one will not start.",
        id="reader",
    ),
    pytest.param(
        {"mirror__light": {"driver": "nosuch"}},
        "mirror.light.driver: ",
        "mirror-1",
        "No mirror will start.",
        id="lamp",
    ),
    pytest.param(
        {"mirror__screen": {"driver": "nosuch"}},
        "mirror.screen.driver: ",
        "mirror-1",
        "No mirror will start.",
        id="screen",
    ),
    pytest.param(
        {"mirror__screen": {"driver": "none", "health": "x"}},
        "mirror.screen: screen driver 'none' has no setting 'health'",
        "mirror-1",
        "No mirror will start.",
        id="screen's setting",
    ),
]


@pytest.mark.parametrize(("changes", "sentence", "whose", "lost"), WRONG)
def test_what_is_wrong_stops_the_program_that_uses_it_and_the_others_say_so_in_one_line(
    tmp_path: Path,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, Any],
    sentence: str,
    whose: str,
    lost: str,
) -> None:
    log_watch.expect(lost)
    settings = shop(tmp_path, **changes)
    with pytest.raises(config.ConfigError, match=r"^[^\n]*$") as refused:
        config_devices.refuse(settings, whose)
    assert str(refused.value).startswith(f"{tmp_path}/config.yaml: {sentence}")
    with pytest.raises(config.ConfigError) as of_all:
        config_devices.refuse(settings)
    assert str(of_all.value) == str(refused.value)
    for other in PROGRAMS:
        caplog.clear()
        config_devices.warn(settings, other)
        if other != whose:
            config_devices.refuse(settings, other)
        told = [record.getMessage() for record in caplog.records]
        fault = str(refused.value).partition("config.yaml: ")[2]
        assert told == ([] if other == whose else [f"{fault} {lost}"])


def test_all_that_is_wrong_in_the_shop_is_told_at_once(tmp_path: Path) -> None:
    settings = shop(
        tmp_path, readers__one__region="Mars", tables__1__reader={"driver": "m100", "port": 8}
    )
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(settings)
    first, second = str(refused.value).splitlines()
    assert "config.yaml: readers.one: " in first
    assert "config.yaml: tables.1.reader: " in second


def test_a_mirror_makes_its_own_reader_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, Any]] = []
    monkeypatch.setattr(config_devices, "make_device", lambda *asked: made.append(asked))
    settings = shop(tmp_path)
    config_devices.refuse(settings, "mirror-1")
    assert made == [("rfid", settings.rooms["1"].reader.settings())]


@pytest.mark.parametrize(
    ("arguments", "begins", "warned"),
    [
        (["hub"], True, 1),
        (["table"], True, 1),
        (["gate"], True, 1),
        (["mirror"], False, 0),
        (["run"], False, 0),
        (["doctor"], False, 0),
        (["install", "hub", "--dry-run"], False, 0),
    ],
)
def test_a_rooms_wrong_reader_stops_neither_hub_nor_till(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log_watch: LogWatch,
    caplog: pytest.LogCaptureFixture,
    arguments: list[str],
    begins: bool,
    warned: int,
) -> None:
    log_watch.expect("rooms.1.reader")
    shop(tmp_path, rooms__1__reader={"driver": "m100", "port": "a", "region": "EU3"})
    if arguments[0] == "install":
        folder = tmp_path / "etc" / "hangtag"
        folder.mkdir(parents=True)
        (tmp_path / "config.yaml").rename(folder / "config.yaml")
        arguments = [*arguments, "--root", str(tmp_path)]
    else:
        arguments = ["--config", str(tmp_path / "config.yaml"), *arguments]
        monkeypatch.setenv("HANGTAG_CONFIG", "")  # taken back at the end
    begun: list[str] = []
    program = SimpleNamespace(run=lambda *_, **__: begun.append(arguments[-1]))
    for name in ("kiosk.hub.serving", "kiosk.table.app", "kiosk.gate.app"):
        monkeypatch.setitem(sys.modules, name, program)
    monkeypatch.setattr(programs, "_end", lambda _code: None)
    monkeypatch.setattr(programs, "gc", SimpleNamespace(disable=lambda: None))  # it would stay so
    monkeypatch.setattr("kiosk.secrecy.keep_secrets", lambda: None)
    ended = CliRunner().invoke(cli.app, arguments)
    assert bool(begun) is begins
    assert isinstance(ended.exception, config.ConfigError) is not begins
    if not begins:
        assert "rooms.1.reader: m100 reader: region 'EU3'" in str(ended.exception)
    lines = [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]
    assert len(lines) == warned


# --- by which key


@pytest.mark.parametrize(
    ("section", "device", "sentence"),
    [
        ("rooms", "reader", "rooms.1.reader.driver: no rfid driver is called 'nosuch'; there are:"),
        ("tables", "reader", "tables.1.reader.driver: no rfid driver is called 'nosuch'; there"),
        ("tables", "terminal", "tables.1.terminal.driver: no payment_terminal driver is called"),
    ],
)
def test_a_driver_that_there_is_not_is_named_with_its_place(
    tmp_path: Path, section: str, device: str, sentence: str
) -> None:
    raw = yaml.safe_load(SHIPPED.read_text())
    raw[section]["1"][device]["driver"] = "nosuch"
    settings = config.parse(raw, tmp_path / "config.yaml")
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(settings)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("section", "key", "role"),
    [
        ("mirror", "screen", "screen"),
        ("mirror", "light", "lamp"),
        ("tables.1", "printer", "receipt_printer"),
    ],
)
def test_any_driver_that_there_is_not_is_told_by_its_key(
    tmp_path: Path, section: str, key: str, role: str
) -> None:
    raw = yaml.safe_load(SHIPPED.read_text())
    place = raw["tables"]["1"] if section == "tables.1" else raw[section]
    place[key] = {"driver": "nosuch"}
    settings = config.parse(raw, tmp_path / "config.yaml")
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(settings)
    words = f"{section}.{key}.driver: no {role} driver is called 'nosuch'; there are: "
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"power_dbm": "much"}, "power_dbm is a number, not 'much'"),
        ({"power_dbm": 99}, "power_dbm 99 is not 0 to 31.5"),
        ({"antennas": 1}, "antennas is a list of whole numbers, such as [1, 2], not 1"),
        ({"antennas": ["left"]}, "antennas is a list of whole numbers, such as [1, 2], not"),
        ({"region": "Mars"}, "region 'Mars' is none of NA, EU"),
        ({"pwoer_dbm": 20}, "has no setting 'pwoer_dbm'; it has: port, region"),
    ],
)
@pytest.mark.parametrize("place", ["readers.one", "rooms.1.reader", "tables.1.reader"])
def test_a_readers_setting_that_cannot_be_is_told_by_its_key_and_with_what_can(
    tmp_path: Path, place: str, change: dict[str, object], sentence: str
) -> None:
    raw = yaml.safe_load(SHIPPED.read_text())
    raw["readers"] = {"one": {"driver": "mercury", "port": "var/dev/one"}}
    section, name, *_ = place.split(".")
    holder = raw[section][name]
    holder = holder if section == "readers" else holder["reader"]
    holder |= change
    settings = config.parse(raw, tmp_path / "config.yaml")
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(settings)
    assert f"config.yaml: {place}: " in str(refused.value)
    assert sentence in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_screens_setting_that_there_is_not_is_told_by_its_key(tmp_path: Path) -> None:
    raw = {"mirror": {"screen": {"driver": "wlopm", "panel": "HDMI-A-1"}}}
    with pytest.raises(config.ConfigError, match=r"mirror\.screen: .* no setting 'panel'; it has"):
        config_devices.refuse(config.parse(raw, tmp_path / "config.yaml"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "rooms: {'1': {name: One, reader: {driver: shared, port: var/dev/attic}}}",
            "rooms.1.reader.port is '{}/var/dev/attic', but of readers there are shared: none",
        ),
        (
            "readers: {ceiling: {driver: llrp, host: h, antennas: [1, 2]}}\n"
            "tables: {'1': {name: One, terminal: {driver: simulated},"
            " reader: {driver: shared, port: var/dev/ceiling, antennas: [3]}}}",
            "tables.1.reader.antennas has 3, but readers.ceiling.antennas has: 1, 2",
        ),
        ("readers: {ceiling: {driver: shared}}", "readers.ceiling.driver is shared"),
    ],
)
def test_who_hears_a_shared_reader_that_cannot_be_is_told_by_its_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    settings = config.parse(yaml.safe_load(text), tmp_path / "config.yaml")
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(settings)
    assert sentence.replace("{}", str(tmp_path)) in str(refused.value)


@pytest.mark.parametrize(
    ("gate", "sentence"),
    [
        ({"alarm": {"driver": "siren"}}, "gates.1.alarm.driver: no alarm driver is called 'siren'"),
        ({"alarm": {"port": "a"}}, "gates.1.alarm.driver is missing. Add it."),
        ({"alarm": {"driver": "simulated", "port": True}}, "gates.1.alarm.port should be a text"),
        ({"alarm": {"driver": "simulated", "port": 7}}, "gates.1.alarm: alarm driver 'simulated'"),
        ({"alarm": {"driver": "simulated"}}, "needs the setting 'port'"),
        ({"alarm": {"driver": "sound", "port": "a"}}, "has no setting 'port'; it has: player"),
        ({"alarm": {"driver": "gpio"}}, "gates.1.alarm: an alarm on pins needs light, buzzer"),
        ({"alarm": {"driver": "gpio", "light": 99}}, "light is a pin from 0 to 53, not 99"),
        ({"alarm": "simulated"}, "gates.1.alarm should hold settings of its own"),
        ({"alarm": []}, "gates.1.alarm should have one entry at least"),
        (
            {"alarm": [{"driver": "sound"}, {"driver": "no"}]},
            "gates.1.alarm.1.driver: no alarm driver",
        ),
        ({"alarm": ["sound"]}, "gates.1.alarm.0 should hold settings of its own"),
        (
            {"reader": {"driver": "radar"}},
            "gates.1.reader.driver: no rfid driver is called 'radar'",
        ),
        ({"reader": {"driver": "m100", "port": "a", "q": 16}}, "gates.1.reader: m100 reader: q 16"),
        ({"unknown": "loud"}, "gates.1.unknown should be 'quiet' or 'alarm'"),
    ],
)
def test_a_gate_that_cannot_begin_is_told_in_a_sentence(
    tmp_path: Path, gate: dict[str, object], sentence: str
) -> None:
    raw = yaml.safe_load(SHIPPED.read_text())
    raw["gates"]["1"] |= gate
    with pytest.raises(config.ConfigError) as refused:
        config_devices.refuse(config.parse(raw, tmp_path / "config.yaml"), "gate-1")
    assert sentence in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
