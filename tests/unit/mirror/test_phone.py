"""The mirror's part of the phone: taps are done once, the code can be read, and what is known is
said."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from kiosk.mirror.phone_taps import EVENTS, PhoneTaps
from kiosk.mirror.screen.screen import screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.asked import Payment, PaymentStatus, Request, Sent
from kiosk.mirror.visit.effects import Ask
from kiosk.mirror.visit.events import (
    BackTapped,
    BringTapped,
    CallTapped,
    ColourTapped,
    Event,
    ForgetTapped,
    FromPhone,
    HoldTapped,
    LanguageTapped,
    NeverMindTapped,
    OfferTapped,
    RequestKind,
    RequestStatus,
    RoomSeen,
    ScoreTapped,
    SizeTapped,
)
from kiosk.mirror.visit.handed import Handed
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.sheet import Sheet, SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.codes import QUIET, drawn
from tests.unit.mirror.boutique import EVERYTHING, LINEN_SHIRT, variant
from tests.unit.mirror.stage import Stage

ADDRESS = "http://192.168.1.20:8800/visit/{token}"
VISIT = FittingVisit(
    forget_after_s=45,
    began=True,
    hub_near=True,
    garments=EVERYTHING[:2],
    key="visit-1",
    token="Zb3kq9fTq1v0pXw7LrNn2cY8aUe4mHsD",
    phone_url=ADDRESS,
)
SHIRT_IN_L = variant(LINEN_SHIRT, "Ivory", "L")
Tap = dict[str, str]


def tap(
    event: str, value: str = "", tap_id: str = "tap-1", visit: str = "visit-1"
) -> dict[str, str]:
    return {"id": tap_id, "visit": visit, "event": event, "value": value}


def with_sheet(kind: SheetKind, visit: FittingVisit = VISIT) -> FittingVisit:
    return replace(visit, sheet=Sheet(kind, 0.0))


# --- taps ---------------------------------------------------------------------------------------

TAPS: dict[str, tuple[str, Event]] = {
    "garment": ("7", OfferTapped(7)),
    "offer": ("7", OfferTapped(7)),
    "colour": ("Navy", ColourTapped("Navy")),
    "size": ("M", SizeTapped("M")),
    "bring": ("7", BringTapped("tap-1", 7)),
    "hold": ("7", HoldTapped("tap-1", 7)),
    "call": ("", CallTapped("tap-1")),
    "back": ("", BackTapped()),
    "cancel": ("request-1", NeverMindTapped("request-1")),
    "language": ("de", LanguageTapped("de")),
    "rating": ("9 so calm", ScoreTapped("tap-1", 9, "so calm")),
    "forget": ("", ForgetTapped()),
}


def test_every_tap_has_its_row() -> None:
    assert TAPS.keys() == EVENTS.keys()


@pytest.mark.parametrize("event", TAPS)
def test_a_tap_is_an_event(event: str) -> None:
    value, expected = TAPS[event]
    assert PhoneTaps().fresh([tap(event, value)], "visit-1") == [FromPhone(expected)]


@pytest.mark.parametrize(
    "odd",
    [
        tap("pay"),
        tap("bring", "a shirt"),
        tap("rating", "ten"),
        tap("call", visit="visit-0"),
        tap("call", tap_id=""),
        {},
    ],
)
def test_what_is_odd_or_another_visits_is_no_event(odd: dict[str, str]) -> None:
    assert PhoneTaps().fresh([odd], "visit-1") == []


def test_a_room_at_rest_takes_no_taps() -> None:
    assert PhoneTaps().fresh([tap("call", visit="")], "") == []


@given(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=30))
def test_each_tap_is_done_once_however_the_list_is_said(lists: list[list[int]]) -> None:
    taps = PhoneTaps()
    done = [
        event
        for said in lists
        for event in taps.fresh([tap("offer", str(n), f"tap-{n}") for n in said], "visit-1")
    ]
    wanted = dict.fromkeys(n for said in lists for n in said)
    assert done == [FromPhone(OfferTapped(n)) for n in wanted]


def test_a_phone_shows_a_piece_on_the_mirror() -> None:
    visit, _ = VISIT.after(FromPhone(OfferTapped(EVERYTHING[1].variant.id)), 1.0)
    assert visit.focus is not None
    assert visit.focus.tag == EVERYTHING[1].tag


def test_a_piece_of_the_list_that_was_handed_back_can_be_asked_for() -> None:
    """Long after the question about it: it stands on the phone's list."""
    first, second = EVERYTHING[:2]
    visit = VISIT
    for at, here in ((1.0, (second,)), (100.0, (second,))):
        visit, _ = visit.after(RoomSeen(here, ()), at)
    assert not visit.handed
    shown, _ = visit.after(FromPhone(OfferTapped(first.variant.id)), 101.0)
    assert shown.focus is not None
    assert shown.focus.variant == first.variant
    asked, _ = visit.after(FromPhone(BringTapped("wish", first.variant.id)), 101.0)
    assert [one.id for one in asked.requests] == ["wish"]


def test_what_hung_here_is_not_known_to_the_next_shopper() -> None:
    gone, _ = VISIT.after(RoomSeen((), ()), 1.0)
    assert {one.id for one in gone.spoken_of} == {one.product.id for one in EVERYTHING[:2]}
    somebody, _ = gone.after(RoomSeen(EVERYTHING[4:5], ()), 20.0)
    assert somebody.token != VISIT.token
    assert somebody.spoken_of == ()
    assert somebody.hung == {EVERYTHING[4].tag}
    later, _ = gone.after(RoomSeen((), ()), 100.0)
    assert later.spoken_of == ()


def test_a_phone_that_left_keeps_no_visit_alive() -> None:
    """Else it would see what the next shopper brings in."""
    visit, _ = VISIT.after(RoomSeen(()), 10.0)
    for second in range(11, 80):
        visit, _ = visit.after(FromPhone(BackTapped()), float(second))
    assert not visit.began
    assert not visit.token


def test_a_phone_cannot_name_what_is_asked_for_already() -> None:
    """Two requests of one name are one to the hub, and one row on the glass."""
    asked, _ = VISIT.after(BringTapped("r1", SHIRT_IN_L.id), 1.0)
    for event in (CallTapped("r1"), BringTapped("r1", variant(LINEN_SHIRT, "Ivory", "S").id)):
        again, effects = asked.after(FromPhone(event), 2.0)
        assert again.requests == asked.requests
        assert not [effect for effect in effects if isinstance(effect, Ask)]
    other, effects = asked.after(FromPhone(CallTapped("r2")), 2.0)
    assert [one.id for one in other.requests] == ["r1", "r2"]
    assert Ask("r2", RequestKind.CALL, None) in effects


def test_forget_on_the_phone_forgets_here() -> None:
    visit, effects = replace(
        VISIT,
        requests=(
            Request("r1", RequestKind.BRING, LINEN_SHIRT, SHIRT_IN_L, RequestStatus.WAITING, 0.0),
        ),
    ).after(FromPhone(ForgetTapped()), 1.0)
    assert (visit.key, visit.token, visit.garments, visit.requests) == ("", "", (), ())
    assert "r1" in {getattr(effect, "id", "") for effect in effects}


# --- the code -----------------------------------------------------------------------------------


def modules_of(picture: QImage, left: int, top: int, width: int) -> list[list[bool]]:
    """The modules of a code that lies there in a picture, as a reader would sample them."""
    address = ADDRESS.replace("{token}", VISIT.token)
    count = len(segno.make(address, error="m", micro=False).matrix) + 2 * QUIET
    middles = [int((n + 0.5) * width / count) for n in range(count)]
    return [
        [picture.pixelColor(left + x, top + y).lightness() < 128 for x in middles] for y in middles
    ]


def framed(address: str) -> list[list[bool]]:
    """What should be there: the code in its quiet zone."""
    matrix = [[bool(module) for module in row] for row in segno.make(address, error="m").matrix]
    width = len(matrix) + 2 * QUIET
    rim = [[False] * width for _ in range(QUIET)]
    return [*rim, *([False] * QUIET + row + [False] * QUIET for row in matrix), *rim]


def test_the_code_on_the_glass_says_the_visits_address_and_is_large_enough() -> None:
    """Read back from the very pixels that the window draws."""
    stage = Stage.still()
    try:
        stage.show(with_sheet(SheetKind.PHONE))
        picture = stage.picture()
        plate = stage.item("code")
        corner = plate.mapToScene(plate.boundingRect().topLeft()).toPoint()
        width = round(plate.width())
        address = ADDRESS.replace("{token}", VISIT.token)
        assert modules_of(picture, corner.x(), corner.y(), width) == framed(address)
        # A 32 inch mirror is 398 mm wide. A phone at arm's length wants 40 mm; from the middle of
        # the room, a tenth of the distance.
        assert width / 1080 * 398 > 100
    finally:
        stage.close()


def test_a_code_is_drawn_in_whole_pixels() -> None:
    modules = len(segno.make("https://a.example", error="m", micro=False).matrix) + 2 * QUIET
    image = drawn("https://a.example", 468)
    assert image.width() % modules == 0
    assert image.width() > 468 - modules


def test_the_address_is_on_the_glass_only_with_its_sheet() -> None:
    words = Words("en-IE")
    for visit in (VISIT, with_sheet(SheetKind.KNOWS), replace(VISIT, sheet=None)):
        assert VISIT.token not in repr(screen_of(visit, shop="", words=words))
    for changes in ({"hub_near": False}, {"token": ""}, {"phone_url": ""}):
        visit = replace(with_sheet(SheetKind.PHONE), **changes)
        phone = screen_of(visit, shop="", words=words).phone
        assert phone.address == ""
        assert phone.text == "Not ready just now. Please ask a colleague."


# --- what the mirror knows ----------------------------------------------------------------------

# A field of a visit, in a state in which it says something of its shopper -> the line that says so.
HELD: dict[str, tuple[object, str]] = {
    "garments": (EVERYTHING[:3], "3 pieces in this room"),
    "unknown": ((EVERYTHING[5].tag,), "3 pieces in this room"),
    "hung": (frozenset({EVERYTHING[7].tag}), "1 piece that hung here before"),
    "handed": ((Handed(EVERYTHING[4], 0.0),), "1 piece handed back"),
    "sizes": ((("shirt", "M"), ("jeans", "M")), "Your size: M"),
    "requests": (
        (Request("r", RequestKind.CALL, None, None, RequestStatus.WAITING, 0.0),),
        "1 thing asked for",
    ),
    "held": (("r",), "1 piece set aside for you"),
    "missing": ((107,), "1 piece not to be found today"),
    "payment": (Payment("p", (), PaymentStatus.WAITING, 0.0), "Sent to the checkout"),
    "sent": (Sent("p", ()), "Sent to the checkout"),
    "paid": (True, "Sent to the checkout"),
    "rated": (True, "Your rating"),
    "manners": (Manners(language="de"), "Language, text and light"),
    "phones": (2, "2 phones connected"),
}
# Made of what hangs or hung here, of the clock or of the shop: nothing more is known by it.
OF_NOBODY = {
    "tried", "unseen", "before", "before_until",  # a hand on the glass ends what was set aside
    "forget_after_s", "has_tablet", "shop_manners", "lighting", "began", "began_at", "key", "token",
    "asked_to_rate",  # nothing but that the mirror asked
    "offers", "spoken_of", "substitutes", "costs", "glass", "focus", "sheet", "rating", "noted",
    "touched_at", "sorry_until", "hub_near", "on_duty", "answer_minutes", "phone_url",
    "empty_since", "reader_away_since", "reader_missed", "pictures", "total",
}  # fmt: skip


def test_no_field_of_a_visit_is_left_out() -> None:
    """A new field is either said, or it is said here why it tells nothing."""
    assert {field.name for field in fields(FittingVisit)} == HELD.keys() | OF_NOBODY


@pytest.mark.parametrize("field", HELD)
def test_what_is_held_is_said(field: str) -> None:
    value, line = HELD[field]
    visit = replace(with_sheet(SheetKind.KNOWS), **{field: value})  # type: ignore[arg-type]
    assert line in screen_of(visit, shop="", words=Words("en-IE")).knows.lines


def test_forget_now_is_one_touch() -> None:
    stage = Stage.still()
    tapped: list[Event] = []
    stage.view_model.tapped.connect(tapped.append)
    try:
        stage.show(with_sheet(SheetKind.KNOWS))
        stage.tap("forget")
        assert tapped == [ForgetTapped()]
    finally:
        stage.close()
