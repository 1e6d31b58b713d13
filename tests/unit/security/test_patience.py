"""A hub on a socket, and who keeps its connections without ever asking for anything."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hub.security import patience
from tests.unit.hub.conftest import RunningHub, serving
from tests.unit.security.conftest import settings_in

ASKED = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, shop_database: Path) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("slow")
    with serving(settings_in(folder, shop_database)) as running:
        yield running


def connected(hub: RunningHub) -> socket.socket:
    host, _, port = hub.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), 20)


def ends(line: socket.socket) -> bool:
    try:
        return line.recv(65536) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"GET /api/he", ASKED, b"\r\n"])
def test_whoever_never_ends_a_request_is_hung_up_on(
    hub: RunningHub, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEADERS_S", 0.2)
    with connected(hub) as line:
        line.sendall(said)
        assert ends(line)


def test_the_second_request_of_a_connection_is_not_waited_for_either(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEADERS_S", 0.3)
    with connected(hub) as line:
        line.sendall(ASKED + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        line.sendall(b"\r\n")  # ends uvicorn's own clock, and begins nothing
        assert ends(line)


def test_a_body_that_never_ends_is_not_waited_for(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "BODY_S", 0.2)
    with connected(hub) as line:
        line.sendall(b"POST /api/enrol HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{")
        assert ends(line)


def test_one_address_does_not_take_all_connections(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_OF_A_PEER", 2)
    monkeypatch.setattr(patience, "is_loopback", lambda host: False)
    lines = [connected(hub) for _ in range(8)]
    try:
        lines[-1].settimeout(20)
        assert ends(lines[-1])
    finally:
        for line in lines:
            line.close()
    monkeypatch.undo()
    with connected(hub) as line:
        line.sendall(ASKED + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
