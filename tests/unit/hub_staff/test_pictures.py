"""Pictures of an imported catalog arrive by themselves, politely, and never half."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from catalog.illustration import illustration_key
from catalog.illustration.apart import ensure_apart
from catalog.pictures import SIZES, PictureStore
from kiosk.hub.goods.pictures import (
    LARGEST_BYTES,
    LONGEST_QUEUE,
    PictureError,
    PictureFetcher,
    rasterise,
)
from tests.conftest import wait_until
from tests.unit.hub_staff.source import Source


def picture(kind: str, size: tuple[int, int] = (1200, 800), mode: str = "RGB") -> bytes:
    content = io.BytesIO()
    colour = (120, 80, 40, 0) if mode == "RGBA" else (120, 80, 40)
    Image.new(mode, size, colour).save(content, kind)
    return content.getvalue()


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[PictureFetcher]:
    fetcher = PictureFetcher(tmp_path, backoff_s=(0.05,))
    fetcher.open()
    yield fetcher
    fetcher.close()


def raster(folder: Path, key: str, size: int) -> Path:
    return folder / str(size) / f"{key}.webp"


@pytest.mark.parametrize(
    ("kind", "mode", "drawn", "kept"),
    [
        ("JPEG", "RGB", (1200, 800), "RGB"),
        ("PNG", "RGBA", (1200, 800), "RGBA"),
        ("PNG", "RGB", (60, 40), "RGB"),
        ("GIF", "RGB", (300, 900), "RGB"),
        ("WEBP", "RGB", (4000, 3000), "RGB"),
    ],
)
def test_a_picture_is_kept_at_every_size_within_its_box(
    tmp_path: Path, kind: str, mode: str, drawn: tuple[int, int], kept: str
) -> None:
    rasterise(picture(kind, drawn, mode), tmp_path, "key")
    for size in SIZES:
        with Image.open(tmp_path / str(size) / "key.webp") as result:
            assert result.format == "WEBP"
            assert max(result.size) == min(size, max(drawn)), "contained, never enlarged"
            assert result.width / result.height == pytest.approx(drawn[0] / drawn[1], rel=0.05)
            assert result.mode == kept


@pytest.mark.parametrize("content", [b"", b"<html>not here</html>", picture("PNG")[:200]])
def test_what_is_no_picture_is_refused_for_good_and_leaves_no_file(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(PictureError) as refused:
        rasterise(content, tmp_path, "key")
    assert refused.value.final
    assert not list(tmp_path.rglob("*.webp"))


def test_wanted_pictures_arrive_and_are_announced(
    source: Source, fetcher: PictureFetcher, tmp_path: Path
) -> None:
    announced: list[str] = []
    fetcher._fetched = announced.append
    source.files = {f"/{n}.jpg": picture("JPEG", (200, 200)) for n in range(6)}
    wanted = source.sources(*source.files)
    fetcher.want(wanted)
    fetcher.want(wanted)
    wait_until(lambda: len(announced) == 6, what="all six pictures")
    assert sorted(announced) == sorted(wanted)
    assert all(raster(tmp_path, key, size).exists() for key in wanted for size in SIZES)
    assert set(source.asked.values()) == {1}, "each is asked for once"
    assert fetcher.outstanding == 0

    fetcher.want(wanted)
    assert fetcher.outstanding == 0, "what is here is not asked for again"


def test_no_more_than_two_at_a_time(source: Source, fetcher: PictureFetcher) -> None:
    source.gate = threading.Event()
    source.files = {f"/{n}.jpg": picture("JPEG", (20, 20)) for n in range(8)}
    fetcher.want(source.sources(*source.files))
    wait_until(lambda: source.at_once == 2)
    source.gate.set()
    wait_until(lambda: fetcher.outstanding == 0)
    assert source.most_at_once == 2


def test_a_source_that_is_down_is_asked_again_later(
    source: Source, fetcher: PictureFetcher, tmp_path: Path
) -> None:
    source.files["/a.png"] = picture("PNG", (30, 30))
    source.failures["/a.png"] = 3
    fetcher.want(source.sources("/a.png"))
    wait_until(lambda: raster(tmp_path, "a", 72).exists())
    assert source.asked["/a.png"] == 4


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/gone.jpg", None),
        ("/page.html", b"<html>"),
        ("/huge.png", bytes(LARGEST_BYTES + 1)),
    ],
    ids=["404", "not a picture", "too large"],
)
def test_what_will_never_work_is_asked_for_once(
    source: Source, fetcher: PictureFetcher, tmp_path: Path, path: str, content: bytes | None
) -> None:
    if content is not None:
        source.files[path] = content
    fetcher.want(source.sources(path))
    wait_until(lambda: source.asked[path] and fetcher.outstanding == 0)
    fetcher.want(source.sources(path))
    assert fetcher.outstanding == 0
    assert not list(tmp_path.rglob("*.webp"))


def test_what_is_not_on_the_web_is_nothing_to_fetch(fetcher: PictureFetcher) -> None:
    fetcher.want({"a": "", "b": "sample:linen-shirt", "c": "file:///etc/passwd", "d": "a.png"})
    assert fetcher.outstanding == 0


def test_closing_lets_go_of_what_was_wanted(source: Source, tmp_path: Path) -> None:
    fetcher = PictureFetcher(tmp_path, backoff_s=(3600.0,))
    fetcher.open()
    fetcher.want({"refused": "http://127.0.0.1:1/refused.jpg"})
    wait_until(lambda: any(w.tries for w in list(fetcher._waiting.values())))
    fetcher.close()
    wait_until(lambda: not any(thread.is_alive() for thread in fetcher._threads))
    assert fetcher.outstanding == 0


@pytest.mark.slow
def test_a_drawing_stands_in_for_what_the_source_does_not_have(
    source: Source, fetcher: PictureFetcher, tmp_path: Path
) -> None:
    drawing = "drawn-scarf-wool-c2a078"
    fetcher.want({"gone": source.url("/gone.jpg")})
    fetcher.draw([f"gone~{drawing}"])
    wait_until(lambda: fetcher.outstanding == 0, timeout_s=30, what="the drawing")
    store = PictureStore([tmp_path])
    assert store.path(f"gone~{drawing}", 480) == raster(tmp_path, drawing, 480)


@pytest.mark.slow
def test_a_drawing_does_not_wait_for_all_that_an_import_brought(
    source: Source, tmp_path: Path
) -> None:
    source.gate = threading.Event()  # nothing arrives before it is opened
    source.files = {f"/{n}.jpg": picture("JPEG", (20, 20)) for n in range(4)}
    fetched: list[str] = []
    fetcher = PictureFetcher(tmp_path, fetched=fetched.append)
    fetcher.want(source.sources(*source.files))
    key = illustration_key("belt", "leather", "#000000")
    fetcher.draw([key])
    fetcher.open()
    try:
        wait_until(lambda: fetched == [key], 50, "the drawing")
    finally:
        source.gate.set()
        fetcher.close()


@pytest.mark.slow
def test_a_drawing_is_made_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "catalog.illustration.raster", raising=False)
    monkeypatch.setitem(sys.modules, "resvg_py", None)  # ours cannot draw
    key = illustration_key("belt", "leather", "#0000ff")
    fetcher = PictureFetcher(tmp_path)
    fetcher.draw([key])
    fetcher.open()
    wait_until(lambda: fetcher.outstanding == 0, 50, "the drawing")
    fetcher.close()
    assert raster(tmp_path, key, 480).is_file()


@pytest.mark.slow
def test_a_drawing_that_fails_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "480").write_text("a file where the folder should be")
    with pytest.raises(OSError, match=r"was not drawn: .*480"):
        ensure_apart(tmp_path, illustration_key("belt", "leather", "#0000fe"))


def test_a_stranger_cannot_make_the_queue_of_drawings_endless(tmp_path: Path) -> None:
    fetcher = PictureFetcher(tmp_path)
    for number in range(2 * LONGEST_QUEUE):
        fetcher.draw([illustration_key("belt", "leather", f"#{number:06x}")])
    assert fetcher.outstanding == LONGEST_QUEUE


def test_no_drawing_is_made_of_what_is_here_by_then(tmp_path: Path) -> None:
    rasterise(picture("PNG"), tmp_path, "here")
    fetcher = PictureFetcher(tmp_path)
    fetcher.draw(["here~drawn-scarf-wool-c2a078", "no-drawing"])
    fetcher.open()
    wait_until(lambda: fetcher.outstanding == 0)
    fetcher.close()
    assert {file.stem for file in tmp_path.rglob("*.webp")} == {"here"}
