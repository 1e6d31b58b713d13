"""What the doctor says of a shop's own look."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.doctor.examine import examine
from kiosk.doctor.finding import Grade
from tests.unit.programs.shop import settings_in
from tests.unit.programs.test_doctor import PlayedMachine

THEME, SLIDES = {"shop": {"theme": "lune/theme.yaml"}}, {"mirror": {"slides": "pictures"}}
GOOD = "mirror: {accent: '#E0C9A0'}"


@pytest.mark.parametrize(
    ("config", "files", "grade", "words"),
    [
        pytest.param(THEME, {"lune/theme.yaml": GOOD}, Grade.WELL, "can be read", id="theme"),
        pytest.param(THEME, {}, Grade.WRONG, "the theme cannot be read", id="no theme"),
        pytest.param(THEME, {"lune/theme.yaml": "mirror: ["}, Grade.WRONG, "not YAML", id="torn"),
        pytest.param(
            THEME,
            {"lune/theme.yaml": "mirror: {logo: mark.svg}"},
            Grade.WRONG,
            "no such file beside it",
            id="a file of the theme",
        ),
        pytest.param(
            THEME,
            {"lune/theme.yaml": "mirror: {ink: '#101010'}"},
            Grade.WRONG,
            "cannot be read: ink",
            id="too dark",
        ),
        pytest.param(SLIDES, {"pictures/a.JPG": ""}, Grade.WELL, "1 picture at rest", id="slides"),
        pytest.param(SLIDES, {"pictures/notes.txt": ""}, Grade.NOTE, "no pictures", id="none"),
        pytest.param(SLIDES, {}, Grade.NOTE, "has no folder pictures", id="another's"),
        pytest.param(
            SLIDES,
            {"var/alone/mirror-1.lock": "1"},
            Grade.WRONG,
            "there is no folder",
            id="no folder",
        ),
    ],
)
def test_a_wrong_theme_or_slides_folder_is_named(
    tmp_path: Path,
    config: dict[str, dict[str, str]],
    files: dict[str, str],
    grade: Grade,
    words: str,
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    settings = settings_in(tmp_path, **config)
    (found,) = (one for one in examine(settings, PlayedMachine()) if one.title in TITLES)
    assert found.grade is grade
    assert words in found.findings[0].words


TITLES = ("Theme", "Slides")


def test_a_shop_without_its_own_look_hears_nothing_of_it(tmp_path: Path) -> None:
    found = examine(settings_in(tmp_path), PlayedMachine())
    assert not [one for one in found if one.title in TITLES]
