"""The page of every picture: what the names of the files mean, and that it works by itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from tests.screens.gallery import PLACES, make, shot


@pytest.mark.parametrize(
    ("file", "where", "state", "mode"),
    [
        ("mirror-three.png", "Mirror", "three", "English"),
        ("mirror-three-hundred-turned.png", "Mirror", "three-hundred-turned", "English"),
        ("mirror-detail-here-large-text.png", "Mirror", "detail-here", "large text"),
        ("mirror-attract-ar.png", "Mirror", "attract", "Arabic"),
        ("mirror-theme-attract-ar.png", "A shop's own look: mirror", "attract", "Arabic"),
        ("tablet-open-help-de-portrait.png", "Tablet", "open-help", "portrait, German"),
        ("tablet-empty.png", "Tablet", "empty", "English, landscape"),
        ("phone-small-larger-knows.png", "Shopper's phone", "knows", "small, larger text"),
        ("phone-list.png", "Shopper's phone", "list", "day"),
        ("staff-tag-tablet-dark.png", "Staff console", "tag", "tablet, dark"),
        ("receipt.png", "Papers", "receipt", "receipt"),
        ("changed/arabic-one.png", "Before, now, and where it differs", "one", "arabic"),
        ("something.png", "More", "something", "as it is"),
    ],
)
def test_a_name_says_where_it_belongs(file: str, where: str, state: str, mode: str) -> None:
    found = shot(file)
    assert (PLACES[found.place][1], found.state, found.mode) == (where, state, mode)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[str] = []
        self.thumbs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and not str(said["href"]).startswith("#"):
            self.pictures.append(str(said["href"]))
        if tag == "img":
            self.thumbs.append(str(said["src"]))
            assert said["alt"]


def test_the_page_shows_every_picture_from_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "changed").mkdir()
    names = {"mirror-three.png", "mirror-three-ar.png", "bench.png", "changed/plain-one.png"}
    for name in names:
        Image.new("RGB", (1080, 1920), "black").save(tmp_path / name)
    page = make(tmp_path).read_text("utf-8")
    links = Links()
    links.feed(page)
    assert set(links.pictures) == names
    assert len(links.thumbs) == len(names)
    assert all((tmp_path / thumb).is_file() for thumb in links.thumbs)
    assert not re.search(r"https?://|<script", page)


def test_a_picture_that_did_not_change_keeps_its_thumbnail(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), "black").save(tmp_path / "bench.png")
    make(tmp_path)
    thumb = tmp_path / "thumbs" / "bench.webp"
    before = thumb.stat().st_mtime_ns
    make(tmp_path)
    assert thumb.stat().st_mtime_ns == before
