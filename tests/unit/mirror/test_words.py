"""The mirror's voice: exact about what is left, never more than is so."""

from __future__ import annotations

import ast
import inspect
import textwrap
import xml.etree.ElementTree as ElementTree

import pytest

from catalog.product import Reason, ReasonKind
from kiosk.config_sections import ALL_LANGUAGES
from kiosk.mirror.screen import words
from kiosk.mirror.screen.service_words import ServiceWords
from kiosk.mirror.screen.spoken import Spoken
from kiosk.mirror.screen.words import Words
from tests.conftest import REPO
from tests.unit.mirror.steps import as_typed

WORDS = Words("en-IE")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("€79.00", "€79"),
        ("€79.50", "€79.50"),
        ("€1,249.00", "€1,249"),
        ("129,00\N{NO-BREAK SPACE}€", "129\N{NO-BREAK SPACE}€"),
        ("¥12,000", "¥12,000"),
    ],
)
def test_whole_prices_have_no_cents(written: str, said: str) -> None:
    assert words.price(written) == said


@pytest.mark.parametrize(
    ("count", "here", "said"),
    [
        (0, False, "Sold out today in size M."),
        (1, False, "One left in size M."),
        (3, False, "3 left in size M."),
        (9, False, "In the shop in size M."),
        (0, True, "This one is here with you."),
    ],
)
def test_what_is_left_is_said_exactly(count: int, here: bool, said: str) -> None:
    assert WORDS.left(count, "M", "Navy", here) == said


@pytest.mark.parametrize(
    ("size", "colour", "other", "said"),
    [
        ("M", "Navy", False, "Bring me size M"),
        ("M", "Navy", True, "Bring me Navy, M"),
        ("", "Navy", True, "Bring me Navy"),
        ("", "", False, "Bring me this one"),
    ],
)
def test_what_is_asked_for_is_named(size: str, colour: str, other: bool, said: str) -> None:
    assert WORDS.bring(size, colour, other) == said


@pytest.mark.parametrize(
    ("unknown", "garments", "said"),
    [
        (0, 2, ""),
        (1, 0, "Ask a colleague about this one."),
        (1, 2, "Ask a colleague about the other piece."),
        (3, 2, "Ask a colleague about the other 3 pieces."),
    ],
)
def test_an_unknown_piece_is_one_quiet_line(unknown: int, garments: int, said: str) -> None:
    assert as_typed(WORDS.unknown(unknown, garments)) == said


STAFFS = ServiceWords
SPOKEN = [one for one in Words.__mro__ if issubclass(one, Spoken) and one is not STAFFS]
JARGON = ("error", "offline", "network", "rfid", "scan", "oops", "server", "click", "device", "hub")


def sentences() -> list[str]:
    """Every English text that a shopper can read, from where it is said."""
    sources = [textwrap.dedent(inspect.getsource(one)) for one in SPOKEN]
    calls = [node for source in sources for node in ast.walk(ast.parse(source))]
    return [
        ast.literal_eval(node.args[0])
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "tr"
    ]


def test_every_sentence_is_found_where_it_is_said() -> None:
    found = sentences()
    for said in ("Sold out today in {name}.", "Never mind", "Your privacy", "Thank you.", "Light"):
        assert said in found
    assert "Your PIN, then Enter" not in found


def test_the_voice_is_calm_and_knows_no_technology() -> None:
    forbidden = ("!", *JARGON)
    wrong = [(text, word) for text in sentences() for word in forbidden if word in text.lower()]
    assert wrong == []


@pytest.mark.parametrize("language", [one for one in ALL_LANGUAGES if one != "en"])
def test_it_is_as_calm_in_every_language(language: str) -> None:
    source = ElementTree.parse(REPO / f"assets/translations/mirror_{language}.ts").getroot()
    texts = [text for said in source.iter("translation") for text in said.itertext()]
    assert len(texts) > 100
    loud = [text for text in texts if set(text) & set("!\N{INVERTED EXCLAMATION MARK}！")]
    assert loud == []
    assert [text for text in texts if "scan" in text.lower()] == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Linen shirt", "Linen shirt"),
        ("Cotton trench coat", "Cotton trench_coat"),
        ("Double-faced wool coat", "Double~faced wool_coat"),
        ("Drawstring linen trousers", "Drawstring linen_trousers"),
        ("Relaxed drawstring trousers", "Relaxed drawstring trousers"),  # wider than a line
        ("", ""),
    ],
)
def test_the_last_word_of_a_name_stands_in_no_line_alone(written: str, shown: str) -> None:
    kept = {"_": "\N{NO-BREAK SPACE}", "~": "\N{NON-BREAKING HYPHEN}"}
    assert words.title(written) == shown.translate(str.maketrans(kept))


def test_a_name_within_a_sentence_is_not_parted() -> None:
    assert "Maison\N{NO-BREAK SPACE}Aster" in WORDS.would_you_recommend("Maison Aster")
    long = "The Most Reasonable Outfitters of Harbour Street"
    assert long in WORDS.would_you_recommend(long)
    look = "Harbour walk look".replace(" ", "\N{NO-BREAK SPACE}")
    assert WORDS.why((Reason(ReasonKind.WORN_TOGETHER, "Harbour walk"),)) == f"In the {look}"
