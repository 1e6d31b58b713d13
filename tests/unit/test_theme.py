"""A shop's own look: what a theme may set, and what it is told when it cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.config import ConfigError
from kiosk.hub.web.look import style_sheet
from kiosk.mirror.window.typefaces import FAMILIES
from kiosk.theme import PLAIN, MirrorLook, PagesLook, contrast, load
from tests.conftest import REPO

DOCS = (REPO / "docs" / "theme.md").read_text("utf-8")
MIRROR_DOCS, PAGES_DOCS = DOCS.partition("## The pages")[::2]


def write(folder: Path, text: str) -> Path:
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "grotesk.woff2").write_bytes(b"wOF2")
    file = folder / "theme.yaml"
    file.write_text(text)
    return file


# Well-known pairs: the darkest grey that fails nothing on white, and the pure primaries.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_contrast_is_the_standards(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.02)
    assert contrast(one, other) == contrast(other, one)


def test_a_shop_without_a_theme_has_ours() -> None:
    assert load(None) is PLAIN
    assert PLAIN.on_mirror == {}
    assert style_sheet(PLAIN) == ""


def test_a_theme_dresses_mirror_and_pages(tmp_path: Path) -> None:
    theme = load(
        write(
            tmp_path,
            """
            fonts:
              - {file: grotesk.woff2, family: Grotesk, weight: 500}
            mirror: {accent: "#9AD0C2", family: Grotesk, logo: logo.svg, arrive: 300}
            pages: {paper: "#FFFFFF", accent: "#1F5C4D", family: Grotesk, logo: logo.svg}
            """,
        )
    )
    assert theme.on_mirror == {
        "accent": "#9AD0C2",
        "family": "Grotesk",
        "arrive": 300,
        "logo": (tmp_path / "logo.svg").as_uri(),
    }
    said = style_sheet(theme)
    assert "--paper: #FFFFFF;" in said
    assert '--face: "Grotesk", "Inter", system-ui, sans-serif;' in said
    assert 'src: url("/theme/font/0");' in said
    assert "/theme/logo" in said


def test_what_lies_between_ink_and_paper_follows_them(tmp_path: Path) -> None:
    theme = load(write(tmp_path, "pages: {paper: '#F2F6F4', ink: '#3F5149'}"))
    tints = theme.pages.tints
    assert contrast(tints["--ink-soft"], "#F2F6F4") >= 5
    assert contrast(tints["--paper-deep"], "#F2F6F4") < 1.3
    said = theme.style_sheet
    assert f"--ink-soft: {tints['--ink-soft']};" in said
    assert said.startswith("@media not all and (prefers-contrast: more)")


def test_an_accent_alone_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    assert "--ink-soft" not in load(write(tmp_path, "pages: {accent: '#1F5C4D'}")).style_sheet


QML = (REPO / "kiosk" / "mirror" / "qml" / "Theme.qml").read_text("utf-8")
CSS = (REPO / "kiosk" / "hub" / "web" / "static" / "tokens.css").read_text("utf-8")


def ships_as(token: str) -> str:
    """What a token of the mirror is when no theme sets it."""
    if token == "family":
        return FAMILIES[0]  # of the application: QML names none
    found = re.search(rf'own\.{token} \?\? "?([^")\n]*)', QML)
    assert found, f"{token} can be set, and nothing comes of it"
    return found[1]


@pytest.mark.parametrize("token", MirrorLook.model_fields)
def test_the_docs_say_what_each_token_of_the_mirror_ships_as(token: str) -> None:
    said = re.search(rf"^\| `{token}` \|\s*`?([^|`]*?)`?\s*\|", MIRROR_DOCS, re.MULTILINE)
    assert said, f"docs/theme.md does not name {token}"
    assert said[1].strip() == ships_as(token)


@pytest.mark.parametrize("token", ["paper", "ink", "accent"])
def test_the_docs_say_what_each_colour_of_the_pages_ships_as(token: str) -> None:
    ships = re.search(rf"--{token}: (#\w+);", CSS)
    assert ships
    assert f"| `{token}` | `{ships[1].upper()}` |" in PAGES_DOCS


def test_the_docs_name_every_token_of_the_pages() -> None:
    assert set(PagesLook.model_fields) == set(re.findall(r"^\| `(\w+)` \|", PAGES_DOCS, re.M))


def test_the_example_theme_can_be_used() -> None:
    lune = load(REPO / "assets" / "themes" / "lune" / "theme.yaml")
    assert lune.on_mirror["accent"] == "#A9CFC0"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mirror: {accent: '#333333'}", "accent #333333 has a contrast of 1.7 to 1 on the mirror"),
        ("pages: {accent: '#E3C08A'}", "accent #E3C08A has a contrast of 1.6 to 1 on paper"),
        ("pages: {paper: '#181512', ink: '#FFFFFF'}", "paper #181512 is dark, and these pages"),
        ("pages: {ink: '#9A9A9A'}", "ink #9A9A9A has a contrast of 2.6 to 1 on paper #FAF7F2"),
        ("mirror: {glitter: true}", "there is no setting mirror.glitter"),
        ("mirror: {accent: gold}", "mirror.accent is not written as it should be"),
        ("mirror: {small: 12}", "mirror.small should be 28 or more"),
        ("mirror: {logo: no.svg}", "mirror.logo names 'no.svg', and there is no such file"),
        ("pages: {logo: grotesk.woff2}", "pages.logo should be a file of .svg or .png"),
        ("fonts: [{file: logo.svg, family: X}]", "fonts.0.file should be a file of .ttf"),
        ("pages: {family: 'X\";}body{display:none'}", "pages.family is not written"),
        ("folder: /etc", "there is no setting folder"),
        ("- a\n- b", "should hold settings"),
        (": :", "is not YAML"),
    ],
)
def test_a_theme_that_cannot_be_is_told_why(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as told:
        load(write(tmp_path, text))
    assert said in str(told.value)
    assert "theme.yaml" in str(told.value)


def test_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.yaml: the theme cannot be read"):
        load(tmp_path / "gone.yaml")
