"""The hub is killed in the middle of a payment and started again: exactly one sale, or none.

Real processes, SIGKILL, a real database, over HTTP. The judge is the terminal's own books. Every
other point, and what goes wrong on the way, is `make crash` (tests/crash).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from kiosk.config import load
from kiosk.hub.serving import run
from tests.conftest import BUSY_S, REPO, wait_until
from tests.unit.hub.conftest import TableTop, charged
from tests.unit.hub.shop import DRESS, SHIRT

CONFIG = """
shop: {{name: Maison Aster, tax_percent: "23"}}
security: {{demo: true}}
sample_shop: ""
hub: {{port: {port}}}
tables:
  "1":
    name: Checkout 1
    reader: {{driver: simulated}}
    terminal: {{driver: simulated, port: var/dev/terminal-1}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def config(tmp_path: Path, shop_database: Path, port: int) -> Path:
    (tmp_path / "var").mkdir()
    shutil.copy(shop_database, tmp_path / "var" / "shop.db")
    (tmp_path / "config.yaml").write_text(CONFIG.format(port=port))
    return tmp_path / "config.yaml"


@pytest.fixture
def terminal(config: Path) -> Iterator[TerminalEmulator]:
    emulator = TerminalEmulator(config.parent / "var" / "dev" / "terminal-1", thinking_s=0.02)
    emulator.start()
    yield emulator
    emulator.stop()


class HubProcess:
    """One forked hub."""

    def __init__(self, parent: subprocess.Popen[str], config: Path, point: str) -> None:
        self._parent = parent
        self.pid = self._ask(f"start {config} {point}")
        self.exit_code: int | None = None

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Its exit code, when it has ended."""
        if self.exit_code is None:
            self.exit_code = self._ask(f"wait {self.pid}")
        return self.exit_code

    def _ask(self, command: str) -> int:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(command + "\n")
        self._parent.stdin.flush()
        return int(self._parent.stdout.readline())


@pytest.fixture(scope="module")
def warm_parent() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.hub.hub_process"],
        cwd=REPO,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        yield parent
        assert parent.stdin is not None
        parent.stdin.close()
        assert parent.wait(10) == 0


Start = Callable[[str], HubProcess]


@pytest.fixture
def start(config: Path, http: httpx.Client, warm_parent: subprocess.Popen[str]) -> Iterator[Start]:
    """Starts a hub that dies at a point ("-": lives), and waits until it answers."""
    running: list[HubProcess] = []

    def run_one(point: str) -> HubProcess:
        process = HubProcess(warm_parent, config, point)
        running.append(process)

        def answers() -> bool:
            try:
                return http.get("/api/health").status_code == 200
            except httpx.TransportError:
                return False

        wait_until(answers, 30, "the hub")
        return process

    yield run_one
    for process in running:
        if process.exit_code is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 0


@pytest.fixture
def http(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=BUSY_S) as client:
        yield client


def sold(config: Path) -> list[int]:
    """The totals of the sales in the database."""
    with closing(sqlite3.connect(config.parent / "var" / "shop.db")) as database:
        rows = database.execute(
            "SELECT total_minor FROM sale WHERE total_minor = "
            "(SELECT sum(price_minor) FROM sale_line WHERE sale_id = sale.id)"
        )
        return [total for (total,) in rows]


def paid_table(http: httpx.Client) -> TableTop:
    table = TableTop(http)
    wait_until(lambda: table.now["terminal"]["state"] == "ok", what="the terminal")
    table.lay(SHIRT, DRESS)
    return table


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "total"),
    [
        ("ledger.store_reference.after", 0),
        ("terminal.perform.after", 20800),
    ],
)
def test_killed_at(
    point: str,
    total: int,
    start: Start,
    terminal: TerminalEmulator,
    config: Path,
    http: httpx.Client,
) -> None:
    dying = start(point)
    table = paid_table(http)
    table.pay()
    assert dying.wait() == -signal.SIGKILL
    start("-")
    table.lay(SHIRT, DRESS)
    table.wait_for("SOLD" if total else "OPEN")
    assert charged(terminal) == total
    assert sold(config) == ([total] if total else [])
    if not total:  # and nothing stands in the way of paying now
        wait_until(lambda: table.now["terminal"]["state"] == "ok", what="the terminal")
        table.pay()
        table.wait_for("SOLD")
        assert sold(config) == [charged(terminal)] == [20800]


@pytest.mark.slow
@pytest.mark.parametrize(("decision", "total"), [("approve", 20800), ("decline", 0)])
def test_killed_while_the_card_is_awaited(
    decision: str,
    total: int,
    start: Start,
    terminal: TerminalEmulator,
    config: Path,
    http: httpx.Client,
) -> None:
    terminal.mode = "ask"
    hub = start("-")
    table = paid_table(http)
    table.pay()
    wait_until(terminal.pending, what="the payment on the display")
    hub.send_signal(signal.SIGKILL)
    hub.wait()
    terminal.decide(decision)
    wait_until(lambda: terminal.pending() is None, what="the card")
    start("-")
    table.lay(SHIRT, DRESS)
    table.wait_for("SOLD" if total else "OPEN")
    assert charged(terminal) == total
    assert sold(config) == ([total] if total else [])


@pytest.mark.slow
def test_killed_and_the_terminal_is_away_for_longer(
    start: Start, terminal: TerminalEmulator, config: Path, http: httpx.Client
) -> None:
    dying = start("terminal.perform.after")
    table = paid_table(http)
    table.pay()
    dying.wait()
    terminal.unplug()
    start("-")
    table.lay(SHIRT, DRESS)
    assert table.wait_for("RECONCILING")["payment"]["attempt"] == 1
    assert sold(config) == []
    terminal.plug()
    table.wait_for("SOLD")
    assert sold(config) == [charged(terminal)] == [20800]


def test_a_port_in_use_is_said_in_one_line(
    config: Path, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert run(load(config)) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"Port {port} is in use by another program. Stop it, or set hub.port in config.yaml "
        "to a free one."
    ]


def test_a_database_of_a_newer_hangtag_is_refused_in_words(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(config.parent / "var" / "shop.db")) as database:
        database.execute("UPDATE alembic_version_hub SET version_num = '9999'")
        database.commit()
    assert run(load(config)) == 2
    assert "newer Hangtag" in capsys.readouterr().err


def test_a_terminal_that_the_config_gets_wrong_is_named(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = config.read_text().replace(
        "terminal: {driver: simulated", "terminal: {beads: 9, driver: simulated"
    )
    config.write_text(wrong)
    assert run(load(config)) == 2
    assert "has no setting 'beads'" in capsys.readouterr().err


@pytest.mark.slow
def test_it_stops_at_once_with_a_tablet_listening(start: Start, http: httpx.Client) -> None:
    hub = start("-")
    with http.stream("GET", "/api/tables/1/live") as stream:
        lines = stream.iter_lines()
        next(lines)
        began = time.monotonic()
        hub.send_signal(signal.SIGTERM)
        assert hub.wait() == 0
    assert time.monotonic() - began < 5
