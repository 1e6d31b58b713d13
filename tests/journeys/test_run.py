"""`kiosk run`, whole: the shop is opened by one command, sells, is closed, and opens again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
import requests

from tests.conftest import wait_until
from tests.unit.programs.whole_shop import WholeShop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeShop]:
    shop = WholeShop(tmp_path_factory.mktemp("shop"))
    shop.open()
    yield shop
    shop.close()


@pytest.fixture(autouse=True)
def empty(shop: WholeShop) -> Iterator[None]:
    yield
    if shop.process.poll() is None:
        shop.tidy()


def frame(shop: WholeShop) -> bytes:
    """The mirror's picture now, as the bench page gets it."""
    with requests.get(
        f"{shop.bench.url}/api/bench/mirror/1/frames", stream=True, timeout=20
    ) as stream:
        raw = stream.raw.read(4)
        return bytes(stream.raw.read(int.from_bytes(raw, "big")))


@pytest.mark.slow
def test_the_overview_names_every_place_and_nothing_complains(shop: WholeShop) -> None:
    said = shop.all_said()
    for place in ("/bench", "/tablet/1", "/staff", "on the bench page"):
        assert place in said
    assert "Not answering" not in said
    assert len(shop.programs()) == 5


def test_a_garment_is_hung_laid_paid_sold_and_carried_out(shop: WholeShop) -> None:
    at_rest = frame(shop)
    tags = shop.do("hang", count=2)["tags"]
    wait_until(lambda: frame(shop) != at_rest, 20, "the mirror to show what hangs")
    hung = frame(shop)

    shop.do("lay", tags=tags)
    basket = shop.until(count=2, state="OPEN")
    assert {f"epc:{line['tag']['value']}" for line in basket["lines"]} == set(tags)
    assert shop.status_of(tags) == {"in_stock"}

    shop.pay()
    sold = shop.until(state="SOLD")
    assert sold["receipt"]["count"] == 2
    assert shop.hub.get(sold["receipt"]["url"]).status_code == 200
    assert shop.status_of(tags) == {"sold"}

    shop.do("lift")
    shop.until(state="EMPTY", count=0)
    wait_until(lambda: frame(shop) != hung, 20, "the mirror to let go of what was taken out")


@pytest.mark.slow
def test_what_is_paid_for_leaves_quietly_and_what_is_not_alarms(shop: WholeShop) -> None:
    wait_until(
        lambda: shop.hub.get("/api/gates").json()[0]["list"] == shop.gate_knows()["list"],
        20,
        "the gate to know the shop's pieces",
    )
    paid = shop.do("lay", count=1)["tags"]
    shop.until(count=1, state="OPEN")
    shop.pay()
    shop.until(state="SOLD")
    wait_until(lambda: "sold" in shop.gate_knows()["changes"].values(), 5, "the gate to be told")
    shop.do("exit", tags=paid)

    unpaid = shop.do("exit", count=1)["tags"]
    wait_until(lambda: shop.alarmed() >= set(unpaid), 20, "the alarm for what was not paid for")
    assert shop.alarmed().isdisjoint(paid)
    exit_now = shop.bench.get("/api/bench").json()["gates"][0]
    assert exit_now["passings"] == {"count": 2, "tags": unpaid}
    wait_until(
        lambda: {*shop.bench.get("/api/bench").json()["gates"][0]["outside"]} == {*paid, *unpaid},
        20,
        "both to be outside",
    )


@pytest.mark.slow
def test_a_lost_answer_is_asked_for_again_and_charged_once(shop: WholeShop) -> None:
    shop.do("terminal/1", mode="lose_answer")
    tags = shop.do("lay", count=1)["tags"]
    shop.until(count=1, state="OPEN")
    shop.pay()
    shop.until(state="RECONCILING")
    shop.until(state="SOLD")
    assert shop.status_of(tags) == {"sold"}
    payment = shop.bench.get("/api/bench").json()["tables"][0]["terminal"]["payment"]
    assert payment["state"] == "approved"


@pytest.mark.slow
def test_an_unplugged_reader_is_said_and_comes_back(shop: WholeShop) -> None:
    shop.do("lay", count=1)
    shop.until(count=1)
    shop.do("unplug", device="table-1")
    wait_until(lambda: shop.table()["reader"]["state"] == "away")
    assert shop.table()["count"] == 1
    shop.do("plug", device="table-1")
    wait_until(lambda: shop.table()["reader"]["state"] == "ok")
    assert shop.table()["count"] == 1


@pytest.mark.slow
def test_the_shell_has_the_same_hands(shop: WholeShop) -> None:
    done = subprocess.run(
        shop.command("simulate", "lay", "--any", "2"), capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "2 garments lie on Checkout 1.\n")
    shop.until(count=2)


@pytest.mark.slow
def test_a_second_shop_on_the_same_data_is_refused(shop: WholeShop) -> None:
    second = subprocess.run(shop.command("run"), capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert f"This shop is open already (process {shop.process.pid}" in second.stderr
    assert len(shop.programs()) == 5


@pytest.mark.slow
def test_it_closes_in_three_seconds_and_opens_again_with_what_it_knew(shop: WholeShop) -> None:
    tags = shop.do("lay", count=1)["tags"]
    shop.until(count=1, state="OPEN")
    shop.pay()
    shop.until(state="SOLD")
    assert shop.close() < 3
    assert shop.process.returncode == 0
    assert shop.programs() == []

    shop.open()
    assert shop.status_of(tags) == {"sold"}
    shop.until(state="EMPTY", count=0)
