"""config.yaml: complete, commented, and strict; a mistake is a sentence that names the key."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from kiosk import config
from tests.conftest import REPO

SHIPPED = REPO / "config.yaml"


def test_the_shipped_file_runs_the_demo_shop() -> None:
    settings = config.load(SHIPPED)
    assert list(settings.rooms) == ["1"]
    assert list(settings.tables) == ["1"]
    assert settings.bench is not None
    assert settings.sample_dir == REPO / "assets" / "sample"


def test_paths_are_relative_to_the_file_and_not_to_where_kiosk_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = config.load(SHIPPED)
    assert settings.data_dir == REPO / "var"
    assert settings.rooms["1"].reader.port == str(REPO / "var" / "dev" / "room-1")


def test_a_terminals_files_are_found_from_any_folder(tmp_path: Path) -> None:
    terminal = {"driver": "stripe", "reader": "tmr_1", "key_file": "keys/stripe.key"}
    raw = yaml.safe_load(SHIPPED.read_text())
    raw["tables"]["1"]["terminal"] = terminal
    settings = config.parse(raw, tmp_path / "config.yaml")
    assert settings.tables["1"].terminal.settings() == {
        **terminal,
        "key_file": str(tmp_path / "keys" / "stripe.key"),
    }


@pytest.mark.parametrize(
    ("database", "url"),
    [
        ("sqlite:///data/shop.db", "sqlite:///{}/data/shop.db"),
        ("sqlite:////srv/shop.db", "sqlite:////srv/shop.db"),
        ("postgresql+psycopg://kiosk@db/shop", "postgresql+psycopg://kiosk@db/shop"),
        ("", "sqlite:///{}/var/shop.db"),
    ],
)
def test_a_database_is_found_from_any_folder(tmp_path: Path, database: str, url: str) -> None:
    settings = config.parse({"hub": {"database": database}}, tmp_path / "config.yaml")
    assert settings.database_url == url.format(tmp_path)


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    return {prefix + name for name in model.model_fields if name not in ("root", "file")}


@pytest.mark.parametrize(
    ("section", "model"),
    [
        ("", config.Settings),
        ("shop", config.Shop),
        ("gs1", config.Gs1),
        ("hub", config.HubSection),
        ("security", config.Security),
        ("mirror", config.Mirror),
        ("recorder", config.Recorder),
        ("bench", config.Bench),
        ("rooms.1", config.Room),
        ("tables.1", config.Table),
        ("gates.1", config.Gate),
    ],
)
def test_the_shipped_file_names_every_setting_there_is(
    section: str, model: type[BaseModel]
) -> None:
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    for part in filter(None, section.split(".")):
        content = content[part]
    assert set(content) == keys(model)


MISTAKES = [
    ("shop: {nam: Aster}", "there is no setting shop.nam"),
    ("shop: {currency: euro}", "shop.currency"),
    ("shop: {locale: Irish}", "shop.locale"),
    ("shop: {locale: xx-YY}", "a language and a country, such as en-IE"),
    ("hub: {port: 99999}", "hub.port"),
    ("hub: {port: many}", "hub.port"),
    ("rooms: {'1': {name: One}}", "rooms.1.reader is missing"),
    (
        "rooms: {'1': {name: One, reader: {driver: mercury}, tablet: '7'}}",
        "rooms.1.tablet is '7', but tables has: none",
    ),
    ("readers: {a/b: {driver: llrp}}", "readers.a/b"),
    ("gs1: {company_prefix: '12'}", "gs1.company_prefix"),
    ("security: {demo: maybe}", "security.demo should be true or false (it is 'maybe')."),
    ("checkout: {idle_s: soon}", "checkout.idle_s should be a number (it is 'soon')."),
    ("checkout: {idle_s: -5}", "checkout.idle_s should be 30 or more (it is -5)."),
    ("checkout: {bags: PAPER}", "checkout.bags should be a list, such as [a, b]"),
    ("checkout: {languages: []}", "checkout.languages should have one entry at least"),
    ("checkout: {languages: [xx]}", "checkout.languages.0 should be 'en', 'de', 'fr', 'es', 'it'"),
    ("hub: {tls: true}", "hub.tls should hold settings of its own, indented below it"),
    ("hub: {upstream: head-office}", "hub.upstream is not written as it should be"),
    ("mail: {host: x, from: nobody}", "mail.from is not written as it should be"),
    ("- a list", "should hold keys and values"),
    ("shop: [unclosed", "is not YAML"),
]


@pytest.mark.parametrize(("text", "words"), MISTAKES)
def test_a_mistake_is_told_in_words_that_name_the_key(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError) as error:
        config.load(file)
    assert words.replace("{}", str(tmp_path)) in str(error.value)


def test_a_shared_reader_and_a_port_of_the_network(tmp_path: Path) -> None:
    content = yaml.safe_load(
        """
        readers: {ceiling: {driver: llrp, host: 192.168.1.40, port: 5085, antennas: [1, 2]}}
        rooms:
          "1": {name: One, reader: {driver: shared, port: var/dev/ceiling, antennas: [2]}}
        """
    )
    settings = config.parse(content, tmp_path / "config.yaml")
    assert settings.readers["ceiling"].settings()["port"] == 5085
    reader = settings.rooms["1"].reader
    assert reader.port == str(settings.shared_at("ceiling")) == str(tmp_path / "var/dev/ceiling")
    assert settings.shared_by(reader) == "ceiling"


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="--config"):
        config.load(tmp_path / "none.yaml")
