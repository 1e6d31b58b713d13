"""The mirror's languages: whole, up to date, and each sentence as its language says it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from string import Formatter

import pytest

from catalog.colours import FAMILIES
from catalog.outfits.style import FABRICS, PLAIN_CLOTHS
from catalog.product import Reason, ReasonKind
from kiosk.config_sections import ALL_LANGUAGES
from kiosk.hub.web.words import words as page_words
from kiosk.mirror.screen.words import Words
from kiosk.mirror.visit.events import LanguageTapped, SheetTapped, Tick
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.sheet import SheetKind
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.display import application
from kiosk.mirror.window.language_view import NAMES
from kiosk.mirror.window.languages import CONTEXTS, RIGHT_TO_LEFT, Languages
from tests.conftest import REPO, LogWatch
from tests.translations import COMPILED, OTHERS, SOURCES, faults

QML = REPO / "kiosk" / "mirror" / "qml"
# Written as in English, and why.
ONLY_VALUES = {"{what}.", "Bring me {colour}, {size}"}
SAME = {
    # Cloths and colours that are called the same.
    "de": {"beige", "satin", "gold", "orange", "chiffon", "voile", "seersucker", "merino", "tweed"}
    | {"fleece", "denim", "canvas", "lyocell", "raffia"}
    | {"Hub", "Version"},
    "fr": {"beige", "orange", "turquoise", "satin", "voile", "seersucker", "tweed", "denim"}
    | {"lyocell", "Hub", "Version", "Six"},
    "es": {"beige", "voile", "merino", "tweed", "denim", "lyocell", "Hub"},
    "it": {"beige", "chiffon", "voile", "seersucker", "cashmere", "merino", "tweed", "denim"}
    | {"lyocell", "Hub", "Zero"},
}


@pytest.fixture(autouse=True)
def qt() -> None:
    """Typefaces want the application."""
    application()


def sentences(language: str) -> Iterator[tuple[str, list[str]]]:
    """English texts with their translations, one for each form."""
    file = SOURCES / f"mirror_{language}.ts"
    for message in ElementTree.parse(file).getroot().iter("message"):
        said = message.find("translation")
        assert said is not None
        forms = [form.text or "" for form in said.iter("numerusform")] or [said.text or ""]
        yield message.findtext("source") or "", forms


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_is_translated_and_what_is_shipped_is_compiled_from_it() -> None:
    """`make translations` collects and compiles; what is missing stands here."""
    assert faults() == []


def test_all_languages_have_a_file_a_name_and_a_direction() -> None:
    assert {"en", *OTHERS} == set(ALL_LANGUAGES) == set(NAMES)
    for language in ALL_LANGUAGES:
        words = page_words(language)
        assert words("language.name") == NAMES[language]
        assert (words.direction == "rtl") == (language in RIGHT_TO_LEFT)
    assert {path.stem for path in COMPILED.glob("*.qm")} == {f"mirror_{one}" for one in OTHERS}


@pytest.mark.parametrize("language", OTHERS)
def test_every_cloth_and_colour_that_can_be_a_reason_has_a_word(language: str) -> None:
    """A word that goes past the translations would be read in English."""
    said = dict(sentences(language))
    asked: list[str] = []
    words = Words("en-IE", lambda text, *_: asked.append(text) or text)
    for kind, subjects in (
        (ReasonKind.SAME_FABRIC, FABRICS.keys() - PLAIN_CLOTHS),
        (ReasonKind.SAME_COLOUR, set(FAMILIES) - {"", "multi"}),
        (ReasonKind.GOES_WITH_COLOUR, set(FAMILIES) - {"", "multi"}),
    ):
        for subject in subjects:
            asked.clear()
            words.reason(Reason(kind, subject))
            assert subject in asked, f"{subject!r} goes past the translations"
            assert said[subject] != [""]


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_have_the_parameters_of_the_english_ones(language: str) -> None:
    for text, forms in sentences(language):
        for place, said in enumerate(forms):
            assert parameters(said) == parameters(text), said
            # A form for one number only may say it in words.
            if "%n" in text and place >= len(forms) - 2 and len(forms) != 2:
                assert "%n" in said, text


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    same = {
        text for text, forms in sentences(language) if text.casefold() in map(str.casefold, forms)
    }
    assert same - ONLY_VALUES == SAME.get(language, set())


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_written_as_the_house_writes(language: str) -> None:
    for text, forms in sentences(language):
        for said in forms:
            assert not re.search(r"[!！¡…]|\.\.\.|  |^\s|\s$", said), said
            assert said.endswith((".", "。")) == text.endswith("."), said
            if language == "fr":
                assert not re.search(r"[^\u202f][?;]|[^\xa0]:|'", said), said
            if language in ("ja", "zh"):
                assert not re.search(r"[,.?](\s|$)", said), said
            if language == "ar":
                assert not re.search(r"[,?;]", said), said


def test_a_sentence_in_each_language() -> None:
    languages = Languages("en-IE", ALL_LANGUAGES)
    said = {one: languages.words(one).colours(3) for one in ALL_LANGUAGES}
    assert said == {
        "en": "3 colours",
        "de": "3 Farben",
        "fr": "3 couleurs",
        "es": "3 colores",
        "it": "3 colori",
        "ja": "3色",
        "zh": "3 种颜色",
        "ar": "3 ألوان",
    }
    arabic = languages.words("ar")
    assert [arabic.colours(count) for count in (2, 11, 100)] == ["لونان", "11 لونًا", "100 لون"]
    assert arabic.bring("M", "Navy", False) == "أحضروا لي المقاس \u2068M\u2069"


def test_every_arabic_sentence_begins_at_the_right_whatever_is_put_in() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextDocument

    arabic = Languages("en-IE", ALL_LANGUAGES).words("ar")
    tree = ElementTree.parse(SOURCES / "mirror_ar.ts")
    for message in tree.iter("message"):
        text, comment = message.findtext("source") or "", message.findtext("comment") or ""
        count = 3 if message.get("numerus") else -1
        said = arabic.tr(text, comment, count)
        put_in = said.format(**dict.fromkeys(parameters(said), "Linen shirt"))
        document = QTextDocument(put_in)
        assert document.firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft, put_in


def test_what_is_said_in_several_languages_at_once_is_said_in_each() -> None:
    said = Languages("en-IE", ALL_LANGUAGES).words("en")
    assert len({*said.welcomes, said.welcome}) == len(said.welcomes) + 1 == 5
    assert len(set(said.invitations)) == len(said.invitations) == 3


def test_no_sentence_is_filed_where_nobody_looks() -> None:
    for language in OTHERS:
        tree = ElementTree.parse(SOURCES / f"mirror_{language}.ts")
        assert {context.text for context in tree.iter("name")} <= set(CONTEXTS)


def test_money_is_the_shops_in_every_language() -> None:
    from catalog.money import Money

    languages = Languages("en-IE", ALL_LANGUAGES)
    assert {languages.words(one).money(Money(7900, "EUR")) for one in ALL_LANGUAGES} == {"€79"}


def test_the_shops_own_language_is_the_first_and_another_is_loaded_when_it_is_spoken() -> None:
    languages = Languages("de-AT", ["en", "ar", "de"])
    assert languages.offered == ("de", "en", "ar")
    assert languages.own == "de"
    assert Languages("pt-PT", ["fr", "en"]).own == "fr"
    assert languages.words("fr") is languages.words("fr")


def test_a_language_without_a_file_is_said_in_english(log_watch: LogWatch) -> None:
    log_watch.expect("mirror_tlh.qm cannot be read")
    words = Languages("en-IE", ["en"]).words("tlh")
    assert words.colours(3) == "3 colours"


def test_the_next_shopper_finds_the_shops_own_language() -> None:
    own = Manners(language="de")
    visit = FittingVisit(forget_after_s=45, shop_manners=own, manners=own)
    visit, _ = visit.after(SheetTapped(SheetKind.LANGUAGES), 10.0)
    visit, _ = visit.after(LanguageTapped("ar"), 11.0)
    assert visit.manners.language == "ar"
    assert visit.sheet is None, "one tap"
    visit, _ = visit.after(Tick(), 11.0 + 600.0)
    assert visit.manners == own


def test_no_place_in_qml_stays_at_its_side_when_the_mirror_turns() -> None:
    """LayoutMirroring turns anchors, rows and lists, but not `x`."""
    plain = [
        f"{file.relative_to(QML)}: {line.strip()}"
        for file in sorted(QML.rglob("*.qml"))
        for line in file.read_text("utf-8").splitlines()
        if re.match(r"\s*x: ", line) and not re.search("mirrored|along|Math.", line)
    ]
    assert plain == []


def test_at_rest_the_first_three_languages_of_the_mirror_are_spoken_the_shops_own_first() -> None:
    german = Languages("de-AT", ["en", "de", "it", "fr"])
    assert german.words(german.own).invitations == (
        "Hängen Sie Ihre\nAuswahl hierher.",
        "Hang your pieces here.",
        "Appenda qui i suoi capi.",
    )
