"""HTTPS by certificate files: what is wrong with them in words, and programs that trust them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import certificates
from kiosk.config import ConfigError, Settings, parse
from kiosk.doctor.certificate import look
from kiosk.doctor.finding import Grade
from kiosk.hub.app import create_app
from kiosk.hub.serving import HubServer, listen
from kiosk.hub_asking import HubAwayError, ask
from kiosk.hub_client import HubClient
from tests.conftest import wait_until
from tests.unit.hub.conftest import running_server
from tests.unit.security.conftest import settings_in

LEAF = """\
subjectAltName=DNS:hub.shop.example,IP:127.0.0.1
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
authorityKeyIdentifier=keyid
subjectKeyIdentifier=hash
"""


@dataclass
class Files:
    """The shop's authority, and certificates that it signs, by the commands of docs/security.md."""

    folder: Path

    def openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def authority(self, name: str = "shop-ca") -> None:
        self.openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-noenc", "-days", "3650"),
            *("-keyout", f"{name}.key", "-out", f"{name}.crt", "-subj", f"/CN={name}"),
            *("-addext", "basicConstraints=critical,CA:TRUE,pathlen:0"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        )

    def certificate(self, name: str, *, days: int = 397, ca: str = "shop-ca") -> None:
        (self.folder / "hub.ext").write_text(LEAF)
        self.openssl(
            *["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
            *("-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=hangtag hub"),
        )
        self.openssl(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", f"{ca}.crt", "-CAkey", f"{ca}.key"),
            *("-CAcreateserial", "-days", str(days), "-extfile", "hub.ext", "-out", f"{name}.crt"),
        )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    files = Files(tmp_path_factory.mktemp("tls"))
    files.authority()
    files.authority("stranger")
    files.certificate("hub")
    files.certificate("other")
    files.certificate("old", days=0)
    files.certificate("soon", days=10)
    files.certificate("strange", ca="stranger")
    (files.folder / "no.crt").write_text("nothing")
    return files


def settings_of(files: Files, url: str = "https://127.0.0.1:8800", **tls: str) -> Settings:
    section = {"certificate": "hub.crt", "key": "hub.key", "ca": "shop-ca.crt", **tls}
    return parse({"hub": {"url": url, "tls": section}}, files.folder / "config.yaml")


def test_a_good_certificate_is_good(files: Files) -> None:
    found = certificates.examine(settings_of(files))
    assert 396 < found.days_left(datetime.now(UTC)) < 398
    assert found.names == ("hub.shop.example", "127.0.0.1")
    assert certificates.examine(settings_of(files, "https://hub.shop.example:8443"))


BAD = [
    ({"certificate": "gone.crt"}, "hub.tls.certificate in config.yaml: cannot read"),
    ({"key": "gone.key"}, "hub.tls.key in config.yaml: cannot read"),
    ({"ca": "gone.crt"}, "hub.tls.ca in config.yaml: cannot read"),
    ({"ca": "no.crt"}, "hub.tls.ca in config.yaml"),
    ({"key": "other.key"}, "hub.tls.key in config.yaml"),
    ({"certificate": "no.crt"}, "are not a certificate and its key in PEM"),
    ({"certificate": "old.crt", "key": "old.key"}, "has expired"),
    ({"certificate": "strange.crt", "key": "strange.key"}, "is not trusted by"),
    ({"url": "https://shop.example:8800"}, "is not for shop.example"),
    ({"url": "https://10.0.0.9:8800"}, "is not for 10.0.0.9"),
]


@pytest.mark.parametrize(("tls", "words"), BAD)
def test_a_bad_one_is_told_with_its_key(files: Files, tls: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as error:
        certificates.examine(settings_of(files, **tls))
    assert words in str(error.value)


def test_the_doctor_warns_in_time(files: Files) -> None:
    (good,) = look(settings_of(files))
    assert good.grade is Grade.WELL
    (soon,) = look(settings_of(files, certificate="soon.crt", key="soon.key"))
    assert (soon.grade, "10 days" in soon.words or "9 days" in soon.words) == (Grade.NOTE, True)
    (late,) = look(settings_of(files, certificate="old.crt", key="old.key"))
    assert (late.grade, "has expired" in late.words) == (Grade.WRONG, True)
    later = datetime.now(UTC) + timedelta(days=390)
    (near,) = look(settings_of(files), now=later)
    assert near.grade is Grade.NOTE
    (none,) = look(parse({"hub": {"host": "0.0.0.0"}}, files.folder / "config.yaml"))
    assert none.grade is Grade.NOTE
    assert look(parse({}, files.folder / "config.yaml")) == []


def test_programs_speak_tls_whatever_the_environment_says(
    files: Files, tmp_path: Path, shop_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(files.folder / "stranger.crt"))
    settings = settings_in(tmp_path, shop_database, security={"demo": True})
    tls = settings_of(files).hub.tls
    assert tls is not None
    listener = listen("127.0.0.1", 0)
    server = HubServer(create_app(settings), tls=certificates.server_context(tls))
    with running_server(server, listener):
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        ca = str(files.folder / "shop-ca.crt")
        assert ask("GET", f"{url}/api/health", verify=ca)[0] == 200
        with pytest.raises(HubAwayError, match=r"certificate .* is not trusted"):
            ask("GET", f"{url}/api/health", verify=str(files.folder / "stranger.crt"))
        client = HubClient(url, name="t", verify=ca)
        heard: list[dict[str, object]] = []
        client.follow("/api/tables/1/live", heard.append)
        client.open()
        try:
            client.put("/api/tables/1/tags", {"session": "s", "sequence": 1, "tags": []})
            wait_until(lambda: client.health.ok and heard, what="answers over TLS")
        finally:
            client.close()
