"""Where the LLRP driver finds no reader: a stranger's address, mistaken settings, no package."""

from __future__ import annotations

import importlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hardware.device import DeviceError, DeviceState, open_device
from hardware.rfid.llrp import conversation, wire
from hardware.rfid.llrp.driver import LlrpReader
from tests.conftest import REPO, wait_until


def becomes(reader: LlrpReader, state: DeviceState, words: str = "") -> None:
    wait_until(
        lambda: reader.health.state is state and words in reader.health.message,
        what=f"{state} and {words!r}; it is {reader.health}",
    )


@contextmanager
def server(says: bytes) -> Iterator[dict[str, Any]]:
    """Something on the network that is no LLRP reader."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:
                    return
                with caller:
                    caller.sendall(says)
                    caller.settimeout(2)
                    with_it = b" "
                    while with_it:
                        try:
                            with_it = caller.recv(100)
                        except OSError:
                            break

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        host, port = door.getsockname()
        yield {"driver": "llrp", "host": host, "port": port}
        door.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_what_does_not_speak_llrp_is_named() -> None:
    with server(b"SSH-2.0-OpenSSH_9.2\r\n") as settings:
        reader = open_device("rfid", settings)
        becomes(reader, DeviceState.AWAY, "does not speak LLRP")
        assert "host and port in config.yaml" in reader.health.message
        reader.close()


def test_a_reader_that_refuses_says_so() -> None:
    event = wire.event(1, wire.attempt_event(wire.Attempt.OTHER_REASON)).encode()
    with server(event) as settings:
        reader = open_device("rfid", settings)
        becomes(reader, DeviceState.FAULTY, "refuses")
        reader.close()


def test_an_address_where_nobody_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    reader = open_device("rfid", {"driver": "llrp", "host": "127.0.0.1", "port": port})
    becomes(reader, DeviceState.AWAY, f"takes no calls on port {port}")
    reader.close()


def test_a_name_that_nobody_has() -> None:
    reader = open_device("rfid", {"driver": "llrp", "host": "reader.invalid"})
    begun = time.monotonic()
    reader.close()
    assert time.monotonic() - begun < 0.5
    reader.open()
    becomes(reader, DeviceState.AWAY, "No reader is called 'reader.invalid'")
    reader.close()


@pytest.mark.parametrize(
    "mistake",
    [
        {"host": ""},
        {},
        {"port": "5084"},
        {"port": 0},
        {"antennas": []},
        {"antennas": [0]},
        {"power_dbm": 40},
        {"session": 2},
        {"keepalive_s": 0},
        {"report_tags": 0},
        {"report_ms": 1},
        {"colour": "red"},
    ],
)
def test_a_mistake_in_the_settings_is_said_at_once(mistake: dict[str, Any]) -> None:
    with pytest.raises(DeviceError):
        open_device("rfid", {"driver": "llrp", **({"host": "h"} if mistake else {}), **mistake})


def test_sllurp_is_imported_when_a_reader_is_opened_and_not_before() -> None:
    code = "import sys, hardware.rfid.llrp.driver as d; reader = d.LlrpReader('localhost', 1); "
    code += "assert 'sllurp' not in sys.modules; reader.open(); assert 'sllurp' in sys.modules; "
    code += "reader.close()"
    subprocess.run([sys.executable, "-c", code], cwd=REPO, check=True, timeout=60)


def test_without_sllurp_it_says_how_to_install_it_and_its_licence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(DeviceError, match=r"pip install 'hangtag\[llrp\]'.*GPL-3.0-only"):
        LlrpReader("h").open()
    assert "GPL" in conversation.NOT_INSTALLED
