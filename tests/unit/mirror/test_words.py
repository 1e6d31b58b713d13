"""The mirror's voice: exact about what is left, never more than is so."""

from __future__ import annotations

import inspect

import pytest

from kiosk.mirror.screen import words
from kiosk.mirror.screen.words import Words

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
    assert WORDS.unknown(unknown, garments) == said


def test_the_voice_is_calm_and_knows_no_technology() -> None:
    text = inspect.getsource(words).lower()
    for jargon in ('!"', "error", "offline", "network", "rfid", "scan", "oops"):
        assert jargon not in text
