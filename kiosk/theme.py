"""A shop's own look: a theme file -> typed tokens for the mirror and the pages.

Owns the tokens that a shop may set, and refuses what could not be read: text and what can be
touched keep a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3) on their ground. What is not set stays as it
ships: in `mirror/qml/Theme.qml` for the mirror, in `hub/web/static/tokens.css` for the pages.
Draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from kiosk.config import ConfigError
from kiosk.config_words import words

READABLE = 4.5
MIRROR = "#000000"  # black is mirror: it is not a colour that one chooses
PAPER, INK = "#FAF7F2", "#181512"
LIGHT = 0.7  # of white: what is told in red, and in gold, is made for light paper
SOFT = 5.0  # secondary ink has a contrast of its own
PICTURES = (".svg", ".png")
FONTS = (".ttf", ".otf", ".woff2")

Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]
Family = Annotated[str, Field(pattern=r"^[^\"';{}<>\\]{0,60}$")]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#RRGGBB", 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two; `share` of the first."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _must_be_read(name: str, colour: str | None, ground: str, on: str) -> None:
    if colour is None:
        return
    ratio = contrast(colour, ground)
    if ratio < READABLE:
        raise ValueError(
            f"cannot be read: {name} {colour} has a contrast of {ratio:.1f} to 1 on {on}, "
            f"and {READABLE} is the least"
        )


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


class Tokens(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Face(Tokens):
    """A font file, TTF, OTF or WOFF2, with the family and weight that the pages know it by."""

    file: str
    family: Family
    weight: Annotated[int, Field(ge=100, le=900)] = 400


class MirrorLook(Tokens):
    """Light on black. Lengths in pixels of 1080 x 1920, times in milliseconds. `logo` is a file,
    SVG or PNG, in the place of the shop's name."""

    logo: str = ""
    ink: Colour | None = None
    accent: Colour | None = None
    family: Family | None = None
    shop_family: Family | None = None
    attract: Annotated[int, Field(ge=72, le=140)] | None = None
    title: Annotated[int, Field(ge=44, le=64)] | None = None
    body: Annotated[int, Field(ge=32, le=40)] | None = None
    small: Annotated[int, Field(ge=28, le=32)] | None = None
    margin: Annotated[int, Field(ge=48, le=72)] | None = None
    arrive: Annotated[int, Field(ge=0, le=450)] | None = None
    move: Annotated[int, Field(ge=0, le=450)] | None = None
    fade: Annotated[int, Field(ge=0, le=450)] | None = None

    @model_validator(mode="after")
    def _readable(self) -> MirrorLook:
        for name in ("ink", "accent"):
            _must_be_read(name, getattr(self, name), MIRROR, "the mirror's black")
        return self


class PagesLook(Tokens):
    """Ink on paper: tablet, phone and receipt."""

    logo: str = ""
    paper: Colour | None = None
    ink: Colour | None = None
    accent: Colour | None = None
    family: Family | None = None
    shop_family: Family | None = None

    @model_validator(mode="after")
    def _readable(self) -> PagesLook:
        paper = self.paper or PAPER
        if _luminance(paper) < LIGHT:
            raise ValueError(
                f"cannot be read: paper {paper} is dark, and these pages are ink on light paper; "
                "on a phone at night they have a dark one of their own"
            )
        _must_be_read("ink", self.ink or INK, paper, f"paper {paper}")
        _must_be_read("accent", self.accent or "#86612A", paper, f"paper {paper}")
        return self

    @property
    def tints(self) -> dict[str, str]:
        """What lies between ink and paper, by its name in `tokens.css`."""
        if not (self.paper or self.ink):
            return {}
        paper, ink = self.paper or PAPER, self.ink or INK
        shares = (share / 100 for share in range(66, 101, 2))
        soft = next(c for share in shares if contrast(c := mixed(ink, paper, share), paper) >= SOFT)
        red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
        return {
            "--paper-deep": mixed(ink, paper, 0.05),
            "--ink-soft": soft,
            "--line": f"rgb({red} {green} {blue} / 14%)",
            "--line-strong": f"rgb({red} {green} {blue} / 32%)",
        }


class Theme(Tokens):
    """What a theme file says; its files are beside it, and are there."""

    _folder: Path = PrivateAttr(default=Path())
    fonts: tuple[Face, ...] = ()
    mirror: MirrorLook = MirrorLook()
    pages: PagesLook = PagesLook()

    def file(self, name: str) -> Path:
        return (self._folder / name).resolve()

    @property
    def on_mirror(self) -> dict[str, object]:
        """What is set for the mirror, by token."""
        set_here = self.mirror.model_dump(exclude_none=True)
        logo = set_here.pop("logo")
        return {**set_here, "logo": self.file(logo).as_uri()} if logo else set_here

    @property
    def style_sheet(self) -> str:
        """What is set for the pages, as CSS that comes after `tokens.css`; "" for nothing."""
        look = self.pages
        colours = {"--paper": look.paper, "--ink": look.ink, **look.tints, "--accent": look.accent}
        faces = {
            token: f'"{family}", "Inter", system-ui, sans-serif'
            for token, family in (("--face", look.family), ("--face-display", look.shop_family))
            if family
        }
        # Who asks the device for more contrast gets it, whatever the shop's colours are.
        chosen = _rule(colours)
        return _rule(faces) + (
            chosen and f"@media not all and (prefers-contrast: more) {{\n{chosen}}}\n"
        )


def _rule(tokens: Mapping[str, str | None]) -> str:
    said = "".join(f"  {token}: {value};\n" for token, value in tokens.items() if value)
    return f":root {{\n{said}}}\n" if said else ""


PLAIN = Theme()


def load(file: Path | None) -> Theme:
    """The theme of a file, or the one that ships when it is None.

    Raises `ConfigError`, which names the key and what to do.
    """
    if file is None:
        return PLAIN
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise ConfigError(f"{file}: the theme cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: the theme is not YAML: {error}") from error
    try:
        theme = Theme.model_validate(said)
    except ValidationError as error:
        raise ConfigError(words(error.errors(), file)) from error
    theme._folder = file.parent
    for key, name, endings in _files(theme):
        path = theme.file(name)
        if path.suffix.lower() not in endings:
            raise ConfigError(f"{file}: {key} should be a file of {' or '.join(endings)}.")
        if not path.is_file():
            raise ConfigError(f"{file}: {key} names {name!r}, and there is no such file beside it.")
    return theme


def _files(theme: Theme) -> list[tuple[str, str, tuple[str, ...]]]:
    """Key, name and endings of each file that is named."""
    logos = [("mirror.logo", theme.mirror.logo), ("pages.logo", theme.pages.logo)]
    fonts = [(f"fonts.{place}.file", face.file) for place, face in enumerate(theme.fonts)]
    return [(key, name, PICTURES) for key, name in logos if name] + [
        (key, name, FONTS) for key, name in fonts
    ]
