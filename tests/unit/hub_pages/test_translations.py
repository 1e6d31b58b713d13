"""The texts of the pages: complete in every language, with one for every code of the hub."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from catalog.pricing import RefusedCode
from kiosk.hub.checkout.basket import SENTENCES, DoubtReason
from kiosk.hub.checkout.state import MessageKind
from kiosk.hub.checkout.view import PAYMENT, PaymentCode
from kiosk.hub.tables.hand import Call
from kiosk.hub.web.words import FALLBACK, Text, catalog, languages, offered, words
from tests.conftest import REPO

HUB = REPO / "kiosk" / "hub"
OTHERS = [language for language in languages() if language != FALLBACK]
# Words that are the same in both languages.
SAME = {
    "de": {
        "language.name",
        "language.switch",
        "tablet.quantity",
    }
}
# Said to colleagues, in English until their pages are translated; never to a shopper's tablet.
TO_STAFF = {"another_payment", "nothing_to_settle", "settled", "partly_paid"}


def forms(text: Text) -> dict[str, str]:
    return {"": text} if isinstance(text, str) else dict(text)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_with_the_same_parameters(language: str) -> None:
    english, other = catalog(FALLBACK), catalog(language)
    assert english.keys() == other.keys()
    for key, text in english.items():
        assert forms(text).keys() == forms(other[key]).keys(), key
        for form, said in forms(text).items():
            assert parameters(said) == parameters(forms(other[key])[form]), key


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    english, other = catalog(FALLBACK), catalog(language)
    same = {key for key, text in english.items() if text == other[key]}
    assert same <= SAME[language] | {key for key in same if key.startswith("receipt.")}


def test_texts_with_a_count_have_one_and_other() -> None:
    for key, text in catalog(FALLBACK).items():
        if not isinstance(text, str):
            assert set(text) == {"one", "other"}, key


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
        *(f"code.{reason}" for reason in (*RefusedCode, "needs_approval")),
        *(f"refusal.{code}" for code in refusals() - TO_STAFF),
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
    built = {"tablet.reader_away", "tablet.terminal_away"}  # `tablet.${why}_away`
    built |= {"tablet.email_sent", "tablet.printing", "tablet.print_failed"}  # `tablet.${told}`
    unused = {key for key in catalog(FALLBACK) if key.startswith("tablet.")} - asked - built
    assert not unused


def test_plurals_parameters_and_unknown_languages() -> None:
    assert words("de")("tablet.count", count=1) == "1 Teil"
    assert words("de")("tablet.count", count=3) == "3 Teile"
    assert words("fr")("tablet.done") == "Done"
    assert words("de").code("message", "of_next_year", "A new sentence.") == "A new sentence."
    with pytest.raises(KeyError):
        words("en")("tablet.no_such_key")


@pytest.mark.parametrize(
    ("locale", "wanted", "offers"),
    [
        ("en-IE", ["en", "de"], ("en", "de")),
        ("de-AT", ["en", "de"], ("de", "en")),
        ("fr-FR", ["de", "en"], ("de", "en")),
        ("de-DE", ["en"], ("en",)),
    ],
)
def test_the_shops_own_language_comes_first(
    locale: str, wanted: list[str], offers: tuple[str, ...]
) -> None:
    assert offered(locale, wanted) == offers
