"""What the hub's server-drawn pages share: templates, security headers, who sent the form.

Owns no page.
"""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from kiosk.hub.context import hub_of, refuse
from kiosk.hub.security.door import caller_of

FOLDER = Path(__file__).parent

# No script, style or frame but our own files, so nothing that a product's name says can run.
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
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
    """A page or a part of one, with the headers that every page of ours has.

    Every template knows `csrf`, which its forms carry, and `colleague`, who is signed in or None.
    """
    caller = caller_of(request)
    known = {"csrf": caller.csrf, "colleague": caller.colleague}
    return templates.TemplateResponse(
        request, template, {**known, **values}, status_code=status, headers=HEADERS
    )


def from_our_own_page(request: Request) -> None:
    """Refuses what another site's page wants done; a dependency of every page and call.

    A browser says the page's origin with whatever may change something; programs say none. What
    is only read needs no such care: a browser does not show our answer to another site.

    Another site can have its own name lead to this machine (DNS rebinding), and its page then
    seems to be ours. So what is changed must be asked of the hub by an address or name of its own;
    and so must all that is open without a key, in a demo, to whatever runs on this machine.
    """
    reading = request.method in READING
    if reading and not caller_of(request).open_demo:
        return
    host = request.headers.get("host", "")
    if not _is_ours(_hostname(f"//{host}"), hub_of(request).settings.hub.url):
        raise refuse(
            403,
            "other_name",
            f"The hub is not called {host!r}. Use its address, or the name in hub.url of "
            "config.yaml.",
        )
    origin = request.headers.get("origin")
    ours = f"{request.scope['scheme']}://{host}".lower()
    if not reading and origin is not None and origin.lower() != ours:
        raise refuse(403, "other_site", "This was sent by another site's page.")


def _is_ours(hostname: str, hub_url: str) -> bool:
    """Whether no other site can have a name that is this one."""
    machine = socket.gethostname().lower()
    names = {"localhost", machine, f"{machine.partition('.')[0]}.local", _hostname(hub_url)}
    if hostname and hostname in names:
        return True
    try:
        ipaddress.ip_address(hostname)
    except ValueError:
        return False
    return True


def _hostname(url: str) -> str:
    """Without port and brackets, in lower case; "" when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
