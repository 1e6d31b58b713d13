"""The pages' own files: kept for good under the address that names their content, else asked anew.

A page links to `/static/<stamp>/<file>`, where the stamp is made from the content of all files.
Modules import each other by plain relative names and so stay within one stamp: a changed file never
meets its older sisters, without a build step. Under its plain address a file is asked for anew each
time, at the cost of an answer without a body (304); what is vendored or a font never changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"
KEPT = ("vendor/", "fonts/")
FOR_GOOD = "max-age=31536000, immutable"
_STAMPED = re.compile(r"^v-([0-9a-f]{12})/")


def stamp() -> str:
    """Names the content of all files as it is now. Cheap: content is read when a file changed."""
    found = sorted(path for path in STATIC.rglob("*") if path.is_file())
    stats = ((path, path.stat()) for path in found)
    return _stamp(tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats))


@lru_cache(2)
def _stamp(files: tuple[tuple[str, int, int], ...]) -> str:
    content = hashlib.sha256()
    for path, _, _ in files:
        content.update(Path(path).relative_to(STATIC).as_posix().encode())
        content.update(Path(path).read_bytes())
    return f"v-{content.hexdigest()[:12]}"


def asset(path: str) -> str:
    """The address of a file that a browser may keep for good."""
    return f"/static/{stamp()}/{path}"


class FreshFiles(StaticFiles):
    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        path = path.replace("\\", "/")
        stamped = _STAMPED.match(path)
        if stamped:
            path = path[stamped.end() :]
        response = await super().get_response(path, scope)
        # An old page asks for old files: it gets today's, and must not keep them under that name.
        kept = path.startswith(KEPT) or (stamped and stamped.group(0) == f"{stamp()}/")
        response.headers["Cache-Control"] = FOR_GOOD if kept else "no-cache"
        return response
