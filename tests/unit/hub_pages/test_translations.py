"""The texts of the pages: complete in every language, with one for every code of the hub."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest
from babel.core import Locale

from catalog.pricing import RefusedCode
from kiosk.config_sections import ALL_LANGUAGES
from kiosk.hub.checkout.basket import SENTENCES, DoubtReason
from kiosk.hub.checkout.order import WaitReason
from kiosk.hub.checkout.state import MessageKind
from kiosk.hub.checkout.view import PAYMENT, PaymentCode
from kiosk.hub.tables.hand import Call
from kiosk.hub.web.words import FALLBACK, Text, catalog, languages, offered, words
from tests.conftest import REPO

HUB = REPO / "kiosk" / "hub"
OTHERS = [language for language in languages() if language != FALLBACK]
ONLY_VALUES = {"tablet.quantity", "receipt.quantity"}  # parameters and a sign, no words
# Words that are the same as in English, and why.
SAME = {
    "de": {"language.direction"},
    "fr": {"language.direction", "tablet.total", "receipt.total"},  # "Total" is French, too
    "es": {"language.direction", "tablet.total", "receipt.total"},  # and Spanish
    "it": {"language.direction"},
    "ja": {"language.direction"},
    "zh": {"language.direction"},
    "ar": set[str](),
}
# How each language names the greatest number of things that can lie on a table, and fewer.
COUNTS = range(1000)
# Said to colleagues, in English until their pages are translated; never to a shopper's tablet.
TO_STAFF = {"another_payment", "nothing_to_settle", "settled", "partly_paid"}

# Said by a code of the hub or the catalog: `t.code(kind, code)`.
BY_CODE = ("message", "payment", "doubt", "code", "refusal", "help", "reason", "enrol")
PUT_TOGETHER = {
    *(f"tablet.{told}" for told in ("reader_away", "terminal_away", "printing", "print_failed")),
    *(f"receipt.{tender}" for tender in ("card", "desk", "other")),
    *(f"reason.season_{season}" for season in ("spring", "summer", "autumn", "winter")),
}


def forms(text: Text) -> dict[str, str]:
    return {"": text} if isinstance(text, str) else dict(text)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_languages_are_those_that_can_be_chosen() -> None:
    assert set(languages()) == set(ALL_LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_or_left_over(language: str) -> None:
    english, other = catalog(FALLBACK), catalog(language)
    assert not english.keys() - other.keys(), "missing"
    assert not other.keys() - english.keys(), "nobody says these"
    assert list(other) == list(english), "in the order of en.json, so that translators find them"


@pytest.mark.parametrize("language", languages())
def test_every_language_says_what_is_counted(language: str) -> None:
    """Of a shopper's privacy no language may say less than another."""
    said, english = (
        str(catalog(language)["phone.knows_end"]),
        str(catalog(FALLBACK)["phone.knows_end"]),
    )
    assert len(re.findall("[.。]", said)) == len(re.findall("[.。]", english))


@pytest.mark.parametrize("language", languages())
def test_texts_have_the_parameters_of_the_english_ones(language: str) -> None:
    """A form for a single number ("two", and "one" where it is said in words) needs no {count}."""
    other = catalog(language)
    for key, text in catalog(FALLBACK).items():
        wanted = parameters(forms(text)["other" if not isinstance(text, str) else ""])
        for form, said in forms(other[key]).items():
            optional = {"count"} if form in ("zero", "one", "two") else set()
            assert parameters(said) | optional == wanted | optional, f"{key} {form}"


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_count_has_its_form(language: str) -> None:
    form_of = Locale.parse(language).plural_form
    wanted = {form_of(count) for count in COUNTS}
    for key, text in catalog(FALLBACK).items():
        if not isinstance(text, str):
            assert forms(catalog(language)[key]).keys() == wanted, key


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    english, other = catalog(FALLBACK), catalog(language)
    same = {
        key
        for key, text in english.items()
        if set(forms(text).values()) & set(forms(other[key]).values())
    }
    assert same == SAME[language] | (same & ONLY_VALUES)


@pytest.mark.parametrize("language", languages())
def test_texts_are_written_as_the_house_writes(language: str) -> None:
    """Calm, and with the language's own signs."""
    for key, text in catalog(language).items():
        for said in forms(text).values():
            assert not re.search(r"[!！¡…]|\.\.\.|  |^\s|\s$", said), key
            if language == "fr":
                assert not re.search(r"[^\u202f][?;]|[^\xa0]:|'", said), key
            if language in ("ja", "zh"):
                assert not re.search(r"[,.?](\s|$)", said), key
            if language == "ar":
                assert not re.search(r"[,?;]", said), key


def refusals() -> set[str]:
    """Every code of a `Refusal("…", …)` of a table."""
    found = set()
    for file in (HUB / "tables").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                assert isinstance(node.args[0], ast.Constant), f"{file}: not a plain code"
                found.add(str(node.args[0].value))
    return found


def test_every_code_that_the_hub_can_say_has_a_text() -> None:
    spoken = {
        *(f"message.{kind}" for kind in MessageKind),
        *(f"payment.{code}" for code in PaymentCode),
        *(f"doubt.{reason}" for reason in DoubtReason),
        *(f"code.{reason}" for reason in (*RefusedCode, *WaitReason)),
        *(f"refusal.{code}" for code in refusals() - TO_STAFF),
        "refusal.no_more_bags",
        "help.waiting",
        "help.taken",
    }
    assert spoken <= catalog(FALLBACK).keys()
    told = {key for key in catalog(FALLBACK) if key.partition(".")[0] in ("message", "payment")}
    assert told <= spoken, "texts of codes that nobody says"


def test_the_hub_and_the_page_say_the_same_in_english() -> None:
    for reason, sentence in SENTENCES.items():
        assert words("en")(f"doubt.{reason}") == sentence
    for code, sentence in PAYMENT.items():
        assert words("en")(f"payment.{code}").startswith(sentence.rstrip("."))


def test_help_is_said_by_its_status() -> None:
    from datetime import UTC, datetime

    call = Call("call", datetime.now(UTC))
    taken = call.take("Ana", datetime.now(UTC))
    for asked in (call, taken):
        said = asked.for_the_tablet()
        assert words("en").code("help", said["status"], "") == said["sentence"]


def test_what_the_tablets_scripts_say_is_in_the_catalog() -> None:
    scripts = "".join(
        file.read_text("utf-8") for file in (HUB / "web" / "static" / "tablet").glob("*.js")
    )
    asked = set(re.findall(r'"((?:tablet|language)\.[a-z_]+)"', scripts))
    assert len(asked) > 50
    assert asked <= catalog(FALLBACK).keys()


def test_every_text_is_said_somewhere() -> None:
    """By its key, or by a code that the hub says; others are put together where they are said."""
    sources = [
        file.read_text("utf-8")
        for folder in (HUB, REPO / "catalog")
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".py", ".js", ".html") and "vendor" not in file.parts
    ]
    quoted = set(re.findall(r"""["'`]([a-z_.]+)["'`]""", "\n".join(sources)))
    said = {f"{kind}.{code}" for kind in BY_CODE for code in quoted}
    said |= {f"phone.knows_{what}" for what in quoted}
    dead = [key for key in catalog(FALLBACK) if key not in quoted | said | PUT_TOGETHER]
    assert dead == []
    assert catalog(FALLBACK).keys() >= PUT_TOGETHER


def test_plurals_parameters_and_unknown_languages() -> None:
    assert words("de")("tablet.count", count=1) == "1 Teil"
    assert words("de")("tablet.count", count=3) == "3 Teile"
    assert words("ar")("tablet.count", count=2) == "قطعتان"
    assert words("ja")("tablet.count", count=1) == "1点"
    assert words("tlh")("tablet.done") == "Done"
    assert words("de").code("message", "of_next_year", "A new sentence.") == "A new sentence."
    with pytest.raises(KeyError):
        words("en")("tablet.no_such_key")


@pytest.mark.parametrize(
    ("locale", "wanted", "offers"),
    [
        ("en-IE", ["en", "de"], ("en", "de")),
        ("de-AT", ["en", "de"], ("de", "en")),
        ("fr-FR", ["de", "en"], ("de", "en")),
        ("fr-FR", ["en", "ar", "fr"], ("fr", "en", "ar")),
        ("de-DE", ["en"], ("en",)),
    ],
)
def test_the_shops_own_language_comes_first(
    locale: str, wanted: list[str], offers: tuple[str, ...]
) -> None:
    assert offered(locale, wanted) == offers


def test_what_is_put_into_a_line_from_right_to_left_keeps_its_direction() -> None:
    assert words("ar").direction == "rtl"
    assert words("ar")("receipt.number", number="A-1") == "إيصال \u2068A-1\u2069"
    assert words("en")("receipt.number", number="A-1") == "Receipt A-1"
