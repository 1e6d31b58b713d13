"""The pages' own files, asked for anew each time: a browser keeps them, but never an old one.

Modules import each other by plain names, so that there is no build step; a changed file must not
meet its older sisters. Asking costs one answer without a body (304). What is vendored or a font
never changes under its name and is kept for good.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

KEPT = ("vendor/", "fonts/")


class FreshFiles(StaticFiles):
    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        kept = path.startswith(KEPT)
        response.headers["Cache-Control"] = "max-age=31536000, immutable" if kept else "no-cache"
        return response
