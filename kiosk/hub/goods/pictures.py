"""Fetches the pictures of imported products in the background, and draws those that are asked for.

Owns the queue, the politeness towards the source and the rasters it writes: WebP at every size,
in `PICTURES_DIR/{size}/{key}.webp`. Does not know products or pages. Drawing is
`catalog.illustration`'s. Nothing ever waits for this: a stand-in is shown meanwhile.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests
from PIL import Image, ImageOps, UnidentifiedImageError

from catalog.illustration.apart import ensure_apart
from catalog.illustration.fallback import drawing_of
from catalog.pictures import SIZES, alternatives, is_key

log = logging.getLogger(__name__)

AT_ONCE = 2
LARGEST_BYTES = 15 * 1024 * 1024
LARGEST_PIXELS = 60_000_000
TIMEOUT_S = (5.0, 20.0)  # to connect, between two pieces of the answer
WHOLE_S = 60.0  # for one picture
BACKOFF_S = (30.0, 120.0, 600.0, 3600.0)  # then the last again and again
LONGEST_QUEUE = 500  # of drawings; each takes seconds
DRAWN = "drawn:"  # in place of an address: the key itself says what to draw
USER_AGENT = "Hangtag/0.1 (product pictures of this shop's own catalog)"


class PictureError(OSError):
    """This picture could not be had. `final` when asking again would not help."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass(slots=True)
class _Wanted:
    url: str
    instead_of: str = ""  # a drawing is not wanted any more once this picture is here
    tries: int = 0
    due: float = 0.0  # monotonic


class PictureFetcher:
    """Two polite threads that fetch what is wanted, and keep trying what is not there yet.

    `want` never blocks. `fetched` is called with a key, on a thread of ours, when its rasters
    are on disk.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fetched: Callable[[str], None] | None = None,
        backoff_s: tuple[float, ...] = BACKOFF_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._fetched = fetched
        self._backoff_s = backoff_s
        self._clock = clock
        self._waiting: dict[str, _Wanted] = {}  # by key, in order of asking
        self._drawings: dict[str, _Wanted] = {}  # the same; somebody looks at their place now
        self._running: set[str] = set()
        self._refused: set[str] = set()
        self._wake = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []

    def open(self) -> None:
        """Start the threads."""
        self._threads = [
            threading.Thread(target=self._work, name=f"pictures-{n}", daemon=True)
            for n in range(AT_ONCE)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop; a picture that is on its way is let go. What is not fetched is asked for again."""
        with self._wake:
            self._closed = True
            self._waiting.clear()
            self._drawings.clear()
            self._wake.notify_all()

    def want(self, sources: Mapping[str, str]) -> None:
        """Fetch these (key -> http(s) URL), unless they are here or asked for already."""
        wanted = {
            key: _Wanted(url)
            for key, url in sources.items()
            if url.startswith(("http://", "https://"))
        }
        self._ask(wanted, self._waiting)

    def draw(self, keys: Iterable[str]) -> None:
        """Draw what stands in for these pictures, unless they are here by the time it is begun.

        Before anything is fetched. Behind a long queue nothing is added: whoever still needs the
        picture by then asks again.
        """
        wanted: dict[str, _Wanted] = {}
        for key in keys:
            names = alternatives(key) if is_key(key) else ()
            for name in names:
                if drawing_of(name) is not None:
                    wanted[name] = _Wanted(DRAWN, instead_of=names[0] if len(names) > 1 else "")
        self._ask(wanted, self._drawings, LONGEST_QUEUE)

    def _ask(
        self, wanted: Mapping[str, _Wanted], queue: dict[str, _Wanted], most: int | None = None
    ) -> None:
        with self._wake:
            for key, picture in wanted.items():
                if key in queue or key in self._running or key in self._refused:
                    continue
                if most is not None and len(queue) >= most:
                    break
                if not self._here(key):
                    queue[key] = picture
            self._wake.notify_all()

    def _here(self, key: str) -> bool:
        return all((self._folder / str(size) / f"{key}.webp").exists() for size in SIZES)

    @property
    def outstanding(self) -> int:
        """How many pictures are wanted and not here yet."""
        with self._wake:
            return len(self._drawings) + len(self._waiting) + len(self._running)

    def _work(self) -> None:
        # A session of its own: requests.Session is not meant for several threads.
        with requests.Session() as session:
            session.headers["User-Agent"] = USER_AGENT
            while (job := self._next()) is not None:
                key, wanted = job
                try:
                    if wanted.url == DRAWN:
                        if wanted.instead_of and self._here(wanted.instead_of):
                            self._done(key)
                            continue
                        ensure_apart(self._folder, key)
                    else:
                        rasterise(self._download(session, wanted.url), self._folder, key)
                except OSError as error:  # no network, no such picture, a full disk
                    self._again(key, wanted, error)
                except Exception as error:  # a mistake in one drawing must not end all the others
                    log.exception("picture %s", key)
                    self._again(key, wanted, PictureError(str(error), final=True))
                else:
                    self._done(key)
                    if self._fetched is not None:
                        self._fetched(key)

    def _next(self) -> tuple[str, _Wanted] | None:
        """The first one that is due, waiting for it; None when we are closed."""
        with self._wake:
            while not self._closed:
                now = self._clock()
                for queue in (self._drawings, self._waiting):
                    for key, wanted in queue.items():
                        if wanted.due <= now:
                            del queue[key]
                            self._running.add(key)
                            return key, wanted
                every = (*self._drawings.values(), *self._waiting.values())
                due = min((wanted.due for wanted in every), default=None)
                self._wake.wait(None if due is None else max(0.01, due - now))
        return None

    def _done(self, key: str) -> None:
        with self._wake:
            self._running.discard(key)

    def _again(self, key: str, wanted: _Wanted, error: Exception) -> None:
        final = isinstance(error, PictureError) and error.final
        log.info("picture %s: %s%s", wanted.url, error, "" if final else "; will try again")
        with self._wake:
            self._running.discard(key)
            if self._closed:
                return
            if final:
                self._refused.add(key)
                return
            wait = self._backoff_s[min(wanted.tries, len(self._backoff_s) - 1)]
            wanted.tries += 1
            wanted.due = self._clock() + wait
            queue = self._drawings if wanted.url == DRAWN else self._waiting
            queue[key] = wanted
            self._wake.notify()

    def _download(self, session: requests.Session, url: str) -> bytes:
        give_up = self._clock() + WHOLE_S
        with session.get(url, stream=True, timeout=TIMEOUT_S) as answer:
            if answer.status_code in (404, 410, 403, 401):
                raise PictureError(f"the source answers {answer.status_code}", final=True)
            answer.raise_for_status()
            content = bytearray()
            for piece in answer.iter_content(64 * 1024):
                content += piece
                if len(content) > LARGEST_BYTES:
                    raise PictureError("it is larger than 15 MB", final=True)
                if self._closed or self._clock() > give_up:
                    raise PictureError("it did not arrive in time")
            return bytes(content)


def rasterise(content: bytes, folder: Path, key: str) -> None:
    """Write the picture at every size, smallest last, each file whole or not at all.

    Never enlarged; a transparent ground stays transparent. Raises `PictureError`.
    """
    try:
        with Image.open(io.BytesIO(content)) as source:
            if source.width * source.height > LARGEST_PIXELS:
                raise PictureError("it has more than 60 megapixels", final=True)
            source.draft(
                "RGB", (2 * SIZES[-1], 2 * SIZES[-1])
            )  # a JPEG need not be read at full size
            picture = ImageOps.exif_transpose(source)
            picture = picture.convert("RGBA" if _transparent(source) else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(f"it is not a picture: {error}", final=True) from error
    except Image.DecompressionBombError as error:
        raise PictureError("it has too many pixels", final=True) from error
    for size in sorted(SIZES, reverse=True):
        picture.thumbnail((size, size), Image.Resampling.LANCZOS)
        file = folder / str(size) / f"{key}.webp"
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        picture.save(part, "WEBP", quality=88, method=4)
        part.replace(file)


def _transparent(source: Image.Image) -> bool:
    return source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info
