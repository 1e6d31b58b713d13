"""What `kiosk doctor` tells of the shop's own look: its theme file and the mirror's slides.

Owns when they are looked at: only where config.yaml names them. What makes a theme is
`kiosk.theme`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk import theme
from kiosk.alone import has_run
from kiosk.config import ConfigError, Settings
from kiosk.doctor.finding import Finding, Grade, Patient, note, well, wrong

SLIDES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".svg"})  # that a mirror can show


THERE = "Look at it on the mirror's own machine."


def has_mirror(settings: Settings) -> bool:
    """Whether this machine has started one of the rooms' mirrors; the file may be a whole
    shop's."""
    folder = settings.data_dir / "alone"
    return any(has_run(folder, f"mirror-{room}") for room in settings.rooms)


def look(settings: Settings) -> Iterator[Patient]:
    if settings.theme_file is not None:
        yield Patient("Theme", str(settings.theme_file), (_theme(settings),))
    if settings.mirror.slides:
        yield Patient("Slides", settings.mirror.slides, (_slides(settings),))


def _theme(settings: Settings) -> Finding:
    try:
        theme.load(settings.theme_file)
    except ConfigError as error:
        return wrong(str(error), "Mend it, or leave shop.theme empty; docs/theme.md says how.")
    return well("It can be read, and its files are there.")


def _slides(settings: Settings) -> Finding:
    try:
        folder = settings.slides_dir
    except ConfigError as error:  # its words say what to do
        if not has_mirror(settings):
            return note(f"This machine has no folder {settings.mirror.slides}.", THERE)
        return Finding(Grade.WRONG, f"A mirror on this machine would not start: {error}")
    assert folder is not None
    try:
        pictures = [file for file in folder.iterdir() if file.suffix.lower() in SLIDES]
    except OSError as error:
        return wrong(
            "The folder of the mirror's slides cannot be read.",
            "Let the user of Hangtag read it.",
            str(error),
        )
    if not pictures:
        return note(
            "The folder of the mirror's slides has no pictures.",
            f'Put some there ({", ".join(sorted(SLIDES))}), or write slides: "".',
        )
    return well(
        f"A mirror shows {len(pictures)} picture{'s' if len(pictures) > 1 else ''} at rest."
    )
