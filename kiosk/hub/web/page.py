"""What the hub's server-drawn pages share: templates, security headers, who sent the form.

Owns no page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from kiosk.hub.context import refuse

FOLDER = Path(__file__).parent

# No script, style or frame but our own files, so nothing that a product's name says can run.
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
READING = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # "no-referrer" would hide our own origin from us, too
    "X-Content-Type-Options": "nosniff",
}

templates = Jinja2Templates(
    env=Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,  # a misspelt name is an error, not an empty place
    )
)


def draw(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page or a part of one, with the headers that every page of ours has."""
    return templates.TemplateResponse(
        request, template, values, status_code=status, headers=HEADERS
    )


def from_our_own_page(request: Request) -> None:
    """Refuses what another site's page wants done; a dependency of every page and call.

    A browser says the page's origin with whatever may change something; programs say none. What
    is only read needs no such care: a browser does not show our answer to another site.
    """
    origin = request.headers.get("origin")
    if request.method in READING or origin is None:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise refuse(403, "other_site", "This was sent by another site's page.")
