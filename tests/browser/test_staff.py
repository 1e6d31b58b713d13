"""The staff console on a colleague's phone and tablet: real Chromium, real hub."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from hardware.payment_terminal.simulated.emulator import Mode
from tests.browser.conftest import PORTRAIT, ConsoleWatch
from tests.browser.shop import Shop, tags_of
from tests.browser.snapshots import Json
from tests.conftest import SCREENS, LogWatch, wait_until

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
DEVICES = [("phone", PHONE, "light"), ("tablet", PORTRAIT, "dark")]
NEW_TAGS = [
    {"kind": "epc", "value": "E2801160600002054A9C3F21"},
    {"kind": "epc", "value": "E2801160600002054A9C3F7D"},
    {"kind": "uid", "value": "04A2B91C"},
]
PRODUCTS = (
    "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,"
    "Variant Price\n"
    "canvas-tote,Canvas tote,Bag,Colour,Ecru,TOTE-1,4,25.00\n"
    "rain-coat,Rain coat,Coat,Colour,Navy,RAIN-1,2,cheap\n"
)


@pytest.fixture
def floor(shop: Shop) -> Iterator[Shop]:
    """The shop with nobody waiting, before and after."""
    yield shop
    for request in shop.get("/api/requests"):
        shop.post(f"/api/requests/{request['id']}/finish", {})


def variant(shop: Shop, words: str) -> Json:
    found: Json = shop.get(f"/api/catalog/search?q={words}")["products"][0]["variants"][0]
    return found


def ask(shop: Shop, words: str = "") -> Json:
    """A shopper in room 1 taps "bring me ...", or "call a colleague" without words."""
    body: Json = {"id": uuid.uuid4().hex, "room": "1", "kind": "call"}
    if words:
        body |= {"kind": "bring", "variant_id": variant(shop, words)["id"]}
    answer = shop.post("/api/requests", body)
    assert answer.status_code == 200, answer.text
    asked: Json = answer.json()
    return asked


@pytest.fixture(autouse=True)
def settled_against_the_terminal(log_watch: LogWatch) -> None:
    """What the hub says, once it comes to it, of payments that are settled here by hand: their
    terminal's book says otherwise, or is away."""
    for words in ("refuses to capture", "has no payment", "is not done yet"):
        log_watch.expect(words)


PINS = {"Ana": "1111", "Ben": "2222"}


def staff_page(
    open_page: OpenPage, shop: Shop, path: str, name: str = "Ana", **options: Any
) -> Page:
    """A page on the device of the colleague of this name, by default a phone."""
    page = open_page("", options.pop("viewport", PHONE), **options)
    if name != "Ana":
        sign_in(page, shop, name)
    page.goto(shop.url + path)
    return page


def sign_in(page: Page, shop: Shop, name: str) -> None:
    """As a colleague does it: the name, then the PIN on the pad. The demo is Ana's without."""
    page.goto(f"{shop.url}/staff/sign-in")
    page.get_by_role("link", name=name).click()
    for digit in PINS[name]:
        page.locator(f"[data-digit='{digit}']").click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".bar")).to_contain_text(name)


def test_a_request_comes_by_itself_and_is_answered_with_two_taps(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff", name="Ben")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()

    asked = ask(floor, "linen shirt")
    row = page.locator(f"#request-{asked['id']}")
    expect(row).to_contain_text("Fitting room 1")
    expect(row).to_contain_text(asked["variant"]["title"])
    expect(row.locator(".size")).to_have_text(asked["variant"]["size"])
    expect(row.locator(".state")).to_have_text("Waiting")
    expect(page).to_have_title(re.compile(r"^\(1\) Requests"))
    expect(page.locator("[data-count=waiting]")).to_have_text("1")

    row.get_by_role("button", name="I'll bring it").click()
    expect(row.locator(".state")).to_have_text("You")
    assert floor.get("/api/requests")[0]["taken_by"] == "Ben"
    row.get_by_role("button", name="Brought").click()
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    assert floor.get("/api/requests") == []


@pytest.mark.slow
def test_colleagues_see_who_is_on_it(floor: Shop, open_page: OpenPage) -> None:
    anas = staff_page(open_page, floor, "/staff", name="Ana")
    bens = staff_page(open_page, floor, "/staff", name="Ben")
    asked = ask(floor)
    bens.locator(f"#request-{asked['id']}").get_by_role("button", name="I'll go").click()
    seen = anas.locator(f"#request-{asked['id']}")
    expect(seen.locator(".state")).to_have_text("Ben")
    seen.get_by_role("button", name="Put back").click()
    expect(bens.get_by_role("button", name="I'll go")).to_be_visible()


def test_a_table_calls_and_a_colleague_goes(floor: Shop, open_page: OpenPage) -> None:
    tablet = open_page("/tablet/1")
    page = staff_page(open_page, floor, "/staff")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    tablet.get_by_role("button", name="An item is missing").click()

    row = page.locator("#table-1")
    expect(row).to_contain_text("Checkout 1")
    expect(row).to_contain_text("An item is missing")
    expect(page.locator("#toast")).to_have_text("Checkout 1: An item is missing")
    expect(page.locator("[data-count=waiting]")).to_have_text("1")
    row.get_by_role("button", name="I'll go").click()
    expect(row.locator(".state")).to_have_text("You")
    expect(tablet.locator(".help")).to_have_text("A colleague is on the way.")
    row.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    expect(tablet.get_by_role("button", name="An item is missing")).to_be_visible()


@pytest.fixture
def lost_payment(floor: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Two pieces at Checkout 1, and a terminal that went away while the card was held to it."""
    monkeypatch.setattr("kiosk.hub.checkout.paying.STAFF_AFTER_S", 0.0)
    floor.terminal.mode = Mode.ASK
    floor.lay(tags_of(floor.take(2)))
    wait_until(lambda: floor.basket()["count"] == 2)
    paid = {"id": uuid.uuid4().hex, "version": floor.basket()["version"]}
    assert floor.post("/api/tables/1/pay", paid).status_code == 200
    wait_until(floor.terminal.pending, what="the card to be asked for")
    floor.terminal.unplug()
    wait_until(lambda: floor.basket()["state"] == "NEEDS_STAFF")
    yield floor
    floor.terminal.plug()
    if floor.terminal.pending():
        floor.terminal.decide("decline")
    floor.terminal.mode = Mode.APPROVE
    wait_until(lambda: floor.basket()["terminal"]["state"] == "ok", 20, "the terminal")


@pytest.mark.slow
def test_a_payment_that_nobody_can_tell_is_settled_by_what_the_receipt_says(
    lost_payment: Shop, open_page: OpenPage
) -> None:
    tablet = open_page("/tablet/1")
    page = staff_page(open_page, lost_payment, "/staff")
    row = page.locator("#table-1")
    expect(row).to_contain_text("A payment needs to be settled")
    expect(row.locator(".amount")).to_have_text(lost_payment.basket()["total"]["text"])

    row.get_by_role("button", name="Not charged").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading")).to_have_text("Give the garments back?")
    ask(lost_payment)
    expect(page.locator(".request")).to_have_count(2)
    expect(page.locator(".request").first).to_have_id("table-1")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Go back").click()
    expect(sheet).to_be_hidden()
    assert lost_payment.basket()["state"] == "NEEDS_STAFF"

    row.get_by_role("button", name="Settle as sold").click()
    expect(sheet.get_by_role("heading")).to_have_text("Settle as sold?")
    sheet.get_by_label("Your PIN").fill("9999")
    sheet.get_by_role("button", name="Yes, it says paid").click()
    expect(sheet.get_by_role("alert")).to_have_text("This PIN is not right. Try again.")
    assert lost_payment.basket()["state"] == "NEEDS_STAFF"
    sheet.get_by_label("Your PIN").fill("1111")
    sheet.get_by_role("button", name="Yes, it says paid").click()
    expect(page.locator("#toast")).to_have_text("Checkout 1: settled as sold.")
    expect(row).to_have_count(0)
    expect(tablet.get_by_role("heading", name="Thank you")).to_be_visible()


@pytest.mark.slow
@pytest.mark.screens
def test_tables_that_need_a_hand_on_a_phone_by_day_and_a_tablet_by_night(
    lost_payment: Shop, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    requests = lost_payment._app.state.hub.requests
    now = requests._now
    monkeypatch.setattr(requests, "_now", lambda: now() - timedelta(minutes=6))
    ask(lost_payment, "linen shirt")
    monkeypatch.setattr(requests, "_now", now)
    ask(lost_payment)

    def settle(page: Page) -> None:
        page.get_by_role("button", name="Settle as sold").click()
        page.get_by_role("dialog").get_by_role("heading").wait_for()

    def going(page: Page) -> None:
        page.locator("#table-1").get_by_role("button", name="I'll go").click()
        expect(page.locator("#table-1 .state")).to_have_text("You")

    def see(name: str, prepare: Callable[[Page], object], after: Callable[[], object]) -> None:
        for device, viewport, theme in DEVICES:
            page = staff_page(
                open_page,
                lost_payment,
                "/staff",
                viewport=viewport,
                color_scheme=theme,
                device_scale_factor=2 if device == "phone" else 1,
                reduced_motion="reduce",
            )
            prepare(page)
            page.evaluate("document.fonts.ready.then(() => true)")
            drawn = "[...document.images].every(i => i.complete)"
            wait_until(lambda: page.evaluate(drawn), what="the pictures")  # noqa: B023
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.evaluate(TOO_SMALL) == []
            page.screenshot(path=SCREENS / f"staff-tables-{name}-{device}-{theme}.png")
            page.context.close()
            after()

    def put_back() -> None:
        lost_payment.post("/api/tables/1/help", {"status": "put_back"})

    def nothing() -> None: ...

    see("payment", lambda page: page.locator(".settling").wait_for(), nothing)
    see("settle", settle, nothing)
    see("going", going, put_back)
    payment = lost_payment._app.state.hub.tables["1"].hand.payment
    settled = {"charged": False, "attempt": payment.attempt, "user": 1, "pin": "1111"}
    assert lost_payment.post("/api/tables/1/settle", settled).status_code == 200
    wait_until(lambda: lost_payment.basket()["state"] == "OPEN")
    lost_payment.lay(NEW_TAGS[:1])
    lost_payment.post("/api/tables/1/help", {"about": "item_missing"})
    see("missing", lambda page: page.locator(".looks a").wait_for(), nothing)


@pytest.mark.slow
def test_the_page_says_when_it_is_not_connected_and_heals(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("ERR_CONNECTION_REFUSED")
    console.expect("ERR_INCOMPLETE_CHUNKED_ENCODING")
    console.expect("ERR_EMPTY_RESPONSE")
    console.expect("ERR_CONNECTION_RESET")
    console.expect("htmx:sendError")
    console.expect("htmx:afterRequest")
    page = staff_page(open_page, floor, "/staff")
    asked = ask(floor, "linen shirt")
    expect(page.locator(f"#request-{asked['id']}")).to_be_visible()
    floor.stop_hub()
    expect(page.get_by_text("Not connected. Trying again.")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="I'll bring it").click()
    expect(page.locator("#toast")).to_contain_text("Nothing was changed.")
    floor.start_hub()
    expect(page.get_by_text("Not connected. Trying again.")).to_be_hidden(timeout=15_000)
    again = ask(floor)
    expect(page.locator(f"#request-{again['id']}")).to_be_visible()
    expect(page.locator(f"#request-{asked['id']}")).to_be_visible()


@pytest.mark.slow
def test_pieces_are_counted_where_they_are_seen(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    console.expect("409")  # more are taken away than there are
    page = staff_page(open_page, floor, "/staff/stock")
    one = variant(floor, "linen shirt")
    page.get_by_role("searchbox").fill(one["sku"])
    row = page.locator(f"#variant-{one['id']}")
    pieces = row.locator(".pieces b")
    expect(page.locator(".product")).to_have_count(1)
    expect(pieces).to_have_text(str(one["stock"]))

    row.get_by_role("button", name="One more").click()
    expect(pieces).to_have_text(str(one["stock"] + 1))
    row.get_by_role("textbox").fill("12")
    row.get_by_role("textbox").press("Enter")
    expect(pieces).to_have_text(str(one["stock"] + 13))
    row.get_by_role("textbox").fill("a dozen")
    row.get_by_role("textbox").press("Enter")
    expect(page.locator("#toast")).to_have_text("Write how many pieces, such as 12.")
    row.get_by_role("textbox").fill("-999")
    row.get_by_role("textbox").press("Enter")
    expect(page.locator("#toast")).to_contain_text("cannot be taken away")
    row.get_by_role("textbox").fill("")

    floor.post("/api/catalog/restock", {"variant_id": one["id"], "delta": -13})
    expect(pieces).to_have_text(str(one["stock"]))


def test_a_list_that_arrives_late_does_not_swallow_what_is_being_typed(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff/stock")
    one = variant(floor, "linen shirt")
    page.get_by_role("searchbox").fill(one["sku"])
    expect(page.locator(".product")).to_have_count(1)
    row = page.locator(f"#variant-{one['id']}")
    pieces = row.locator(".pieces b")

    def arrive_late(route: Route) -> None:
        row.get_by_role("textbox").fill("5")
        route.continue_()

    page.route("**/staff/stock/results*", arrive_late)
    with page.expect_response("**/staff/stock/results*"):
        floor.post("/api/catalog/restock", {"variant_id": one["id"], "delta": 1})
    page.unroute("**/staff/stock/results*")
    row.get_by_role("textbox").press("Enter")

    expect(pieces).to_have_text(str(one["stock"] + 6))
    expect(row.get_by_role("textbox")).to_have_value("")


@pytest.mark.slow
def test_a_new_tag_is_bound_and_known_on_the_tablet_at_once(
    floor: Shop, open_page: OpenPage, console: ConsoleWatch
) -> None:
    page = staff_page(open_page, floor, "/staff/tag")
    expect(page.get_by_text("No new tag here")).to_be_visible()
    floor.lay(NEW_TAGS[:2])
    expect(page.locator(".tag-row")).to_have_count(2)
    expect(page.locator("[data-count=unknown]")).to_have_text("2")
    page.locator(".tag-row").nth(1).click()

    page.get_by_role("searchbox").fill("linen shirt")
    size = page.get_by_role("button", name=re.compile("^Bind to Linen shirt, ")).first
    size.click()
    expect(page.locator("#bound")).to_contain_text("Linen shirt")
    expect(page.locator(".tag-row")).to_have_count(1)
    wait_until(lambda: floor.basket()["count"] == 1, what="the tablet to know it")
    line = floor.basket()["lines"][0]
    assert (line["tag"], line["title"]) == (NEW_TAGS[1], "Linen shirt")

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tag-row")).to_have_count(2)
    expect(page.locator("#toast")).to_have_text("Taken back. The tag is new again.")
    wait_until(lambda: floor.basket()["count"] == 0, what="the tablet to forget it")

    page.get_by_role("searchbox").press("Enter")
    floor.lift()
    expect(page.get_by_text("No new tag here")).to_be_visible()
    console.expect("422")  # there is no tag to bind
    size.click()
    expect(page.locator("#toast")).to_have_text("Lay a new tag on a reader first, then pick it.")


@pytest.mark.slow
def test_an_import_shows_what_is_wrong_then_what_it_did(
    floor: Shop, open_page: OpenPage, tmp_path: Path
) -> None:
    file = tmp_path / "spring.csv"
    file.write_text(PRODUCTS)
    page = staff_page(open_page, floor, "/staff/import")
    page.locator("#file").set_input_files(file)
    expect(page.get_by_text("spring.csv")).to_be_visible()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.locator(".bad-rows tbody tr")).to_have_count(1)
    expect(page.locator(".bad-rows tbody td")).to_have_text(
        ["3", "Variant Price", re.compile("cheap")]
    )
    assert floor.get("/api/catalog/search?q=canvas+tote")["products"] == []

    page.get_by_role("button", name="Leave out the bad rows").click()
    page.get_by_role("button", name="Import 1 product").click()
    expect(page.get_by_text("Imported")).to_be_visible()
    page.get_by_role("link", name="See the stock").click()
    page.get_by_role("searchbox").fill("canvas tote")
    expect(page.locator(".product")).to_have_count(1)
    expect(page.locator(".pieces b")).to_have_text("4")


@pytest.mark.slow
def test_the_tabs_cover_neither_the_shop_nor_the_colleague(
    floor: Shop, open_page: OpenPage
) -> None:
    page = staff_page(open_page, floor, "/staff/stock", "Ben")
    for wide in (360, 744, 768, 820, 896, 1180):
        page.set_viewport_size({"width": wide, "height": 900})
        tabs = [tab.bounding_box() for tab in page.locator(".tabs a").all()]
        head = [part.bounding_box() for part in page.locator(".bar .shop, .bar .chip").all()]
        assert len(tabs) == 6
        assert len(head) >= 2
        for tab in tabs:
            for part in head:
                assert tab is not None
                assert part is not None
                beside = (
                    tab["x"] >= part["x"] + part["width"] or part["x"] >= tab["x"] + tab["width"]
                )
                below = tab["y"] >= part["y"] + part["height"]
                assert beside or below, f"at {wide} px"


def test_light_or_dark_is_remembered(floor: Shop, open_page: OpenPage) -> None:
    page = staff_page(open_page, floor, "/staff", color_scheme="dark")

    def paper() -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    assert paper() == "rgb(20, 17, 14)"
    page.get_by_role("button", name="Light or dark").click()
    assert paper() == "rgb(250, 247, 242)"
    page.reload()
    assert paper() == "rgb(250, 247, 242)"


@pytest.fixture
def busy(floor: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An afternoon: three wait, two are taken, the shop knows its usual time."""
    requests = floor._app.state.hub.requests
    now = requests._now
    for words, minutes, move in (
        ("beanie", 9, "finish"),
        ("beanie", 8, "finish"),
        ("beanie", 8, "finish"),
        ("linen shirt", 7, ""),
        ("slip dress", 5, "take"),
        ("oxford", 3, ""),
        ("merino", 2, "take"),
        ("", 1, ""),
    ):
        shift = timedelta(minutes=minutes)
        monkeypatch.setattr(requests, "_now", lambda shift=shift: now() - shift)
        asked = ask(floor, words)
        if move:
            monkeypatch.setattr(requests, "_now", lambda shift=shift: now() - shift / 2)
            by = "Ana" if words == "merino" else "Ben"
            floor.post(f"/api/requests/{asked['id']}/{move}", {"by": by})
    monkeypatch.setattr(requests, "_now", now)
    floor.lay(NEW_TAGS)
    wait_until(lambda: len(floor.get("/api/tags/unknown")) == 3)
    return floor


def look_up(page: Page) -> None:
    page.get_by_role("searchbox").fill("linen")
    expect(page.locator(".product h3").first).to_contain_text("inen")


def choose_bad_file(page: Page) -> None:
    products = {"name": "spring.csv", "mimeType": "text/csv", "buffer": PRODUCTS.encode()}
    page.locator("#file").set_input_files(products)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show the plan").click()
    page.locator(".bad-rows").wait_for()


def bind_first(page: Page) -> None:
    look_up(page)
    page.get_by_role("button", name=re.compile("^Bind to ")).first.click()
    page.locator("#bound .picture").wait_for()


LOOKS: dict[str, tuple[str, Callable[[Page], object]]] = {
    "requests": ("/staff", lambda page: page.locator(".request").first.wait_for()),
    "name": ("/staff", lambda page: page.locator("[data-opens=who]").click()),
    "stock": ("/staff/stock", look_up),
    "tag": ("/staff/tag", look_up),
    "bound": ("/staff/tag", bind_first),
    "import": ("/staff/import", choose_bad_file),
    "index": ("/", lambda page: page.locator(".places").wait_for()),
}
TOO_SMALL = """[...document.querySelectorAll('button, a, input, summary')].filter(e => {
  const box = e.getBoundingClientRect();
  return e.checkVisibility() && box.height > 0 && (box.height < 43.5 || box.width < 43.5)
    && !e.matches('[type=radio], [type=file]') && !e.closest('dialog:not([open])')
    && !e.closest('label') && !e.matches('.shop');
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.slow
@pytest.mark.screens
def test_every_page_on_a_phone_by_day_and_a_tablet_by_night(
    busy: Shop, open_page: OpenPage
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for device, viewport, theme in DEVICES:
        page = open_page(
            "",
            viewport,
            color_scheme=theme,
            device_scale_factor=2 if device == "phone" else 1,
            reduced_motion="reduce",
        )
        for name, (path, prepare) in LOOKS.items():
            page.goto(busy.url + path)
            prepare(page)
            page.evaluate("document.fonts.ready.then(() => true)")
            drawn = "[...document.images].every(i => i.complete)"
            wait_until(lambda: page.evaluate(drawn), what="the pictures")  # noqa: B023
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} on a {device} scrolls sideways"
            assert page.evaluate(TOO_SMALL) == [], f"{name} on a {device}"
            page.screenshot(path=SCREENS / f"staff-{name}-{device}-{theme}.png")
            if name == "bound":  # the next one binds it again
                page.get_by_role("button", name="Undo").click()
                page.locator("#bound .picture").wait_for(state="detached")
        page.context.close()
