"""Receipts and the daily close in a running hub: bought at a table, read, sent, printed, closed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from catalog.epc import encode_sgtin96
from hardware.payment_terminal.simulated.emulator import TerminalEmulator
from hardware.rfid.reader import TagId
from kiosk.config import Settings
from kiosk.hub.bookkeeping.checks.fault import Moment
from kiosk.hub.bookkeeping.examine import Looked, examine
from kiosk.hub.receipts.post import Sent
from kiosk.hub.schema import OutboxRow
from tests.conftest import wait_until
from tests.unit.hub.conftest import RunningHub, serving

SHIRT = TagId.epc(encode_sgtin96("9521141000014", 11, "9521141"))


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The letters that the hub hands to its mail server."""
    letters: list[Any] = []

    def post(_mail: Any, message: Any) -> Sent:
        letters.append(message)
        return Sent()

    monkeypatch.setattr("kiosk.hub.receipts.delivery.post", post)
    return letters


@pytest.fixture
def hub(settings: Settings, posted: list[Any]) -> Iterator[RunningHub]:
    """A hub whose table 1 has a terminal and a printer."""
    tables = {
        name: table.model_copy(
            update={
                "terminal": table.terminal.model_copy(
                    update={"port": str(settings.device_dir / f"terminal-{name}")}
                )
            }
        )
        for name, table in settings.tables.items()
    }
    settings = settings.model_copy(update={"tables": tables})
    with contextlib.ExitStack() as stack:
        for name in tables:
            emulator = TerminalEmulator(
                settings.device_dir / f"terminal-{name}",
                settings.data_dir / f"terminal-{name}.json",
                thinking_s=0.01,
            )
            emulator.start()
            stack.callback(emulator.stop)
        yield stack.enter_context(serving(settings))


def bought(hub: RunningHub) -> str:
    """A shirt, at table 1: the address of its receipt."""
    hub.hub.catalog.bind(SHIRT, hub.hub.catalog.find_variant("LIN-1")[1].id)
    table = hub.table()
    table.lay(SHIRT)
    table.pay()

    return str(table.wait_for("SOLD")["receipt"]["url"])


def done(hub: RunningHub, topic: str) -> list[dict[str, Any]]:
    with hub.hub.catalog.reader.connect() as connection:
        rows = connection.execute(
            select(OutboxRow.body).where(OutboxRow.topic == topic, OutboxRow.done_ms.is_not(None))
        )
        return [row.body for row in rows]


def test_from_the_table_to_the_books(hub: RunningHub, posted: list[Any], tmp_path: Path) -> None:
    address = bought(hub)

    # The page, in the phone's language, and as a file to keep.
    page = hub.http.get(address, headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert page.status_code == 200
    assert '<html lang="de" dir="ltr">' in page.text
    assert "Vielen Dank" in page.text
    assert "Mit Karte bezahlt" in page.text
    assert page.headers["cache-control"] == "private, no-cache"
    assert "accept-language" in page.headers["vary"].lower()
    english = hub.http.get(f"{address}?lang=en", headers={"Accept-Language": "de"})
    assert "Thank you" in english.text
    kept = hub.http.get(f"{address}/file?lang=en")
    assert kept.headers["content-disposition"].startswith('attachment; filename="receipt-A-000001')
    assert "/static/" not in kept.text
    assert "<script" not in page.text + kept.text
    assert hub.http.get("/receipt/none/file").status_code == 404

    # By e-mail: sent, and its address forgotten.
    wrong = hub.http.post(f"{address}/email", json={"address": "nobody"})
    assert (wrong.status_code, wrong.json()["detail"]["code"]) == (422, "not_an_address")
    body = {"how": "email", "address": "ana@example.com", "language": "de"}
    assert hub.http.post("/api/tables/1/receipt", json=body).status_code == 202
    wait_until(lambda: bool(posted), what="the letter")
    assert posted[0]["To"] == "ana@example.com"
    wait_until(lambda: bool(done(hub, "receipt_email")), what="the job's end")
    assert "ana@example.com" not in str(done(hub, "receipt_email"))

    # On paper.
    wait_until(lambda: hub.hub.receipts.printers()["1"].ok, what="the printer")
    assert hub.http.post(f"{address}/print", json={"language": "en"}).json()["state"] == "printing"
    last = tmp_path / "var" / "dev" / "printer-1" / "last.png"
    wait_until(last.exists, what="the paper")
    assert hub.http.post("/receipt/none/print").status_code == 404

    # The close.
    assert "Linen shirt" not in hub.http.get("/staff/day").text
    told = hub.http.get("/api/day").json()
    assert (told["number"], told["currencies"]["EUR"]["gross"]) == (1, 7900)
    staff = {one.name: one.id for one in hub.hub.staff.colleagues()}
    form = {"number": 1, "user": staff["Ben"], "pin": "2222"}
    refused = hub.http.post("/staff/day/close", data=form)
    assert refused.status_code == 409
    assert "manager" in refused.text
    form = {"number": 1, "user": staff["Ana"], "pin": "1111"}
    closed = hub.http.post("/staff/day/close", data=form)
    assert closed.status_code == 200
    assert "Z-0001" in closed.text
    assert "Z-0001" in hub.http.post("/staff/day/close", data=form).text  # pressed twice
    assert "€79.00" in hub.http.get("/staff/day/1").text
    assert hub.http.get("/staff/day/2").status_code == 404
    assert hub.http.get("/api/day").json()["empty"]
    again = {"by": "Ana", "pin": "1111", "number": 2}
    assert hub.http.post("/api/day/close", json=again).status_code == 409

    # And what the real hub wrote is true.
    wait_until(lambda: bool(done(hub, "capture")), what="the capture")
    faults = [
        (step.check.name, step.faults)
        for step in examine(hub.hub.catalog, Moment(2_000_000_000_000, hub_runs=True))
        if isinstance(step, Looked) and step.faults
    ]
    assert faults == []


def test_paper_that_does_not_come_is_told_to_staff(hub: RunningHub, tmp_path: Path) -> None:
    address = bought(hub)
    wait_until(lambda: hub.hub.receipts.printers()["1"].ok, what="the printer")
    (tmp_path / "var" / "dev" / "printer-1" / "fault").write_text("paper out")
    assert hub.http.post(f"{address}/print").status_code == 202
    wait_until(lambda: not hub.hub.receipts.printers()["1"].ok, what="an empty roll")
    assert "Checkout 1: The receipt printer has no paper." in hub.http.get("/staff/day").text
    refused = hub.http.post(f"{address}/print")
    assert (refused.status_code, refused.json()["detail"]["code"]) == (409, "printer_not_ready")
    table = hub.table()
    assert table.press("done").status_code == 200  # and the next shopper waits for nothing
    nothing = hub.http.post("/api/tables/2/receipt", json={"how": "print"})
    assert (nothing.status_code, nothing.json()["detail"]["code"]) == (409, "no_sale")
