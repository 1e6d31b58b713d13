"""The visit on the shopper's phone: real Chromium on the real hub, with a mirror that is played.

What the page looks like is looked at in every state, light and dark; journeys are slow.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk.hub.security.duty import Duty
from tests.browser.conftest import ConsoleWatch, OpenPage
from tests.browser.shop import Shop
from tests.conftest import BUSY_S, SCREENS, wait_until

pytestmark = pytest.mark.browser

Json = dict[str, Any]
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 360, "height": 640}
ACROSS = {"width": 844, "height": 390}
WIDE = "document.documentElement.scrollWidth - innerWidth"
TARGETS = "button, select, .primary, .open, .card, .back, .link, .languages a"
LOW = f"""() => [...document.querySelectorAll("{TARGETS}")]
  .filter((e) => e.getClientRects().length)
  .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([_, box]) => box.height < 47.5 || box.width < 43.5)"""
PAST = """() => { const within = document.querySelector("main").getBoundingClientRect();
  return [...document.querySelectorAll("main *:not(.take, .take *)")]
    .filter((e) => e.getClientRects().length)
    .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([_, box]) => box.left < within.left - 1 || box.right > within.right + 1); }"""
COVERED = """() => { const bar = document.querySelector(".bar")?.getBoundingClientRect();
  return bar ? bar.height / innerHeight : 0; }"""


class Mirror:
    """A fitting room's mirror: what it says, and what it does of what a phone wants."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.key, self.token = uuid.uuid4().hex, uuid.uuid4().hex
        found = shop.get("/api/catalog/search?q=&limit=12")["products"]
        self.products = [one for one in found if len(one["variants"]) > 3]
        here = [one["variants"][1]["id"] for one in self.products[:3]]
        self.body: Json = {
            "visit": self.key,
            "token": self.token,
            "language": "en",
            "garments": [{"tag": f"epc:{n}", "variant_id": one} for n, one in enumerate(here)],
            "focus": None,
            "offers": [
                {
                    "variant_id": one["variants"][0]["id"],
                    "reasons": [{"kind": "season", "subject": "autumn"}],
                }
                for one in self.products[3:6]
            ],
            "asked": [],
        }
        self.done: set[str] = set()

    @property
    def path(self) -> str:
        return f"/visit/{self.token}"

    def says(self, **changes: Any) -> None:
        self.body |= changes
        self._put(self.body)

    def _put(self, body: Json) -> None:
        reply = requests.put(f"{self.shop.url}/api/rooms/1/visit", json=body, timeout=BUSY_S)
        reply.raise_for_status()

    def wanted(self) -> list[Json]:
        """Taps that have not been done."""
        taps = self.shop._app.state.hub.visits.room("1")["taps"]
        mine = [one for one in taps if one["visit"] == self.key]
        return [one for one in mine if one["id"] not in self.done]

    def waits_for(self, event: str) -> Json:
        """The next tap, which must be this one, and is done by the caller."""
        wait_until(self.wanted, what=f"the tap {event}")
        [tap] = self.wanted()
        assert tap["event"] == event
        self.done.add(tap["id"])
        return tap

    def asks(self, tap: Json) -> None:
        """A request of a tap, as the mirror makes it."""
        ask = {"id": tap["id"], "room": "1", "kind": tap["event"]}
        ask |= {"variant_id": int(tap["value"])} if tap["value"] else {}
        assert self.shop.post("/api/requests", ask).ok
        asked = {**ask, "status": "waiting"}
        del asked["room"]
        self.says(asked=[*self.body["asked"], asked])

    def forgets(self) -> None:
        self._put({"visit": None})


@pytest.fixture
def mirror(shop: Shop) -> Iterator[Mirror]:
    mirror = Mirror(shop)
    mirror.says()
    yield mirror
    mirror.forgets()


def opened(open_page: OpenPage, mirror: Mirror, viewport: Any = PHONE, **options: Any) -> Page:
    page = open_page(mirror.path, viewport, has_touch=True, is_mobile=True, **options)
    page.locator("#visit[data-screen]").wait_for()
    return page


def assert_whole(page: Page) -> None:
    assert page.evaluate(WIDE) <= 0
    assert page.evaluate(PAST) == []
    assert page.evaluate(LOW) == []
    assert page.evaluate(COVERED) < 0.5
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()


def screens_of(mirror: Mirror) -> dict[str, str]:
    offer = mirror.body["offers"][0]["variant_id"]
    here = mirror.body["garments"][0]["variant_id"]
    screens = {"room": "", "here": f"#piece-{here}", "offer": f"#piece-{offer}"}
    return screens | {"list": "#list", "knows": "#knows"}


LOOKS: dict[str, tuple[Any, Json]] = {
    "day": (PHONE, {}),
    "night": (PHONE, {"color_scheme": "dark"}),
    "small-larger": (SMALL, {}),
    "across": (ACROSS, {}),
    "de": (SMALL, {"locale": "de-DE"}),
    "ar": (PHONE, {"locale": "ar"}),
}


@pytest.mark.slow
@pytest.mark.screens
@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_is_whole_in_every_look(
    open_page: OpenPage, mirror: Mirror, look: str
) -> None:
    viewport, options = LOOKS[look]
    page = opened(open_page, mirror, viewport, **options)
    if "larger" in look:
        page.get_by_label("Larger text").click()
    SCREENS.mkdir(parents=True, exist_ok=True)
    for name, where in screens_of(mirror).items():
        page.evaluate("where => { location.hash = where }", where)
        page.evaluate("document.fonts.ready.then(() => true)")
        assert_whole(page)
        page.screenshot(path=SCREENS / f"phone-{look}-{name}.png", full_page=name == "room")


def test_the_phone_is_the_mirrors_remote_control(open_page: OpenPage, mirror: Mirror) -> None:
    page = opened(open_page, mirror)
    offer = mirror.body["offers"][0]["variant_id"]
    page.locator(f"a[href='#piece-{offer}']").click()
    page.get_by_role("button", name="Show on the mirror").click()
    assert mirror.waits_for("offer")["value"] == str(offer)
    mirror.says(focus=offer)
    expect(page.get_by_role("button", name="Back to the room on the mirror")).to_be_visible()
    mirror.forgets()
    expect(page.get_by_role("heading", name="Nothing is kept here")).to_be_visible()
    assert mirror.products[0]["title"] not in page.content()


@pytest.mark.slow
def test_a_size_is_asked_for_answered_and_called_off(open_page: OpenPage, mirror: Mirror) -> None:
    page = opened(open_page, mirror)
    hub = mirror.shop._app.state.hub
    piece = mirror.products[0]
    here = piece["variants"][1]
    other = next(
        one
        for one in piece["variants"]
        if one["colour"] == here["colour"] and one["id"] != here["id"] and one["stock"] > 0
    )
    page.locator(f"a[href='#piece-{here['id']}']").click()
    page.get_by_role("button", name=other["size"], exact=False).filter(
        has_text="left"
    ).first.click()
    chosen = page.url.rpartition("-")[2]
    ask = page.locator(".bar .primary")
    expect(ask).to_have_text(
        f"Bring me size {other['size']}" if hub.security.duty.anybody else "Hold it for me"
    )
    ask.click()
    wait_until(mirror.wanted, what="the request")
    event = mirror.wanted()[0]["event"]
    tap = mirror.waits_for(event)
    assert tap["value"] == chosen
    mirror.asks(tap)
    expect(page.locator(".bar .answer")).to_contain_text(
        "A colleague has been asked" if event == "bring" else "We have asked to have it set aside."
    )
    expect(page.locator("p[role=status].unseen")).to_contain_text(piece["title"])
    page.get_by_role("button", name="Never mind").click()
    assert mirror.waits_for("cancel")["value"] == tap["id"]
    mirror.says(asked=[])
    expect(page.locator(".bar .answer")).to_have_count(0)


@pytest.mark.slow
def test_a_mirror_that_does_not_answer_is_told(open_page: OpenPage, mirror: Mirror) -> None:
    page = opened(open_page, mirror)
    page.get_by_role("button", name="Call a colleague").click()
    mirror.waits_for("call")
    expect(page.get_by_role("alert")).to_have_text(
        "That did not go through. Please try again.", timeout=10_000
    )


@pytest.mark.slow
def test_the_list_is_kept_read_saved_and_deleted(open_page: OpenPage, mirror: Mirror) -> None:
    page = opened(open_page, mirror)
    page.get_by_role("link", name="Your list, 3 pieces").click()
    title = mirror.products[0]["title"]
    page.get_by_role("button", name=f"Take off my list: {title}").click()
    expect(page.locator(".row")).to_have_count(2)
    page.get_by_role("button", name="Keep this list").click()
    page.get_by_role("link", name="Open the list").click()
    page.wait_for_url("**/list/*")
    mirror.forgets()
    page.reload()
    expect(page.locator(".row")).to_have_count(2)
    assert_whole(page)
    page.screenshot(path=SCREENS / "phone-list.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    kept = download.value.path().read_text("utf-8")
    assert mirror.products[1]["title"] in kept
    assert "/list/" not in kept
    page.get_by_role("button", name="Delete this list").click()
    expect(page.get_by_role("status")).to_have_text("The list is deleted.")
    assert page.request.get(page.url).status == 404


@pytest.mark.slow
def test_the_page_heals_after_sleep_a_lost_network_and_another_hub(
    open_page: OpenPage, mirror: Mirror, console: ConsoleWatch
) -> None:
    console.expect("net::ERR")
    console.expect("404 (Not Found)")
    page = opened(open_page, mirror)
    second = opened(open_page, mirror, SMALL)
    page.context.set_offline(True)
    mirror.says(garments=mirror.body["garments"][:1])
    page.context.set_offline(False)
    for phone in (page, second):
        expect(phone.get_by_role("heading", name="1 piece with you")).to_be_visible()
    mirror.shop.stop_hub()
    expect(page.get_by_text("The line to the shop is being found again")).to_be_visible()
    mirror.shop.start_hub()
    mirror.says()
    expect(page.get_by_text("The line to the shop is being found again")).to_have_count(0)
    page.get_by_role("button", name="Call a colleague").click()
    mirror.asks(mirror.waits_for("call"))
    for phone in (page, second):
        expect(phone.locator(".answer b")).to_have_text("A colleague was called")


@pytest.mark.slow
def test_forget_now_ends_it_on_every_phone(open_page: OpenPage, mirror: Mirror) -> None:
    page, second = opened(open_page, mirror), opened(open_page, mirror, SMALL)
    page.get_by_role("link", name="What this page knows").click()
    expect(page.get_by_text("3 pieces that hang in the room")).to_be_visible()
    page.get_by_role("button", name="Forget now").click()
    for phone in (page, second):
        expect(phone.get_by_role("heading", name="Nothing is kept here")).to_be_visible()
    assert mirror.waits_for("forget")["visit"] == mirror.key


@pytest.mark.slow
def test_the_question_is_answered_once(open_page: OpenPage, mirror: Mirror) -> None:
    page = opened(open_page, mirror)
    page.get_by_role("radio", name="9").check()
    page.get_by_label("A word, if you like").fill("calm")
    page.get_by_role("button", name="Send").click()
    assert mirror.waits_for("rating")["value"] == "9 calm"
    expect(page.get_by_text("Thank you for telling us.")).to_have_count(0)
    expect(page.locator(".rating").get_by_role("alert")).to_be_in_viewport(timeout=10_000)
    page.get_by_role("button", name="Send").click()
    assert mirror.waits_for("rating")["value"] == "9 calm"
    mirror.says(rated=True)
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.slow
def test_another_colour_is_asked_for_by_its_name(
    open_page: OpenPage, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Duty, "anybody", property(lambda _: True))
    page = opened(open_page, mirror)
    here, other = next(
        (here, other)
        for here, variants in ((p["variants"][1], p["variants"]) for p in mirror.products[:3])
        for other in variants
        if other["colour"] != here["colour"] and other["size"] and other["stock"] > 0
    )
    page.locator(f"a[href='#piece-{here['id']}']").click()
    page.get_by_role("button", name=other["colour"], exact=True).click()
    page.evaluate("id => { location.hash = `#piece-${id}` }", other["id"])
    expect(page.locator(".bar .primary")).to_have_text(
        f"Bring me {other['colour']}, {other['size']}"
    )


@pytest.mark.slow
def test_what_could_not_be_found_is_not_promised_again(
    open_page: OpenPage, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Duty, "anybody", property(lambda _: True))
    page = opened(open_page, mirror, locale="de-DE")
    here = mirror.products[0]["variants"][1]
    missing = next(
        one
        for one in mirror.products[0]["variants"]
        if one["id"] != here["id"] and one["stock"] > 0
    )
    page.evaluate("id => { location.hash = `#piece-${id}` }", missing["id"])
    expect(page.get_by_role("button", name="Bringen Sie")).to_be_visible()
    ask = {"id": uuid.uuid4().hex, "room": "1", "kind": "bring", "variant_id": missing["id"]}
    mirror.shop.post("/api/requests", ask)
    told = {"by": "Ben", "instead": mirror.products[1]["variants"][0]["id"]}
    mirror.shop.post(f"/api/requests/{ask['id']}/not-there", told)
    del ask["room"]
    mirror.says(asked=[{**ask, "status": "done"}], missing=[missing["id"]])
    expect(page.get_by_role("button", name="Bringen Sie")).to_have_count(0)
    expect(page.locator(".stock")).to_have_text("Es war gerade nicht zu finden.")
    page.evaluate("location.hash = ''")
    answer = page.locator(".answer .what small")
    other = mirror.products[1]["title"]
    expect(answer).to_contain_text(f"Es war gerade nicht zu finden. Wir haben {other}, ")
    mirror.says(held=1)
    page.evaluate("location.hash = '#knows'")
    expect(page.get_by_text("1 Stück, für Sie zurückgelegt")).to_be_visible()
    expect(page.get_by_text("1 Stück, das nicht zu finden war")).to_be_visible()


@pytest.mark.slow
def test_without_scripts_the_pieces_can_be_read(open_page: OpenPage, mirror: Mirror) -> None:
    page = open_page(mirror.path, PHONE, java_script_enabled=False)
    for product in mirror.products[:3]:
        expect(page.get_by_text(product["title"])).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_the_mirrors_large_text_is_the_phones_and_nothing_passes_the_margin(
    open_page: OpenPage, mirror: Mirror, scripts: bool
) -> None:
    here = mirror.body["garments"][0]["variant_id"]
    asked = {"id": "r1", "kind": "bring", "variant_id": here, "status": "waiting"}
    mirror.says(large_text=True, asked=[asked])
    page = open_page(
        mirror.path, SMALL, java_script_enabled=scripts, is_mobile=True, locale="de-DE"
    )
    if scripts:
        page.locator("#visit[data-screen]").wait_for()
    expect(page.locator("html")).to_have_css("font-size", "22px")
    assert page.evaluate(PAST) == []
    rows = page.locator(".answer" if scripts else ".row")
    rows.first.evaluate("row => { row.style.flexWrap = 'nowrap' }")
    assert page.evaluate(PAST) != [], "where its parts do not wrap"


def test_what_costs_takes_no_tap_that_was_meant_for_what_stood_there(
    open_page: OpenPage, mirror: Mirror
) -> None:
    page = opened(open_page, mirror)
    offer = mirror.body["offers"][0]["variant_id"]
    goes = """([where, costs]) => new Promise((done) => {
      addEventListener("hashchange", () => {
        const one = document.querySelector(`[data-costs=${costs}]`);
        done(getComputedStyle(one).pointerEvents);
      }, { once: true });
      location.hash = where;
    })"""
    for where, costs in (("#list", "keep"), ("#knows", "forget"), (f"#piece-{offer}", "want")):
        assert page.evaluate(goes, [where, costs]) == "none", where
    page.evaluate("() => { location.hash = '#knows' }")
    page.get_by_role("button", name="Forget now").click()
    expect(page.get_by_role("heading", name="Nothing is kept here")).to_be_visible()
