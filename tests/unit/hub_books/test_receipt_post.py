"""Receipts by e-mail: asked for, and handed to a real mail server on loopback, in the open and by
TLS."""

from __future__ import annotations

import logging
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from kiosk.config import Settings
from kiosk.config_sections import Mail
from kiosk.hub.outbox import Done, Later
from kiosk.hub.receipts.requested import No
from tests.conftest import LogWatch
from tests.unit.hub_books.books import HOUR, Books
from tests.unit.hub_books.desk import Desk, Roll
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


@pytest.fixture(autouse=True)
def _told(log_watch: LogWatch) -> None:
    """What staff are told is logged, too."""
    log_watch.expect("is given up")
    log_watch.expect("may be printed")
    log_watch.expect("mail.log")


@pytest.fixture
def desk(books: Books, mail: Settings, roll: Roll) -> Desk:
    return Desk(books, mail, roll)


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


# --- TLS -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made here and now, for this machine, by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "server.pem", folder / "server.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key)]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


class Wrapped(Controller):
    """TLS from the first octet. It greets itself when it starts, and trusts nobody by itself."""

    def _trigger_server(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((self.hostname, self.port), 10) as plain,
            context.wrap_socket(plain) as wrapped,
        ):
            wrapped.recv(1024)


@pytest.fixture(params=["starttls", "tls"])
def guarded(
    request: pytest.FixtureRequest, certificate: tuple[Path, Path], settings: Settings
) -> Iterator[tuple[Settings, Postbox]]:
    """A shop whose mail server takes letters over TLS alone."""
    how: Literal["starttls", "tls"] = request.param
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Postbox()
    if how == "tls":
        controller: Controller = Wrapped(box, "127.0.0.1", port, ssl_context=context)
    else:
        controller = Controller(box, "127.0.0.1", port, tls_context=context, require_starttls=True)
    controller.start()
    mail = Mail(host="127.0.0.1", port=port, tls=how, sender="shop@example.com")
    yield settings.model_copy(update={"mail": mail}), box
    controller.stop()


def sent(shop: Settings, books: Books, roll: Roll) -> Done | Later:
    desk = Desk(books, shop, roll)
    sale = books.sell(books.line("LIN-1", 1))
    assert desk.requested.email(sale.token, WHO, "") is None
    (answer,) = desk.work("receipt_email")
    return answer


def test_a_letter_goes_over_tls_to_a_server_that_is_known(
    guarded: tuple[Settings, Postbox],
    books: Books,
    roll: Roll,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    shop, box = guarded
    assert sent(shop, books, roll) == Done()
    ((to, _letter),) = box.taken
    assert to == [WHO]


def test_no_letter_goes_to_a_server_that_may_be_another(
    guarded: tuple[Settings, Postbox], books: Books, roll: Roll
) -> None:
    shop, box = guarded
    answer = sent(shop, books, roll)
    assert isinstance(answer, Later)
    assert "certificate is not valid" in answer.problem
    assert box.taken == []


def test_no_letter_goes_in_the_open_where_tls_is_asked_for(
    mail: Settings, postbox: Postbox, books: Books, roll: Roll
) -> None:
    assert mail.mail is not None
    strict = mail.mail.model_copy(update={"tls": "starttls"})
    answer = sent(mail.model_copy(update={"mail": strict}), books, roll)
    assert isinstance(answer, Later)
    assert "cannot be reached" in answer.problem
    assert postbox.taken == []
