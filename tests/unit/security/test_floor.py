"""The floor's own doors: mirrors speak for their room, managers change faces, forms are our own."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kiosk.hub.security import limits
from kiosk.hub.security.portraits import EDGE, PortraitError, redrawn
from tests.unit.security.conftest import Shop

TOUCHPOINT = {"id": "t-1", "visit": "v-1", "at_ms": 1_790_000_000_000, "kind": "visit_began"}
RATING = {"id": "r-1", "visit": "v-1", "score": 9}


def photograph(kind: str = "JPEG", size: tuple[int, int] = (900, 1200)) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "#86612a")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    picture.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


def on_floor(shop: Shop) -> list[str]:
    return [one.name for one in shop.hub.security.duty.on_floor()]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/touchpoints", lambda room: {"events": [{**TOUCHPOINT, "room": room}]}),
        ("/api/ratings", lambda room: {**RATING, "room": room}),
    ],
)
def test_a_mirror_speaks_for_its_own_room_only(shop: Shop, path: str, body) -> None:
    mirror = shop.device("mirror", "1")
    other = mirror.post(path, json=body("2"))
    # Not 403, which a device takes for "later": what cannot be taken must not be sent for ever.
    assert (other.status_code, other.json()["detail"]["code"]) == (409, "other_place")
    assert mirror.post(path, json=body("1")).status_code == 200
    for kind in ("tablet", "table", "gate"):
        assert shop.device(kind).post(path, json=body("1")).status_code == 403
    assert shop.client().post(path, json=body("1")).status_code == 401


def test_one_room_in_a_message_that_is_not_its_own_refuses_all_of_it(shop: Shop) -> None:
    events = [{**TOUCHPOINT, "id": f"both-{room}", "room": room} for room in "12"]
    mirror = shop.device("mirror", "1")
    assert mirror.post("/api/touchpoints", json={"events": events}).status_code == 409
    assert mirror.post("/api/touchpoints", json={"events": events[:1]}).json()["new"] == 1


def test_a_flood_of_touchpoints_is_held_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KNOWN", limits.Rate(0.001, 3))
    mirror = shop.device("mirror", "1")
    body = {"events": [{**TOUCHPOINT, "room": "1"}]}
    answers = [mirror.post("/api/touchpoints", json=body) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["retry-after"] == "1"
    rating = {**RATING, "id": "r-flood", "visit": "v-flood", "room": "2"}
    assert shop.device("mirror", "2").post("/api/ratings", json=rating).status_code == 200


def test_a_mirror_answers_nothing_and_sees_no_report(shop: Shop) -> None:
    mirror = shop.device("mirror", "1")
    hold = {"id": "h-1", "room": "1", "kind": "hold", "variant_id": 1, "visit": "v-1"}
    assert mirror.post("/api/requests", json=hold).status_code == 200
    for path in ("not-there", "end-hold", "finish"):
        assert mirror.post(f"/api/requests/h-1/{path}", json={}).status_code == 403
    assert mirror.get("/staff/visits").status_code == 303
    assert mirror.post("/staff/duty", data={"on": "true"}).status_code in (303, 403)
    assert mirror.post("/api/requests/h-1/cancel").status_code == 200


def test_a_form_of_the_floor_carries_what_only_our_page_knows(shop: Shop) -> None:
    tom = shop.colleague("Tom")
    paths = ("/staff/duty", "/staff/requests/x/not-there", "/staff/holds/x/back")
    csrf = tom.headers.pop("X-CSRF-Token")
    for path in paths:
        assert tom.post(path, data={"on": "false"}).json()["detail"]["code"] == "stale_page"
    assert "Tom" in on_floor(shop)
    tom.headers["X-CSRF-Token"] = csrf
    assert tom.post("/staff/duty", data={"on": "false"}).status_code == 200
    assert "Tom" not in on_floor(shop)


def test_a_manager_gives_a_colleague_a_picture_with_their_pin(shop: Shop) -> None:
    tom = shop.hub.staff.named("Tom")
    assert tom is not None
    path = f"/staff/people/{tom.id}/picture"
    files = {"picture": ("tom.jpg", photograph(), "image/jpeg")}
    associate = shop.colleague("Tom").post(path, data={"pin": "2746"}, files=files)
    assert associate.status_code in (303, 403)
    mara = shop.colleague("Mara")
    assert mara.post(path, data={"pin": "0000"}, files=files).status_code == 403
    assert shop.hub.security.portraits.path_of("Tom") is None
    assert mara.post(path, data={"pin": "83415"}, files=files).status_code == 200
    assert shop.hub.staff.named("Tom").active, "a picture is no end of work"

    address = shop.hub.security.portraits.path_of("tom")
    assert address is not None
    shown = shop.client().get(address)
    assert shown.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert picture.size == (EDGE, EDGE)
        assert not picture.getexif(), "where and when it was taken is nobody's business"

    refused = mara.post(
        path, data={"pin": "83415"}, files={"picture": ("x.svg", b"<svg/>", "image/svg+xml")}
    )
    assert "JPEG, a PNG or a WebP" in refused.text
    assert mara.post(f"{path}/drop", data={"pin": "83415"}).status_code == 200
    assert shop.hub.security.portraits.path_of("Tom") is None
    assert shop.client().get(address).status_code == 404
    assert shop.client().get("/media/colleagues/../../etc.jpg").status_code == 404


def test_the_mirror_hears_who_comes(shop: Shop) -> None:
    tom = shop.hub.staff.named("Tom")
    shop.hub.security.portraits.keep(tom.id, photograph("PNG"), by="Mara")
    mirror, colleague = shop.device("mirror", "1"), shop.colleague("Tom")
    mirror.post("/api/requests", json={"id": "c-1", "room": "1", "kind": "call"})
    colleague.post("/staff/requests/c-1/take")
    told = next(one for one in shop.hub.live.latest("room/1")["requests"] if one["id"] == "c-1")
    colleague.post("/staff/requests/c-1/finish")
    assert told["colleague"]["name"] == "Tom"
    assert told["colleague"]["picture"].startswith("/media/colleagues/")
    assert mirror.get(told["colleague"]["picture"]).status_code == 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(40, 30), (3000, 400)])
def test_any_photograph_becomes_a_small_square(kind: str, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(redrawn(photograph(kind, size)))) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (EDGE, EDGE), "RGB")


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (40, 40)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a picture first"),
        (b"x" * 100, "JPEG, a PNG or a WebP"),
        (gif(), "JPEG, a PNG or a WebP"),
        (photograph()[:2000], "damaged"),
        (b"\xff\xd8" + b"x" * 12 * 1024 * 1024, "larger than 12 MB"),
    ],
)
def test_what_is_no_picture_of_a_colleague(content: bytes, words: str) -> None:
    with pytest.raises(PortraitError, match=words):
        redrawn(content)


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(PortraitError, match="60 megapixels"):
        redrawn(out.getvalue())


def test_a_large_picture_does_not_fill_the_hubs_memory() -> None:
    """A PNG cannot be read smaller than it is: 60 megapixels were a gigabyte."""
    out = io.BytesIO()
    Image.new("1", (7000, 7000)).save(out, "PNG")
    with pytest.raises(PortraitError, match="Save it as a JPEG"):
        redrawn(out.getvalue())
    out = io.BytesIO()
    Image.new("L", (7000, 7000)).save(out, "JPEG")
    with Image.open(io.BytesIO(redrawn(out.getvalue()))) as picture:
        assert picture.size == (EDGE, EDGE)
