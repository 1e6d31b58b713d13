"""The shop's own look on the pages that shoppers see: a style sheet after ours, fonts, a logo.

Owns the addresses below /theme. What may be set, and what is refused, is `kiosk.theme`'s.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response

from kiosk.hub.context import refuse
from kiosk.theme import Theme

router = APIRouter(prefix="/theme", include_in_schema=False)

# The style sheet says whether there is a logo: the page needs to know nothing of the theme, and its
# name stays there for screen readers. A page that has a night of its own takes it back there.
LOGO = """
.shop,
.shop-name {
  display: inline-block;
  width: 7.5em;
  max-width: 100%;
  height: 1.6em;
  overflow: hidden;
  text-indent: 200%;
  white-space: nowrap;
  background: url("/theme/logo") no-repeat left center / contain;
  print-color-adjust: exact;
  -webkit-print-color-adjust: exact;
}
[dir="rtl"] .shop {
  background-position: right center;
}
.shop-name {
  width: 5em;
  height: 2.4em;
  background-position: center;
}
"""
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
}


def theme_of(request: Request) -> Theme:
    theme: Theme = request.app.state.theme
    return theme


ThemeOf = Annotated[Theme, Depends(theme_of)]


@router.get("/pages.css")
def pages_css(theme: ThemeOf) -> Response:
    return Response(
        style_sheet(theme), media_type="text/css", headers={"Cache-Control": "no-cache"}
    )


@router.get("/logo")
def logo(theme: ThemeOf) -> Response:
    if not theme.pages.logo:
        raise refuse(404, "no_logo", "This shop has no logo.")
    return _file(theme.file(theme.pages.logo))


@router.get("/font/{place}")
def font(place: int, theme: ThemeOf) -> Response:
    if not 0 <= place < len(theme.fonts):
        raise refuse(404, "no_font", "The shop's theme has no such font.")
    return _file(theme.file(theme.fonts[place].file))


@lru_cache(4)
def style_sheet(theme: Theme) -> str:
    faces = "".join(
        f'@font-face {{\n  font-family: "{face.family}";\n  font-weight: {face.weight};\n'
        f'  src: url("/theme/font/{place}");\n  font-display: swap;\n}}\n'
        for place, face in enumerate(theme.fonts)
    )
    return faces + theme.style_sheet + (LOGO if theme.pages.logo else "")


def _file(path: Path) -> Response:
    kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=kind, headers=headers)
