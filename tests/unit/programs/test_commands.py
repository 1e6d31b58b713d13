"""The command `kiosk` as a person meets it: what it starts, what it says, how it fails."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from kiosk.commands.run import check_ports, overview, programs_of
from kiosk.config import ConfigError, Settings
from tests.unit.programs.shop import content, settings_in

DESK = {"DISPLAY": ":0"}
SSH: Mapping[str, str] = {}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def kiosk(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "HANGTAG_CONFIG": str((folder or Path()) / "config.yaml")},
    )


def shop_in(folder: Path) -> Settings:
    """A shop's config.yaml in a folder, for the command itself."""
    values = content()
    (folder / "config.yaml").write_text(yaml.safe_dump(values))
    return settings_in(folder, **values)


# --- what a shop is made of


def test_a_shop_is_a_hub_its_mirrors_its_tables_and_the_bench(settings: Settings) -> None:
    programs = programs_of(settings, DESK)
    assert [program.name for program in programs] == ["hub", "mirror-1", "table-1", "bench"]
    assert programs[0].arguments == ("hub",)
    assert programs[2].arguments == ("table", "--table", "1")


def test_a_real_shop_has_no_bench(tmp_path: Path) -> None:
    programs = programs_of(settings_in(tmp_path, bench=None), DESK)
    assert [program.name for program in programs] == ["hub", "mirror-1", "table-1"]
    assert programs[1].arguments == ("mirror", "--room", "1")


@pytest.mark.parametrize(
    ("environment", "fullscreen", "arguments", "platform"),
    [
        (DESK, False, ("--remote-view",), None),
        (DESK, True, ("--fullscreen", "--remote-view"), None),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False, ("--remote-view",), None),
        (SSH, False, ("--remote-view",), "offscreen"),
        (SSH, True, ("--remote-view",), "offscreen"),
        ({"QT_QPA_PLATFORM": "eglfs"}, False, ("--remote-view",), "eglfs"),
    ],
    ids=["window", "fullscreen", "wayland", "over SSH", "fullscreen over SSH", "own platform"],
)
def test_a_mirror_without_a_display_is_seen_on_the_bench_page(
    settings: Settings,
    environment: Mapping[str, str],
    fullscreen: bool,
    arguments: tuple[str, ...],
    platform: str | None,
) -> None:
    mirror = programs_of(settings, environment, fullscreen=fullscreen)[1]
    assert mirror.arguments == ("mirror", "--room", "1", *arguments)
    assert mirror.environment.get("QT_QPA_PLATFORM") == platform


@pytest.mark.parametrize("section", ["hub", "bench"])
def test_a_port_in_use_is_named_with_its_key(settings: Settings, section: str) -> None:
    port = getattr(settings, section).port
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(ConfigError, match=f"Port {port} on 127.0.0.1 .* set {section}.port in"),
    ):
        check_ports(settings)
    check_ports(settings)


def test_the_overview_says_where_everything_is(settings: Settings) -> None:
    page = io.StringIO()
    Console(file=page, width=120).print(overview(settings, SSH, ["table-1"]))
    for part in (
        f"http://127.0.0.1:{settings.bench.port}/bench",  # type: ignore[union-attr]
        f"http://127.0.0.1:{settings.hub.port}/tablet/1",
        f"http://127.0.0.1:{settings.hub.port}/staff",
        "Fitting room 1",
        "on the bench page",
        "Not answering yet: table-1",
    ):
        assert part in page.getvalue()


# --- how it fails: one sentence, exit code 2


def test_help_names_every_command() -> None:
    shown = kiosk("--help")
    assert shown.returncode == 0
    for name in ("run", "hub", "mirror", "table", "bench", "catalog", "tags", "simulate"):
        assert f" {name} " in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["table", "--table", "9"], "There is no table '9' in the settings; tables has: 1."),
        (["simulate", "hang", "--any", "3"], "The bench does not answer at http://127.0.0.1:"),
        (["--config", "nowhere.yaml", "hub"], "nowhere.yaml: No such file or directory."),
    ],
    ids=["no such table", "no bench", "no settings"],
)
def test_an_expected_failure_is_a_sentence(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    shop_in(tmp_path)
    failed = kiosk(*arguments, folder=tmp_path)
    assert failed.returncode == 2
    assert words in failed.stderr
    assert "Traceback" not in failed.stderr


def test_simulate_needs_to_know_what(tmp_path: Path) -> None:
    shop_in(tmp_path)
    failed = kiosk("simulate", "hang", folder=tmp_path)
    assert failed.returncode == 2
    assert "--any 3" in failed.stderr


def test_a_port_in_use_stops_run_before_anything_starts(tmp_path: Path) -> None:
    settings = shop_in(tmp_path)
    with socket.create_server(("127.0.0.1", settings.hub.port)):
        failed = kiosk("run", folder=tmp_path)
    assert failed.returncode == 2
    assert f"Port {settings.hub.port}" in failed.stderr
    assert not (tmp_path / "var" / "log").exists()


@pytest.mark.parametrize("program", ["mirror", "table"])
def test_a_program_starts_without_what_it_does_not_need(program: str) -> None:
    """The mirror has a second for its first frame; the web and database libraries take half."""
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kiosk", program, "--help"],
        capture_output=True,
        text=True,
        timeout=60,
    ).stderr
    assert "kiosk.cli" in imported
    modules = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    assert not modules & {"fastapi", "requests", "sqlalchemy", "PySide6", "epcpy"}
