"""What shoppers do at the tablet, once for every engine. A journey is a function of the shop and of
`open_tablet`, which opens another tablet of table 1; `test_journeys.py` plays them.

Each ends with what matters: what was charged, and what was sold.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.browser.shop import Json, Shop, ShopOfProcesses, tags_of
from tests.browser.tablet_page import TabletPage
from tests.conftest import BUSY_S, wait_until

OpenTablet = Callable[[], TabletPage]
Journey = Callable[[Shop, OpenTablet], None]

NUMBER = ".number"
ALERT = "[role=alert]"
# In the same moment on every tablet, before one can hear what the other did.
PRESS_AT = "setTimeout(() => document.querySelector('.primary')?.click(), at - Date.now())"
LEAVE_ALL = "Please leave everything where it is."


def _tablet(open_tablet: OpenTablet) -> TabletPage:
    tablet = open_tablet()
    tablet.on_screen("empty")
    return tablet


def _pay(tablet: TabletPage, count: int) -> None:
    tablet.shows(NUMBER, [str(count)])
    tablet.press("Pay €")


def _charged(shop: Shop, before: int) -> int:
    return sum(payment.state == "approved" for payment in shop.terminal.books()[before:])


def _statuses(shop: Shop, items: list[Json]) -> set[str]:
    wanted = {item["tag"]["value"] for item in items}
    all_ = shop.get("/api/catalog/items?limit=5000")
    return {one["status"] for one in all_ if one["tag"]["value"] in wanted}


def happy_path(shop: Shop, open_tablet: OpenTablet) -> None:
    before, items = len(shop.terminal.books()), shop.take(3)
    tablet = _tablet(open_tablet)
    shop.lay(tags_of(items[:2]))
    tablet.shows(NUMBER, ["2"])
    shop.lay(tags_of(items))
    tablet.shows(".line b", [item["title"] for item in items])
    _pay(tablet, 3)
    tablet.on_screen("thanks")
    tablet.says(".scan", "Your receipt")
    shop.lift()
    tablet.press("Done")
    tablet.on_screen("empty")
    assert items[0]["title"] not in " ".join(tablet.texts("body"))
    assert _charged(shop, before) == 1
    assert _statuses(shop, items) == {"sold"}


def decline(shop: Shop, open_tablet: OpenTablet) -> None:
    before, items = len(shop.terminal.books()), shop.take(1)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("decline")
    shop.lay(tags_of(items))
    _pay(tablet, 1)
    tablet.says(ALERT, "The card was declined. Nothing was charged.")
    assert _charged(shop, before) == 0
    shop.terminal.mode = type(shop.terminal.mode)("approve")
    tablet.press("Pay €")
    tablet.on_screen("thanks")
    assert _charged(shop, before) == 1
    assert _statuses(shop, items) == {"sold"}


def lost_answer(shop: Shop, open_tablet: OpenTablet) -> None:
    before, items = len(shop.terminal.books()), shop.take(1)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("lose_answer")
    shop.lay(tags_of(items))
    _pay(tablet, 1)
    tablet.on_screen("checking")
    tablet.says(".says", LEAVE_ALL)
    assert not any("Cancel" in text for text in tablet.texts("button"))
    tablet.on_screen("thanks")
    assert _charged(shop, before) == 1
    assert _statuses(shop, items) == {"sold"}


def added_after_pay(shop: Shop, open_tablet: OpenTablet) -> None:
    """The approval wins over the change: what was frozen is sold, and what came later is said."""
    before, items = len(shop.terminal.books()), shop.take(2)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    shop.terminal.approval_beats_cancel = True
    shop.lay(tags_of(items[:1]))
    _pay(tablet, 1)
    wait_until(shop.terminal.pending, BUSY_S, "the terminal to ask for a card")
    shop.lay(tags_of(items))
    tablet.on_screen("thanks")
    tablet.says(ALERT, "It is not paid yet.")
    assert _charged(shop, before) == 1
    assert _statuses(shop, items[:1]) == {"sold"}
    assert _statuses(shop, items[1:]) == {"in_stock"}


def lifted_during_pay(shop: Shop, open_tablet: OpenTablet) -> None:
    before, items = len(shop.terminal.books()), shop.take(2)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    shop.lay(tags_of(items))
    _pay(tablet, 2)
    wait_until(shop.terminal.pending, BUSY_S, "the terminal to ask for a card")
    shop.lay(tags_of(items[:1]))
    tablet.on_screen("basket")
    tablet.says(ALERT, "so the payment was stopped. Nothing was charged.")
    tablet.shows(NUMBER, ["1"])
    assert _charged(shop, before) == 0
    assert _statuses(shop, items) == {"in_stock"}


def sold_item_laid_down(shop: Shop, open_tablet: OpenTablet) -> None:
    items = shop.take(2)
    tablet = _tablet(open_tablet)
    shop.lay(tags_of(items[:1]))
    _pay(tablet, 1)
    tablet.on_screen("thanks")
    shop.clear()
    tablet.on_screen("empty")
    before = len(shop.terminal.books())
    shop.lay(tags_of(items))
    tablet.shows(".garments .line b", [items[1]["title"]])
    tablet.says(".tray", "paid for already")
    tablet.says(".tray b", items[0]["title"])
    _pay(tablet, 1)
    tablet.on_screen("thanks")
    assert _charged(shop, before) == 1


def two_tablets(shop: Shop, open_tablet: OpenTablet) -> None:
    """Both show the same, and both press Pay: one payment."""
    before, items = len(shop.terminal.books()), shop.take(2)
    tablets = [_tablet(open_tablet), _tablet(open_tablet)]
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    shop.lay(tags_of(items))
    for tablet in tablets:
        tablet.says(".primary:enabled", "Pay €")
    at = int((time.time() + 1.0) * 1000)
    for tablet in tablets:
        tablet.run(PRESS_AT, at=at)
    for tablet in tablets:
        tablet.on_screen("paying")
    wait_until(shop.terminal.pending, BUSY_S, "the terminal to ask for a card")
    shop.terminal.decide("approve")
    for tablet in tablets:
        tablet.on_screen("thanks")
    assert len(shop.terminal.books()) == before + 1
    assert _charged(shop, before) == 1
    shop.lift()
    tablets[1].press("Done")
    for tablet in tablets:
        tablet.on_screen("empty")


def hub_killed(shop: Shop, open_tablet: OpenTablet) -> None:
    """Killed while the card is charged. The next hub finds the payment and sells it once."""
    assert isinstance(shop, ShopOfProcesses)
    before, items = len(shop.terminal.books()), shop.take(1)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    shop.lay(tags_of(items))
    _pay(tablet, 1)
    tablet.on_screen("paying")
    wait_until(shop.terminal.pending, BUSY_S, "the terminal to ask for a card")
    shop.kill_hub()
    shop.terminal.decide("approve")
    tablet.on_screen("checking")
    tablet.says(".says", LEAVE_ALL)
    shop.start_hub()
    tablet.on_screen("thanks")
    assert _charged(shop, before) == 1
    assert _statuses(shop, items) == {"sold"}


def tablet_asleep(shop: Shop, open_tablet: OpenTablet) -> None:
    """It sleeps while the table changes and somebody pays: awake, it says what is so."""
    items = shop.take(1)
    tablet = _tablet(open_tablet)
    shop.terminal.mode = type(shop.terminal.mode)("ask")
    tablet.sleep(True)
    shop.lay(tags_of(items))
    wait_until(lambda: shop.basket()["count"] == 1, BUSY_S, "the hub to know")
    assert tablet.texts(NUMBER) == []
    tablet.sleep(False)
    _pay(tablet, 1)
    tablet.on_screen("paying")
    wait_until(shop.terminal.pending, BUSY_S, "the terminal to ask for a card")
    tablet.sleep(True)
    shop.terminal.decide("approve")
    wait_until(lambda: shop.basket()["state"] == "SOLD", BUSY_S, "the sale")
    assert tablet.texts(".scan") == []
    tablet.sleep(False)
    tablet.on_screen("thanks")


JOURNEYS: dict[str, Journey] = {
    "happy path": happy_path,
    "decline": decline,
    "lost answer": lost_answer,
    "item added after Pay": added_after_pay,
    "item lifted during Pay": lifted_during_pay,
    "sold item laid down": sold_item_laid_down,
    "two tablets on one table": two_tablets,
    "tablet asleep": tablet_asleep,
}
WITH_A_KILL: dict[str, Journey] = {"hub killed in the middle": hub_killed}
