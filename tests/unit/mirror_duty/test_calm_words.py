"""What a mirror says while it starts again: in the shop's language, whatever broke."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast, get_args

import pytest
import shiboken6
from PySide6.QtGui import QImage, QPainter

from kiosk.config_sections import Language
from kiosk.mirror.duty import watch
from kiosk.mirror.duty.calm_words import CALM, RIGHT_TO_LEFT, calm_words
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window import languages, typefaces
from kiosk.mirror.window.calm_window import CalmWindow
from kiosk.mirror.window.display import application
from kiosk.mirror.window.languages import Languages
from tests.conftest import LogWatch
from tests.unit.mirror.stage import Stage, until
from tests.unit.programs.shop import settings_in


def test_it_is_said_in_each_language_as_the_mirror_says_it() -> None:
    application()  # typefaces are loaded into it
    every = get_args(Language)
    spoken = Languages("en-IE", every)
    assert set(CALM) == set(every)
    for language, words in CALM.items():
        assert words.rstrip(".。") == spoken.words(language).moment
        assert words != words.rstrip(".。")
    assert set(RIGHT_TO_LEFT) == languages.RIGHT_TO_LEFT & set(every)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de-AT", "Einen Moment."),
        ("ar_EG", CALM["ar"]),
        ("zh-Hans-CN", CALM["zh"]),
        ("nl-NL", "One moment."),
    ],
)
def test_it_is_the_shops_language_or_english(locale: str, words: str) -> None:
    assert calm_words(locale) == words


class Shown(CalmWindow):
    """What a mirror that cannot be drawn would show."""

    last: Shown | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        Shown.last = self

    @property
    def words(self) -> str:
        return self._words


@pytest.mark.parametrize(
    ("locale", "from_right"), [("en-IE", False), ("ar-EG", True), ("ja-JP", False)]
)
def test_a_mirror_that_cannot_be_drawn_says_it_without_any_file(
    locale: str, from_right: bool, log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_watch.expect("the mirror cannot be shown: RuntimeError: no scene")
    monkeypatch.setattr(languages, "FOLDER", Path("/nowhere"))
    monkeypatch.setattr(typefaces, "speak", _broken)
    monkeypatch.setattr(watch, "CalmWindow", Shown)
    monkeypatch.setattr(watch, "CALM_MS", 1)
    error = RuntimeError("no scene")
    assert watch.calm_end(application(), "Aster", locale, error, fullscreen=False) == watch.BROKEN
    window = Shown.last
    assert window is not None
    assert window.words == calm_words(locale)
    picture = QImage(window.size(), QImage.Format.Format_RGB32)
    window.draw(QPainter(picture))
    # The shop's name and the sentence begin where their language does.
    assert _lit(picture, 0, 130) is not from_right
    assert _lit(picture, 410, 540) is from_right
    Shown.last = None
    shiboken6.delete(window)


def _broken(_language: str) -> None:
    raise RuntimeError("no typeface")


def _lit(picture: QImage, left: int, right: int) -> bool:
    rows = [*range(20, 90, 2), *range(610, 680, 2)]
    return any(picture.pixelColor(x, y).value() > 60 for y in rows for x in range(left, right))


def test_in_the_scene_it_is_the_shops_language_whatever_the_shoppers_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CALM_MS", 1)
    stage = Stage.still()
    ended: list[int] = []
    settings = settings_in(tmp_path, shop={"locale": "ar-EG"})
    on_duty = watch.Watch(
        settings, "1", stage.display, cast(Any, SimpleNamespace(exit=ended.append)), kiosk=False
    )
    stage.show(FittingVisit(forget_after_s=45))
    on_duty._broke.emit()
    until(lambda: CALM["ar"] in stage.texts(), "the calm screen")
    assert stage.display.duty.rightToLeft
    until(lambda: ended == [watch.BROKEN], "its end")
    on_duty.close()
    stage.display.duty.set_state(calm="")
    stage.close()


def test_it_ends_also_when_even_the_calm_screen_breaks(
    tmp_path: Path, log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    application()
    log_watch.expect("the mirror ends without its calm screen: RuntimeError: no typeface at")
    monkeypatch.setattr(watch, "CALM_MS", 1)
    monkeypatch.setattr(watch, "Heartbeat", lambda *_: SimpleNamespace(stop=lambda: None))
    ended: list[int] = []
    duty = SimpleNamespace(show=_broken, set_state=lambda **_: None)
    display = cast(Any, SimpleNamespace(window=None, duty=duty))
    app = cast(Any, SimpleNamespace(exit=ended.append))
    on_duty = watch.Watch(settings_in(tmp_path), "1", display, app, kiosk=False)
    on_duty._broke.emit()
    until(lambda: ended == [watch.BROKEN], "its end")
    on_duty.close()
