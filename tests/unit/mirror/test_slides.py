"""The shop's own pictures at rest: which is the next, how it is decoded, when it is gone."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from kiosk.config import ConfigError, parse
from kiosk.mirror.screen.screen import Screen, screen_of
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.display import Display, application
from kiosk.mirror.window.rasters import Rasters
from kiosk.mirror.window.slides import PLACE, SlideFolder, decode, melted
from kiosk.mirror.window.view_model import MirrorViewModel
from tests.conftest import REPO, LogWatch
from tests.unit.mirror.boutique import EVERYTHING
from tests.unit.mirror.stage import Stage, find_raster, until

SAMPLE = REPO / "assets" / "sample" / "slides"
AT_REST = FittingVisit(forget_after_s=45, has_tablet=True, hub_near=True)
RED, GREEN, BLUE = (200, 30, 30), (30, 200, 30), (30, 30, 200)

Draw = Callable[[str, tuple[int, int, int]], Path]


@pytest.fixture(autouse=True)
def _qt() -> None:
    application()


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    def one(name: str, colour: tuple[int, int, int]) -> Path:
        path = tmp_path / name
        Image.new("RGB", (80, 60), colour).save(path)
        return path

    return one


def middle(picture: QImage | None) -> tuple[int, int, int]:
    assert picture is not None
    pixel = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    return (round(pixel.red(), -1), round(pixel.green(), -1), round(pixel.blue(), -1))


# --- which is the next ----------------------------------------------------------------------


def test_they_come_by_name_round_and_round(tmp_path: Path, draw: Draw) -> None:
    for name, colour in (("b.png", GREEN), ("a.webp", RED), ("c.jpg", BLUE)):
        draw(name, colour)
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / ".d.png").write_bytes(b"half copied")
    slides = SlideFolder(tmp_path)
    seen = [middle(slides.following()) for _ in range(4)]
    assert seen == [RED, GREEN, BLUE, RED]


def test_one_that_is_new_comes_in_its_turn(tmp_path: Path, draw: Draw) -> None:
    draw("a.png", RED)
    draw("c.png", BLUE)
    slides = SlideFolder(tmp_path)
    assert middle(slides.following()) == RED
    draw("b.png", GREEN)
    assert middle(slides.following()) == GREEN


def test_one_alone_stays_until_it_is_another(tmp_path: Path, draw: Draw) -> None:
    only = draw("a.png", RED)
    slides = SlideFolder(tmp_path)
    assert middle(slides.following()) == RED
    assert slides.following() is None
    draw("a.png", GREEN)
    os.utime(only, ns=(1, 1))
    assert middle(slides.following()) == GREEN


def test_a_folder_that_is_empty_shows_nothing_until_something_comes(
    tmp_path: Path, draw: Draw
) -> None:
    slides = SlideFolder(tmp_path)
    nothing = slides.following()
    assert nothing is not None
    assert nothing.isNull()
    path = draw("a.png", RED)
    assert middle(slides.following()) == RED
    path.unlink()
    gone = slides.following()
    assert gone is not None
    assert gone.isNull()


def test_a_broken_one_is_left_out_and_said_once(
    tmp_path: Path, draw: Draw, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    log_watch.expect("is left out")
    draw("a.png", RED)
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing more")
    draw("c.png", BLUE)
    slides = SlideFolder(tmp_path)
    with caplog.at_level(logging.INFO):
        assert [middle(slides.following()) for _ in range(4)] == [RED, BLUE, RED, BLUE]
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1
    assert "b.jpg is left out" in lines[0]
    draw("b.jpg", GREEN)  # it was still being copied
    slides.following()
    assert middle(slides.following()) == GREEN


def test_a_folder_that_went_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    log_watch.expect("slides cannot be looked for")
    slides = SlideFolder(tmp_path / "stick")
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            picture = slides.following()
            assert picture is not None
            assert picture.isNull()
    assert len(caplog.records) == 1
    assert "the slides cannot be looked for" in caplog.records[0].getMessage()


# --- how it is decoded ----------------------------------------------------------------------


def test_a_large_one_is_no_larger_than_its_place(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2000), RED).save(tmp_path / "large.jpg")
    picture, why = decode(tmp_path / "large.jpg")
    assert (picture.width(), picture.height(), why) == (PLACE.width(), 720, "")


def test_a_small_one_is_not_blown_up(tmp_path: Path, draw: Draw) -> None:
    picture, _ = decode(draw("small.png", RED))
    assert (picture.width(), picture.height()) == (80, 60)


def test_a_drawing_fills_its_place(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        '<rect width="40" height="20" fill="#c81e1e"/></svg>'
    )
    picture, _ = decode(file)
    assert (picture.width(), picture.height()) == (PLACE.width(), 540)
    assert middle(picture) == RED


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (1600, 800), RED)
    lying.paste(BLUE, (0, 0, 800, 800))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the left side is the top
    lying.save(tmp_path / "turned.jpg", exif=exif)
    picture, _ = decode(tmp_path / "turned.jpg")
    assert (picture.width(), picture.height()) == (490, PLACE.height())
    top, bottom = (picture.pixelColor(245, y) for y in (300, 700))
    assert top.blue() > 150 > top.red()
    assert bottom.red() > 150 > bottom.blue()


def test_its_edges_melt() -> None:
    white = QImage(200, 100, QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    soft = melted(white)
    across = [soft.pixelColor(x, 50).alpha() for x in range(9)]
    assert across == sorted(across)
    assert across[0] < 16
    assert across[-1] > 250
    for x, y in ((0, 0), (199, 0), (0, 99), (199, 99), (100, 0), (100, 99), (199, 50)):
        assert soft.pixelColor(x, y).alpha() < 16
    assert soft.pixelColor(100, 50).alpha() == 255


# --- on the glass ---------------------------------------------------------------------------


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage.still()
    yield stage
    stage.close()


@pytest.fixture
def moving() -> Iterator[Stage]:
    rasters = Rasters(find_raster)
    view_model = MirrorViewModel(rasters.url)
    stage = Stage(view_model, Display(view_model, rasters))
    yield stage
    stage.close()


def said(visit: FittingVisit) -> Screen:
    return screen_of(visit, shop="Maison Aster", words=Words("en-IE"))


def address(item: QQuickItem) -> str:
    source = item.property("source")
    return source.toString() if isinstance(source, QUrl) else ""


def pictures_of(stage: Stage) -> list[QQuickItem]:
    """The slides that are held, seen or not."""
    everything = stage.window.findChildren(QQuickItem)
    return [item for item in everything if "//slide/" in address(item)]


def colour_of(stage: Stage) -> tuple[int, int, int]:
    pixel = stage.window.grabWindow().pixelColor(540, 640)
    return (round(pixel.red(), -1), round(pixel.green(), -1), round(pixel.blue(), -1))


def test_it_is_above_the_invitation_and_gone_with_the_first_garment(
    stage: Stage, tmp_path: Path, draw: Draw
) -> None:
    draw("a.png", RED)
    stage.show(AT_REST)
    stage.display.slides.start(tmp_path)
    until(lambda: stage.display.slides.picture, "the first picture")
    assert colour_of(stage) == RED
    stage.view_model.show(said(replace(AT_REST, began=True, garments=EVERYTHING[:1])))
    assert colour_of(stage) == (0, 0, 0)
    stage.show(AT_REST)
    assert colour_of(stage) == RED


def test_a_garment_does_not_wait_until_one_has_melted_into_the_next(
    moving: Stage, tmp_path: Path, draw: Draw
) -> None:
    draw("a.png", RED)
    draw("b.png", GREEN)
    moving.view_model.show(said(AT_REST))
    slides = moving.display.slides
    slides.start(tmp_path)
    until(lambda: slides.picture, "the first picture")
    first = slides.picture
    slides.next()
    until(lambda: slides.picture != first, "the next picture")
    opacities = {address(item): item.opacity() for item in pictures_of(moving)}
    assert len(opacities) == 2, "one melts into the other"
    moving.view_model.show(said(replace(AT_REST, began=True, garments=EVERYTHING[:1])))
    assert colour_of(moving) == (0, 0, 0)
    moving.view_model.show(said(AT_REST))
    assert colour_of(moving) == GREEN, "it is done, and asks for no more frames"
    assert [address(item) for item in pictures_of(moving)] == [slides.picture]


def test_it_rests_while_the_mirror_sleeps(stage: Stage, tmp_path: Path, draw: Draw) -> None:
    draw("a.png", RED)
    stage.show(AT_REST)
    stage.display.slides.start(tmp_path)
    until(lambda: stage.display.slides.picture, "the first picture")
    stage.display.duty.set_state(asleep=True)
    assert colour_of(stage) == (0, 0, 0)


def test_two_at_most_are_held(stage: Stage, tmp_path: Path, draw: Draw) -> None:
    for name, colour in (("a.png", RED), ("b.png", GREEN), ("c.png", BLUE)):
        draw(name, colour)
    slides = stage.display.slides
    stage.show(AT_REST)
    slides.start(tmp_path)
    for colour in (RED, GREEN, BLUE, RED):
        before = slides.picture
        if before:
            slides.next()
        until(lambda before=before: slides.picture != before, "the next picture")
        assert colour_of(stage) == colour
        assert len(pictures_of(stage)) == 1
    assert slides.pictures._newest[1].isNull(), "it is Qt's, and held once"


def test_the_sample_shops_slides_can_be_shown() -> None:
    slides = sorted(SAMPLE.glob("*.webp"))
    assert len(slides) == 3
    for slide in slides:
        assert slide.stat().st_size < 150_000
        picture, _ = decode(slide)
        assert picture.size() == PLACE


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    assert parse({}, file).slides_dir is None
    settings = parse({"mirror": {"slides": "our pictures"}}, file)
    with pytest.raises(ConfigError, match=r"mirror\.slides is 'our pictures'.* no folder"):
        _ = settings.slides_dir
    (tmp_path / "our pictures").mkdir()
    assert settings.slides_dir == tmp_path / "our pictures"
