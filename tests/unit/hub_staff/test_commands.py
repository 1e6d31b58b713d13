"""`kiosk catalog` and `kiosk tags` beside a running hub, the one writer: all goes through it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.commands import catalog
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub
from tests.unit.hub_staff.test_catalog_http import BAD, GOOD


@pytest.fixture
def shell(
    hub: RunningHub, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder whose settings know the hub's address and no database that could be written."""
    folder = tmp_path_factory.mktemp("shell")
    config = folder / "config.yaml"
    config.write_text(f"hub: {{url: {hub.url!r}, database: 'sqlite:////dev/null/shop.db'}}\n")
    monkeypatch.setenv("HANGTAG_CONFIG", str(config))
    return folder


def kiosk(*words: str) -> tuple[int, str]:
    """Exit code (2 for an error that was told in words) and what was said."""
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, str(result.exception)
    return result.exit_code, " ".join(result.output.split())


def test_what_is_done_in_the_shell_is_done_by_the_hub(hub: RunningHub, shell: Path) -> None:
    good, bad = shell / "good.csv", shell / "bad.csv"
    good.write_text(GOOD)
    bad.write_text(BAD)
    journey = [
        (("catalog", "import", str(bad)), 1, "nothing was imported, because of 1 bad row"),
        (("catalog", "import", str(good), "--dry-run"), 0, "this is what an import would do"),
        (("catalog", "restock", "TOTE-1", "+2"), 2, "No variant has the SKU"),
        (("catalog", "import", str(bad), "--skip-bad"), 0, "Products: 1 created"),
        (("catalog", "import", str(good)), 0, "1 unchanged"),
        (
            ("catalog", "restock", "TOTE-1", "+2"),
            0,
            "TOTE-1, Ecru: 6 in stock, 6 of them untagged.",
        ),
        (("catalog", "restock", "TOTE-1", "-9"), 2, "so 9 cannot be taken away"),
        (
            ("tags", "bind", "uid:04A2B3", "TOTE-1"),
            0,
            "one piece of Canvas tote, Ecru; 6 in stock.",
        ),
        (("tags", "bind", "uid:04A2B3", "TOTE-1"), 2, "bound to Canvas tote, Ecru already"),
    ]
    for words, code, said in journey:
        exit_code, output = kiosk(*words)
        assert exit_code == code, output
        assert said in output
    assert hub.hub.catalog.find_variant("TOTE-1")[1].stock == 6


def test_the_hub_is_not_asked_through_a_proxy(
    hub: RunningHub, shell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    (shell / "good.csv").write_text(GOOD)
    assert kiosk("catalog", "import", str(shell / "good.csv"))[0] == 0
    assert hub.hub.catalog.find_variant("TOTE-1")[1].stock == 4


def test_nothing_is_written_beside_a_hub_that_is_too_busy_to_answer(
    shell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "_HEALTH_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port, database = busy.getsockname()[1], shell / "shop.db"
        words = f"hub: {{port: {port}, database: 'sqlite:///{database}'}}\n"
        (shell / "config.yaml").write_text(words)
        exit_code, said = kiosk("catalog", "restock", "TOTE-1", "+2")
    assert exit_code == 2
    assert "It is busy" in said
    assert not database.exists()


def test_an_import_through_the_hub_tells_how_far_it_is(
    hub: RunningHub, shell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file leaves piece by piece, and the hub is asked how much of it is in."""
    monkeypatch.setattr(catalog, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(catalog, "_AT_ONCE_BYTES", 64)
    said: list[tuple[str, int, int]] = []

    @contextmanager
    def bars() -> Iterator[catalog.Progress]:
        yield lambda step, done, total: said.append((step, done, total))

    def imported(*_: object, **__: object) -> NoReturn:
        hub.hub.imports._note("importing", 3, 7)
        wait_until(lambda: ("importing", 3, 7) in said, what="the bar")
        raise ValueError("It was read as far as it goes.")

    monkeypatch.setattr(catalog, "_bars", bars)
    monkeypatch.setattr(hub.hub.catalog, "import_file", imported)
    assert hub.http.get("/api/catalog/import/progress").json()["step"] is None
    file = shell / 'Größe "S".csv'
    file.write_text(GOOD)
    assert kiosk("catalog", "import", str(file)) == (2, "It was read as far as it goes.")
    size = len(GOOD.encode())
    sent = [done for step, done, total in said if step == "sending" and total == size]
    assert sent[:2] == [64, 128]
    assert sent[-1] == size


def test_test_tags_are_added_listed_and_removed(hub: RunningHub, shell: Path) -> None:
    card = "uid:04A2B91C"
    journey = [
        (("list",), 0, "There is no test tag yet."),
        (("add", card, "--note", "Ana's card"), 0, f"{card} is a test tag now."),
        (("add", card), 0, f"{card} was a test tag already."),
        (("list",), 0, f"{card} Ana's card"),
        (("remove", card), 0, f"{card} is no test tag any more."),
        (("remove", card), 0, f"{card} is no test tag."),
        (("add", "no tag"), 2, "is no tag"),
    ]
    for words, code, said in journey:
        result = kiosk("tags", "test", *words)
        assert result[0] == code, result
        assert said in result[1]


def test_test_tags_can_be_made_before_the_hub_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.yaml").write_text("hub: {port: 9}\n")
    monkeypatch.setenv("HANGTAG_CONFIG", str(tmp_path / "config.yaml"))
    assert kiosk("tags", "test", "add", "uid:04A2B91C") == (0, "uid:04A2B91C is a test tag now.")
    assert kiosk("tags", "test", "list") == (0, "uid:04A2B91C")
