"""Receipts asked for and delivered: a real mail server on loopback, a played printer."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from sqlalchemy import select, update

from catalog.store import Catalog
from hardware.device import DeviceState, Health
from hardware.receipt_printer.layout import Line, lay_out
from hardware.receipt_printer.printer import (
    MaybePrinted,
    NotPrinted,
    Outcome,
    Paper,
    Printed,
)
from kiosk.config import Mail, Settings
from kiosk.hub.checkout.tender import Tender
from kiosk.hub.outbox import Done, Job, Later
from kiosk.hub.receipts.delivery import Delivery
from kiosk.hub.receipts.requested import No, Requested, printed_always
from kiosk.hub.schema import OutboxRow
from tests.conftest import LogWatch
from tests.unit.hub_books.books import HOUR, Books
from tests.unit.hub_books.postbox import Postbox

WHO = "ana.mueller@example.com"


@pytest.fixture(scope="module")
def _server() -> Iterator[tuple[Controller, Postbox]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Postbox()
    controller = Controller(box, "127.0.0.1", port)
    controller.start()
    yield controller, box
    controller.stop()


@pytest.fixture
def postbox(_server: tuple[Controller, Postbox]) -> Postbox:
    box = _server[1]
    box.rcpt, box.data, box.taken = "250 OK", "250 OK", []
    return box


@pytest.fixture
def mail(_server: tuple[Controller, Postbox], settings: Settings) -> Settings:
    """The shop, with its mail at the server above."""
    assert settings.mail is not None
    here = settings.mail.model_copy(update={"port": _server[0].port})
    return settings.model_copy(update={"mail": here})


@dataclass
class Roll:
    """A printer that does as it is told."""

    outcomes: list[Outcome] = field(default_factory=list)
    papers: list[tuple[str, bool]] = field(default_factory=list)
    health: Health = field(default_factory=lambda: Health(DeviceState.OK))

    def open(self) -> None: ...

    def close(self) -> None: ...

    def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
        lines = (each.text for each in lay_out(paper, 48) if isinstance(each, Line))
        outcome = self.outcomes.pop(0) if self.outcomes else Printed()
        if not isinstance(outcome, NotPrinted):
            self.papers.append(("\n".join(lines), drawer))
        return outcome


@pytest.fixture
def roll() -> Roll:
    return Roll()


@pytest.fixture(autouse=True)
def _told(log_watch: LogWatch) -> None:
    """What staff are told is logged, too."""
    log_watch.expect("is given up")
    log_watch.expect("may be printed")
    log_watch.expect("mail.log")


@dataclass
class Desk:
    """What a shopper asks, and what the outbox's worker then does."""

    books: Books
    settings: Settings
    roll: Roll

    def __post_init__(self) -> None:
        now = {"now_ms": lambda: self.books.now_ms}
        printers = {"1": self.roll}
        catalog = self.books.catalog
        self.requested = Requested(self.settings, catalog, dict(printers), **now)
        self.delivery = Delivery(self.settings, catalog, printers, "http://shop.example", **now)

    def jobs(self, topic: str) -> Sequence[Job]:
        with self.books.catalog.reader.connect() as connection:
            rows = connection.execute(
                select(OutboxRow.__table__)
                .where(OutboxRow.topic == topic, OutboxRow.done_ms.is_(None))
                .order_by(OutboxRow.id)
            ).all()
        return [Job(row.id, row.topic, row.key, row.body, row.tries) for row in rows]

    def work(self, topic: str) -> list[Done | Later]:
        """What comes of each job that waits; they stay."""
        return [self.delivery.handlers[topic](job) for job in self.jobs(topic)]


@pytest.fixture
def desk(books: Books, mail: Settings, roll: Roll) -> Desk:
    return Desk(books, mail, roll)


# --- e-mail ----------------------------------------------------------------------------------


def test_a_receipt_by_e_mail(
    desk: Desk, books: Books, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sale = books.sell(books.line("LIN-1", 1))
    assert desk.requested.email(sale.token, WHO, "de") is None
    assert desk.requested.email(sale.token, WHO, "de") is None  # pressed twice
    assert desk.work("receipt_email") == [Done()]
    ((to, message),) = postbox.taken
    assert to == [WHO]
    assert message["Subject"] == f"Ihr Beleg {sale.number} von Maison Aster"
    assert message["Message-ID"].startswith(f"<receipt_email.{sale.id}.1.")
    text = message.get_payload(0).get_payload(decode=True).decode()
    assert f"http://shop.example/receipt/{sale.token}" in text
    ours = [each.getMessage() for each in caplog.records if not each.name.startswith("mail.")]
    assert not [words for words in ours if WHO in words]  # aiosmtpd's own log says all


def test_the_same_letter_again_has_the_same_name(
    desk: Desk, books: Books, postbox: Postbox
) -> None:
    """The worker died before it wrote down that the letter had left."""
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.email(sale.token, WHO, "")
    desk.work("receipt_email")
    desk.work("receipt_email")
    names = {message["Message-ID"] for _to, message in postbox.taken}
    assert (len(postbox.taken), len(names)) == (2, 1)


def test_a_job_without_its_address_was_done(desk: Desk, books: Books, postbox: Postbox) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.email(sale.token, WHO, "")
    (job,) = desk.jobs("receipt_email")
    erased = {key: value for key, value in job.body.items() if key != "address"}
    assert desk.delivery.email(replace(job, body=erased)) == Done()
    assert postbox.taken == []


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_greylisting_is_tried_again(desk: Desk, books: Books, postbox: Postbox, where: str) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.email(sale.token, WHO, "")
    setattr(postbox, where, f"451 4.7.1 <{WHO}>: come back in 300 seconds")
    (answer,) = desk.work("receipt_email")
    assert isinstance(answer, Later)
    assert "451" in answer.problem
    assert WHO not in answer.problem
    setattr(postbox, where, "250 OK")
    assert desk.work("receipt_email") == [Done()]
    assert len(postbox.taken) == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_an_address_that_is_not_is_told_and_not_tried_for_ever(
    desk: Desk, books: Books, postbox: Postbox, where: str
) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.email(sale.token, WHO, "")
    setattr(postbox, where, f"550 5.1.1 <{WHO}>: no such user")
    (answer,) = desk.work("receipt_email")
    assert isinstance(answer, Done)
    assert sale.number in answer.problem
    assert "550" in answer.problem
    assert WHO not in answer.problem


def test_a_server_that_is_away_is_waited_for_three_days(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        assert desk.settings.mail is not None
        away = desk.settings.mail.model_copy(update={"port": nobody.getsockname()[1]})
        lost = Desk(books, desk.settings.model_copy(update={"mail": away}), desk.roll)
        lost.requested.email(sale.token, WHO, "")
        (answer,) = lost.work("receipt_email")
        assert isinstance(answer, Later)
        assert "cannot be reached" in answer.problem
        books.now_ms += 73 * HOUR
        (answer,) = lost.work("receipt_email")
        assert isinstance(answer, Done)
        assert "given up after 3 days" in answer.problem


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_goes_to_the_server_and_a_wrong_one_is_told(
    desk: Desk, books: Books, settings: Settings
) -> None:
    heard: list[bytes] = []

    def authenticate(*arguments: Any) -> AuthResult:
        login = arguments[-1]
        assert isinstance(login, LoginPassword)
        heard.append(login.password)
        return AuthResult(success=login.password == b"secret", handled=False)

    class Guarded(Controller):
        def factory(self) -> SMTP:
            return SMTP(
                self.handler,
                authenticator=authenticate,
                auth_required=True,
                auth_require_tls=False,
            )

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Postbox()
    guarded = Guarded(box, "127.0.0.1", port)
    guarded.start()
    file = settings.root / "mail.password"
    try:
        mail = Mail(
            host="127.0.0.1",
            port=port,
            tls="none",
            user="shop",
            password_file=str(file),
            sender="shop@example.com",
        )
        shop = Desk(books, settings.model_copy(update={"mail": mail}), desk.roll)
        sale = books.sell(books.line("LIN-1", 1))
        shop.requested.email(sale.token, WHO, "")
        (answer,) = shop.work("receipt_email")
        assert isinstance(answer, Later)  # no such file yet
        file.write_text("wrong\n")
        (answer,) = shop.work("receipt_email")
        assert isinstance(answer, Later)
        assert "refuses user and password" in answer.problem
        file.write_text("secret\n")
        assert shop.work("receipt_email") == [Done()]
    finally:
        guarded.stop()
    assert heard[-1] == b"secret"
    assert len(box.taken) == 1


def test_what_is_refused_before_anything_is_sent(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    assert desk.requested.email("another", WHO, "") is No.NO_RECEIPT
    assert desk.requested.email(sale.token, "nobody", "") is No.NOT_AN_ADDRESS
    for each in range(3):
        assert desk.requested.email(sale.token, f"{each}@example.com", "") is None
    assert desk.requested.email(sale.token, WHO, "") is No.TOO_OFTEN
    no_mail = desk.settings.model_copy(update={"mail": None})
    assert Desk(books, no_mail, desk.roll).requested.email(sale.token, WHO, "") is No.NO_MAIL


def test_the_shop_writes_no_more_than_so_many_letters_an_hour(
    desk: Desk, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.receipts.requested.EACH_HOUR", 4)
    first, second = books.sell(books.line("LIN-1", 1)), books.sell(books.line("LIN-1", 2))
    answers = [
        desk.requested.email(sale.token, f"{n}@example.com", "")
        for sale in (first, second)
        for n in range(3)
    ]
    assert answers == [None] * 4 + [No.TOO_OFTEN] * 2
    books.now_ms += HOUR + 1
    assert desk.requested.email(second.token, WHO, "") is None


# --- on paper --------------------------------------------------------------------------------


def test_a_receipt_on_paper_and_then_a_copy(desk: Desk, books: Books, catalog: Catalog) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    assert desk.requested.paper(sale.token, "de") is None
    assert desk.requested.paper(sale.token, "de") is None  # pressed twice
    assert desk.work("receipt_print") == [Done()]
    assert f"Beleg {sale.number}" in desk.roll.papers[0][0]
    assert "Kopie" not in desk.roll.papers[0][0]
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is None
    assert desk.work("receipt_print") == [Done()]
    assert "Kopie" in desk.roll.papers[1][0]
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is None
    _done(catalog)
    assert desk.requested.paper(sale.token, "de") is No.TOO_OFTEN


def test_no_paper_is_waited_for_and_not_called_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    desk.roll.outcomes = [NotPrinted("The receipt printer has no paper. Put in a new roll.")]
    assert desk.work("receipt_print") == [
        Later("The receipt printer has no paper. Put in a new roll.")
    ]
    assert desk.work("receipt_print") == [Done()]
    assert "Copy" not in desk.roll.papers[0][0]


def test_what_may_be_printed_comes_again_as_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    desk.roll.outcomes = [MaybePrinted("Lost.")]
    assert desk.work("receipt_print") == [Later("Lost.")]
    desk.roll.outcomes = [NotPrinted("Away.")]
    assert desk.work("receipt_print") == [Later("Away.")]
    assert desk.work("receipt_print") == [Done()]
    assert ["Copy" in text for text, _ in desk.roll.papers] == [False, True]


def test_a_hub_that_dies_while_it_prints_prints_a_copy(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")

    class Died(BaseException):
        pass

    class Killing(Roll):
        def print(self, paper: Paper, *, drawer: bool = False) -> Outcome:
            super().print(paper)
            raise Died

    killed = Desk(books, desk.settings, Killing())
    with pytest.raises(Died):
        killed.work("receipt_print")
    assert desk.work("receipt_print") == [Done()]
    assert "Copy" in desk.roll.papers[0][0]


def test_a_paper_that_nobody_waits_for_is_not_printed(desk: Desk, books: Books) -> None:
    sale = books.sell(books.line("LIN-1", 1))
    desk.requested.paper(sale.token, "en")
    books.now_ms += HOUR
    desk.roll.health = Health(DeviceState.FAULTY, "The receipt printer has no paper.")
    (answer,) = desk.work("receipt_print")
    assert answer == Done(f"{sale.number}: not printed in time. The receipt printer has no paper.")
    assert desk.roll.papers == []


def test_what_cannot_be_printed_is_said_at_once(desk: Desk, books: Books) -> None:
    sale, elsewhere = (
        books.sell(books.line("LIN-1", 1)),
        books.sell(books.line("LIN-1", 2), table="2"),
    )
    assert desk.requested.paper("another", "") is No.NO_RECEIPT
    assert desk.requested.paper(elsewhere.token, "") is No.NO_PRINTER
    desk.roll.health = Health(DeviceState.FAULTY, "No paper.")
    assert desk.requested.paper(sale.token, "") is No.PRINTER_NOT_READY
    desk.roll.health = Health(DeviceState.OK)
    books.now_ms += HOUR
    assert desk.requested.paper(sale.token, "") is No.TOO_LATE


@pytest.mark.parametrize("always", [False, True])
def test_a_printer_that_prints_everything_prints_what_the_ledger_leaves(
    books: Books, mail: Settings, roll: Roll, always: bool
) -> None:
    table = mail.tables["1"]
    assert table.printer is not None
    printer = table.printer.model_copy(update={"always": always, "drawer": True})
    tables = {**mail.tables, "1": table.model_copy(update={"printer": printer})}
    desk = Desk(books, mail.model_copy(update={"tables": tables}), roll)
    assert printed_always(desk.settings, "1") is always
    assert not printed_always(desk.settings, "2")
    sale = books.sell(books.line("LIN-1", 1), tender=Tender.DESK)
    job = Job(1, "receipt_print", f"receipt_print:{sale.id}", {"sale": sale.id, "table": "1"})
    assert desk.delivery.print(job) == Done()
    assert [drawer for _text, drawer in roll.papers] == [True] * always


def _done(catalog: Catalog) -> None:
    with catalog.begin() as connection:
        connection.execute(update(OutboxRow).where(OutboxRow.done_ms.is_(None)).values(done_ms=1))
