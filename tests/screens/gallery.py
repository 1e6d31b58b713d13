"""`make gallery`: one page of every picture that the tests drew, var/screens/index.html.

A row for each state, a thumbnail for each mode and language; each opens the picture as it is. The
page needs no network and no server. Owns what the names of the files mean. Draws no screen.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from kiosk.config_sections import ALL_LANGUAGES
from tests.conftest import SCREENS

THUMB = (400, 400)  # at most; the page draws them half as large, sharp on any screen
EARLIER_S = 6 * 3600

LANGUAGES = dict(
    zip(
        ALL_LANGUAGES,
        ("English", "German", "French", "Spanish", "Italian", "Japanese", "Chinese", "Arabic"),
        strict=True,
    )
)
MODES = {
    "large-text": "large text",
    "high-contrast": "high contrast",
    "both": "large, high contrast",
    "portrait": "portrait",
    "phone-light": "phone, light",
    "phone-dark": "phone, dark",
    "tablet-light": "tablet, light",
    "tablet-dark": "tablet, dark",
    **LANGUAGES,
}
# How the names of the files begin, where each belongs, and what its plain mode is.
PLACES = (
    ("changed/", "Before, now, and where it differs", "plain"),
    ("mirror-theme-", "A shop's own look: mirror", "English"),
    ("theme-", "A shop's own look: pages", "English"),
    ("mirror-", "Mirror", "English"),
    ("tablet-", "Tablet", "English, landscape"),
    ("phone-", "Shopper's phone", "day"),
    ("staff-", "Staff console", "as it is"),
    ("receipt", "Papers", "receipt"),
    ("paper", "Papers", "paper"),
    ("bench", "Bench", "as it is"),
    ("webkit-", "Tablet in Safari's engine", "landscape"),
    ("", "More", "as it is"),
)
CHANGED = re.compile(r"(plain|large-text|high-contrast|arabic)-(.+)")
PHONE = re.compile(r"(day|night|small-larger|across|de|ar)-(.+)")
LOOKS = {"small-larger": "small, larger text", "across": "held across", **LANGUAGES}
ENDING = re.compile(rf"(.+?)((?:-(?:{'|'.join(map(re.escape, MODES))}))+)")


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: which screen, in which state and mode."""

    file: str
    place: int
    state: str
    mode: str


def shot(file: str) -> Shot:
    """What the name of a file says, such as "mirror-three-large-text.png"."""
    name = file.removesuffix(".png")
    place = next(n for n, (prefix, _, _) in enumerate(PLACES) if name.startswith(prefix))
    prefix, _, plain = PLACES[place]
    rest = name.removeprefix(prefix) or name
    if prefix == "phone-" and (found := PHONE.fullmatch(rest)):
        look, state = found.groups()
        return Shot(file, place, state, LOOKS.get(look, look))
    if prefix == "changed/" and (found := CHANGED.fullmatch(rest)):
        mode, state = found.groups()
        return Shot(file, place, state, MODES.get(mode, mode))
    if found := ENDING.fullmatch(rest):
        state, endings = found.groups()
        return Shot(file, place, state, ", ".join(_modes(endings)))
    return Shot(file, place, rest, plain)


def _modes(endings: str) -> Iterator[str]:
    """The modes that an ending such as "-de-portrait" names."""
    for known in sorted(MODES, key=len, reverse=True):
        if f"-{known}-" in f"{endings}-":
            endings = f"{endings}-".replace(f"-{known}-", "-").removesuffix("-")
            yield MODES[known]


def make(folder: Path) -> Path:
    """Writes the page and its thumbnails; those of pictures that did not change stay."""
    files = [*folder.glob("*.png"), *(folder / "changed").glob("*.png")]
    names = sorted(file.relative_to(folder).as_posix() for file in files)
    with ThreadPoolExecutor(2) as workers:
        sizes = dict(zip(names, workers.map(lambda name: _thumb(folder, name), names), strict=True))
    newest = max((file.stat().st_mtime for file in files), default=0.0)
    old = {name for name in names if newest - (folder / name).stat().st_mtime > EARLIER_S}
    page = folder / "index.html"
    page.write_text("".join(_page(map(shot, names), sizes, old, newest)), encoding="utf-8")
    return page


def _thumb_of(name: str) -> str:
    return f"thumbs/{name.removesuffix('.png').replace('/', '-')}.webp"


def _thumb(folder: Path, name: str) -> tuple[int, int]:
    """Makes a thumbnail, and says how large it is drawn."""
    source, target = folder / name, folder / _thumb_of(name)
    target.parent.mkdir(exist_ok=True)
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        with Image.open(source) as picture:
            small = picture.convert("RGB")
        small.thumbnail(THUMB, Image.Resampling.BOX, reducing_gap=2)
        small.save(target, quality=80)
    with Image.open(target) as made:
        return made.width // 2, made.height // 2


def _page(
    shots: Iterable[Shot], sizes: dict[str, tuple[int, int]], old: set[str], newest: float
) -> Iterator[str]:
    everything = sorted(shots, key=lambda one: (one.place, one.state, _rank(one)))
    titles: dict[str, list[Shot]] = {}
    for one in everything:
        titles.setdefault(PLACES[one.place][1], []).append(one)
    when = time.strftime("%d %B %Y, %H:%M", time.localtime(newest))
    yield f"<!doctype html><html lang=en><meta charset=utf-8><title>Every screen</title>{STYLE}"
    yield "<header><h1>Every screen</h1>"
    yield f"<p>{len(everything)} pictures, the newest of {when}</p><nav>"
    for title, here in titles.items():
        yield f'<a href="#{_anchor(title)}">{escape(title)} <small>{len(here)}</small></a>'
    yield "</nav></header><main>"
    for title, here in titles.items():
        yield f'<section id="{_anchor(title)}"><h2>{escape(title)}</h2>'
        for state, row in groupby(here, key=lambda one: one.state):
            name = escape(state.replace("-", " "))
            yield f'<article id="{_anchor(title)}-{escape(state)}"><h3>{name}</h3><ul>'
            for one in row:
                width, height = sizes[one.file]
                mode = escape(one.mode) + (", from an earlier run" if one.file in old else "")
                yield (
                    f'<li><a href="{quote(one.file)}" target=_blank><img loading=lazy alt="{name}, '
                    f'{mode}" src="{quote(_thumb_of(one.file))}" width={width} height={height}>'
                    f"<span>{mode}</span></a></li>"
                )
            yield "</ul></article>"
        yield "</section>"
    yield "</main></html>\n"


def _rank(one: Shot) -> tuple[bool, str]:
    """The plain mode first."""
    return one.mode != PLACES[one.place][2], one.mode


def _anchor(title: str) -> str:
    return re.sub("[^a-z]+", "-", title.lower())


STYLE = """<meta name=viewport content="width=device-width"><style>
:root { color-scheme: dark; --ink: #f4efe6; --quiet: #a9a39a; --line: #3a362f; --ground: #1b1916; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 Inter, sans-serif; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 4px 24px;
  align-items: baseline; padding: 16px 32px; background: var(--ground); }
header { border-bottom: 1px solid var(--line); }
h1, h2, h3, p { margin: 0; font-weight: 500; }
h1 { font-size: 20px; } h2 { font-size: 28px; } h3 { font-size: 15px; }
p, small, span { color: var(--quiet); }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; }
a { color: #e3c08a; text-decoration: none; }
a:focus-visible { outline: 2px solid; outline-offset: 4px; }
section { padding: 40px 32px 24px; scroll-margin-top: 90px; }
article { display: grid; grid-template-columns: 180px 1fr; padding: 20px 0; }
article { border-top: 1px solid var(--line); scroll-margin-top: 90px; }
h2 + article { margin-top: 16px; }
ul { display: flex; flex-wrap: wrap; gap: 20px; margin: 0; padding: 0; list-style: none; }
li a { display: grid; gap: 6px; } li span { font-size: 13px; max-width: 200px; }
img { display: block; background: #000; box-shadow: 0 0 0 1px var(--line); }
@media (max-width: 700px) { article { grid-template-columns: 1fr; gap: 12px; } }
</style>"""


def main() -> int:
    if not SCREENS.is_dir():
        print("There are no pictures yet: `make slow` draws them.")
        return 1
    print(f"Every screen: {make(SCREENS).as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
