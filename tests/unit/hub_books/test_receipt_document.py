"""What a receipt says: on the page, in the letter and on paper, in both languages."""

from __future__ import annotations

from datetime import UTC

import pytest

from hardware.receipt_printer.layout import Line, lay_out
from kiosk.config import Settings
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.receipts.document import Document, document
from kiosk.hub.receipts.letter import NotAnAddressError, checked, letter
from kiosk.hub.receipts.paper import paper
from kiosk.hub.receipts.record import Sale
from kiosk.hub.web.reading import language_of
from kiosk.hub.web.words import on_paper, words
from tests.unit.hub_books.books import HOUR, Books

ADDRESS = "http://192.168.1.20:8800/receipt/abc"


def told(sale: Sale, settings: Settings, language: str = "en") -> Document:
    return document(sale, settings.shop, words(language), ADDRESS, UTC)


def sums(told: Document) -> dict[str, str]:
    return {each.name: each.amount for each in told.sums}


def printed(told: Document, language: str = "en", *, copy: bool = False) -> str:
    lines = lay_out(paper(told, words(language), copy=copy), 48)
    return "\n".join(line.text for line in lines if isinstance(line, Line))


@pytest.fixture
def sale(books: Books) -> Sale:
    """A shirt with an offer, a dress, two bags."""
    return books.sell(
        books.line("LIN-1", 1, off=1580, offer="20% off linen"),
        books.line("SIL-1", 2),
        extras=(books.bag(2),),
    )


def test_lines_with_offers_bags_and_sums(sale: Sale, settings: Settings) -> None:
    said = told(sale, settings)
    shirt, dress, bags = said.entries
    assert (shirt.title, shirt.amount, shirt.list_amount) == ("Linen shirt", "€63.20", "€79.00")
    assert "20% off linen" in shirt.notes
    assert (dress.amount, dress.list_amount) == ("€129.00", "")
    assert bags.notes == ("2 × €0.20",)
    assert sums(said) == {
        "Before discounts": "€208.40",
        "You save": "-€15.80",
        "Total": "€192.60",
        "VAT included, 23%": "€36.01",
        "Without VAT": "€156.59",
        "Paid by card": "€192.60",
    }
    assert said.seller == ("12 Castle Market", "Dublin 2", "VAT number IE9521141A")
    assert said.closing == ("Bring things back within 30 days.",)
    assert said.date == "21 November 2026, 09:00"


def test_in_german_as_german_is_written(sale: Sale, settings: Settings) -> None:
    said = told(sale, settings, "de")
    assert said.heading == "Vielen Dank"
    assert said.date == "21. November 2026, 09:00"
    assert sums(said)["Summe"] == "€192.60"  # as on the price tags


def test_tax_for_each_line_where_it_is_rounded_there(books: Books, settings: Settings) -> None:
    sale = books.sell(books.line("LIN-1", 1), rounding="line", tender=Tender.DESK)
    said = told(sale, settings)
    assert "VAT €14.77" in said.entries[0].notes
    assert sums(said)["Paid to a colleague"] == "€79.00"


def test_what_came_back_is_told(books: Books, sale: Sale, settings: Settings) -> None:
    books.now_ms += 48 * HOUR
    books.give_back(sale, [1])
    books.now_ms += 24 * HOUR
    sale = books.give_back(sale, [2], "exchange")
    said = told(sale, settings)
    shirt, dress, _bags, other = said.entries
    assert shirt.gone
    assert "Given back on 23 Nov 2026" in shirt.notes
    assert "Exchanged on 24 Nov 2026" in dress.notes
    assert "In exchange for Silk dress" in other.notes
    assert not other.gone
    assert other.amount == ""
    assert sums(said)["Refund of 23 Nov 2026"] == "-€63.20"
    assert sums(said)["Paid after all"] == "€129.40"


def test_money_on_its_way_is_not_called_refunded(
    books: Books, sale: Sale, settings: Settings
) -> None:
    said = told(books.give_back(sale, [1], status="waiting"), settings)
    assert "Refund of 21 Nov 2026, on its way" in sums(said)


def test_a_sale_that_was_taken_back(books: Books, sale: Sale, settings: Settings) -> None:
    said = told(books.give_back(sale, [1, 2, 3], "void"), settings)
    assert said.heading == "This sale was taken back"
    assert said.voided == "Taken back on 21 Nov 2026. Nothing of it is paid."
    assert sums(said)["Paid after all"] == "€0.00"
    assert "taken back" in printed(said)


def test_a_shop_without_tax_has_no_line_of_it(books: Books, settings: Settings) -> None:
    sale = books.sell(books.line("LIN-1", 1), percent="0")
    assert list(sums(told(sale, settings))) == ["Total", "Paid by card"]


def test_paper_says_the_same_and_copies_say_so(sale: Sale, settings: Settings) -> None:
    said = told(sale, settings)
    text = printed(said)
    for words_of_it in ("A-00000", "Linen shirt", "€63.20", "Instead of €79.00", "IE9521141A"):
        assert words_of_it in text
    assert "Copy" not in text
    assert "Copy" in printed(said, copy=True)


def test_the_letter_says_the_same_twice(sale: Sale, settings: Settings) -> None:
    said = told(sale, settings, "de")
    message = letter(
        said, words("de"), sender="shop@example.com", to="a@b.example", message_id="x.1"
    )
    assert message["Subject"] == f"Ihr Beleg {sale.number} von Maison Aster"
    assert message["Message-ID"] == "<x.1@example.com>"
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "€192.60" in part
        assert ADDRESS in part
        assert "a@b.example" not in part


def test_a_name_is_only_text_in_the_letter(sale: Sale, settings: Settings) -> None:
    shop = settings.shop.model_copy(update={"name": "<b>A&B</b>"})
    evil = document(sale, shop, words("en"), ADDRESS, UTC)
    message = letter(evil, words("en"), sender="s@e.com", to="a@b.example", message_id="x")
    html = message.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in html.get_content()


@pytest.mark.parametrize(
    "address", ["ana@example.com", "o'brien+shop@mail.example.co.uk", " a@b.de ", "x@münchen.de"]
)
def test_addresses(address: str) -> None:
    assert "@" in checked(address)
    assert checked(address).isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@b.de",
        "a@b",
        "a b@c.de",
        "a@b.de,c@d.de",
        "a@b.de\r\nBcc: c@d.de",
        "a@-b.de",
        "a..b@c.de",
        "<a@b.de>",
        "a@" + "b" * 250 + ".de",
        "ä@b.de",
        "a@b..de",
    ],
)
def test_no_addresses(address: str) -> None:
    with pytest.raises(NotAnAddressError):
        checked(address)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr-FR,fr;q=0.9,en;q=0.5,de;q=0.7", "de"),
        ("fr", "en"),
        ("", "en"),
        ("en;q=0,de", "de"),
        ("de;q=x,en", "en"),
    ],
)
def test_the_readers_language(header: str, language: str) -> None:
    assert language_of(header, ("en", "de")) == language


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("fr", "21 novembre 2026, 09:00"),
        ("es", "21 de noviembre de 2026, 09:00"),
        ("it", "21 novembre 2026, 09:00"),
        ("ja", "2026年11月21日 09:00"),
        ("zh", "2026年11月21日 09:00"),
        ("ar", "21 نوفمبر 2026، 09:00"),
    ],
)
def test_days_are_the_readers_and_money_is_the_shops(
    language: str, date: str, sale: Sale, settings: Settings
) -> None:
    said = told(sale, settings, language)
    assert said.date == date
    assert next(each.amount for each in said.sums if each.main) == "€192.60"


@pytest.mark.parametrize(
    ("language", "locale", "printed_in"),
    [("fr", "en-IE", "fr"), ("ja", "en-IE", "en"), ("ar", "de-AT", "de"), ("zh", "ja-JP", "en")],
)
def test_paper_is_in_a_language_that_printers_have_letters_for(
    language: str, locale: str, printed_in: str
) -> None:
    assert on_paper(language, locale) == printed_in
