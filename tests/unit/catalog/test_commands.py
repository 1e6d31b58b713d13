"""`kiosk catalog` and `kiosk tags` without a hub: each command as a shopkeeper would type it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from tests.unit.catalog.conftest import FILES, Write, garment

GTIN = "9521141000014"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "config.yaml"
    config.write_text(f"hub: {{port: {port}}}\nshop: {{currency: EUR}}\n")
    monkeypatch.setenv("HANGTAG_CONFIG", str(config))
    return tmp_path


def kiosk(*words: str) -> tuple[int, str]:
    """Exit code (2 for an error that was told in words) and what was said."""
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, str(result.exception)
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.usefixtures("shop")
def test_a_catalogue_is_put_to_use_from_the_shell(write: Write) -> None:
    file = str(write(garment("tee", "Red tee", sku="T1", quantity="1", barcode=GTIN)))
    journey = [
        (("catalog", "search"), 2, "There is no catalog"),
        (("catalog", "import", file, "--dry-run"), 0, "this is what an import would do"),
        (("catalog", "import", file), 0, "Products: 1 created"),
        (("catalog", "import", file), 0, "1 unchanged"),
        (("catalog", "search", "red"), 0, "Red tee Red T1 €50.00 1 1"),
        (("catalog", "search", "blue"), 0, "Nothing has 'blue'"),
        (("catalog", "restock", "T1", "+2"), 0, "T1, Red: 3 in stock, 3 of them untagged."),
        (("catalog", "restock", "T1", "-1"), 0, "T1, Red: 2 in stock"),
        (("catalog", "restock", "T1", "-9"), 2, "There are 2 pieces, so 9 cannot be taken away"),
        (("catalog", "restock", "T1", "some"), 2, "is not a number of pieces"),
        (("catalog", "restock", "T9", "+1"), 2, "No variant has the SKU, GTIN or key 'T9'"),
        (("tags", "show", "uid:04A2B3"), 0, "uid:04A2B3: unknown, unbound."),
        (("tags", "bind", "uid:04a2b3", "T1"), 0, "is now one piece of Red tee, Red; 2 in stock"),
        (("tags", "bind", "uid:04A2B3", "T1"), 2, "bound to Red tee, Red already"),
        (("tags", "show", "uid:04A2B3"), 0, "uid:04A2B3: Red tee, Red, in stock."),
        (("tags", "encode", "T1", "7"), 0, "3036451FD400004000000007"),
        (("tags", "encode", "T1", str(2**38)), 2, "does not fit"),
        (("tags", "show", "no tag"), 2, "is no tag"),
    ]
    for words, code, said in journey:
        exit_code, output = kiosk(*words)
        assert said in output, f"kiosk {' '.join(words)}: {output}"
        assert exit_code == code, f"kiosk {' '.join(words)}"


@pytest.mark.usefixtures("shop")
def test_an_encoded_tag_is_known_as_an_unregistered_piece(write: Write) -> None:
    kiosk("catalog", "import", str(write(garment("tee", "Red tee", sku="T1", barcode=GTIN))))
    _, epc = kiosk("tags", "encode", "T1", "7")
    assert "Red tee, Red, but this piece was never registered" in kiosk("tags", "show", epc)[1]


@pytest.mark.usefixtures("shop")
def test_bad_rows_are_shown_and_stop_the_import(write: Write) -> None:
    file = str(write(garment("tee", "Tee", price="free"), garment("cap", "Cap")))
    code, output = kiosk("catalog", "import", file)
    assert code == 1
    assert "2 Variant Price 'free' is not an amount of money" in output
    assert "nothing was imported, because of 1 bad row" in output
    code, output = kiosk("catalog", "import", file, "--skip-bad")
    assert (code, "1 created" in output, "1 bad row left out" in output) == (0, True, True)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("file", ["none.csv", str(FILES)])
def test_a_file_that_is_not_there_is_told(file: str) -> None:
    assert kiosk("catalog", "import", file) == (2, f"There is no file {file}.")
