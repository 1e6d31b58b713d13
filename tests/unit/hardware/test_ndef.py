"""NDEF in tags' memory: published memories, every prefix, and memory that is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.rfid.iso14443 import ndef
from hardware.rfid.reader import TagId, TagKind

LINK = "https://id.gs1.org/01/09506000134352/21/12345"


def uri(value: str) -> TagId:
    return TagId(TagKind.URI, value)


def memory(fields: str | bytes, size: int = 144) -> bytes:
    """A tag whose fields begin with `fields`."""
    octets = fields if isinstance(fields, bytes) else bytes.fromhex(fields)
    return bytes(12) + bytes((0xE1, 0x10, size // 8, 0)) + octets.ljust(size, b"\x00")


def carrying(message: bytes) -> bytes:
    return ndef.encode_message(message)


# Memories that others printed: fields from page 4 on (page 0 on where `whole`).
FIELDS = {
    # NXP, NT2H1311F data sheet, physical memory of its mirror example
    "NTAG213F data sheet": (
        "0103A00C 34032FD1 012B5501 6E78702E 636F6D2F 696E6465 782E6874 6D6C3F6D 3D303030"
        "30303030 30303030 30303078 30303030 3030FE00",
        "http://www.nxp.com/index.html?m=00000000000000x000000",
    ),
    # NXP community, explained byte by byte
    "elephant": ("030FD101 0B540265 6E656C65 7068616E 74FE0000", "elephant"),
    # a question on Stack Overflow, written by a telephone
    "gmx": ("030BD101 07550167 6D782E61 74FE", "http://www.gmx.at"),
}

# Messages of the tests of ndef-js and of libnfc's example.
MESSAGES = {
    "text for people": ("D1010F5402656E 68656C6C6F2C20776F726C64", None),
    "node": ("D1010B5503 6E6F64656A732E6F7267", "http://nodejs.org"),
    "text, URI, JSON": (
        "91010F5402656E68656C6C6F2C20776F726C64 11010B55036E6F64656A732E6F7267"
        "52091B746578742F6A736F6E7B226D657373616765223A202268656C6C6F2C20776F726C64227D",
        "http://nodejs.org",
    ),
    "ABCD": ("D101075402656E41424344", "ABCD"),
    "empty": ("D00000", None),
    "a launch record that is no URI": (
        "D31539" + b"windows.com/LaunchApp".hex() + "00" * 0x39,
        None,
    ),
}


@pytest.mark.parametrize(("fields", "value"), FIELDS.values(), ids=FIELDS)
def test_a_published_memory_is_understood(fields: str, value: str) -> None:
    assert ndef.identity(memory(fields)) == uri(value)


@pytest.mark.parametrize(("message", "value"), MESSAGES.values(), ids=MESSAGES)
def test_a_published_message_is_understood(message: str, value: str | None) -> None:
    expected = None if value is None else uri(value)
    assert ndef.identity(carrying(bytes.fromhex(message))) == expected


def test_what_is_encoded_is_the_published_memory() -> None:
    fields, value = FIELDS["NTAG213F data sheet"]
    written = ndef.encode(value)
    assert len(written) == 45 * 4
    assert written[12:16] == bytes.fromhex("E1101200")
    assert written[16:].startswith(bytes.fromhex(fields.replace(" ", "")))
    assert ndef.text_record("ABCD") == bytes.fromhex(MESSAGES["ABCD"][0])


@pytest.mark.parametrize("code", range(len(ndef.URI_PREFIXES)))
def test_every_prefix_there_is(code: int) -> None:
    message = ndef.record(b"U", bytes((code,)) + b"shop.example/7")
    value = ndef.URI_PREFIXES[code] + "shop.example/7"
    assert ndef.identity(carrying(message)) == uri(value)
    assert ndef.identity(ndef.encode(value)) == uri(value)
    again = ndef.uri_record(value)
    assert len(again) <= len(message)  # the longest prefix that fits


def test_the_prefixes_are_those_that_others_know() -> None:
    assert len(ndef.URI_PREFIXES) == 0x24
    assert ndef.URI_PREFIXES[0x04] == "https://"
    assert ndef.URI_PREFIXES[0x13] == "urn:"
    assert ndef.URI_PREFIXES[0x1D] == "file://"
    assert ndef.URI_PREFIXES[0x1E] == "urn:epc:id:"
    assert ndef.URI_PREFIXES[0x23] == "urn:nfc:"
    strange = ndef.record(b"U", b"\x24https://shop.example/7")
    assert ndef.identity(carrying(strange)) == uri("https://shop.example/7")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (LINK, LINK),
        ("  urn:epc:id:sgtin:0614141.112345.400\n", "urn:epc:id:sgtin:0614141.112345.400"),
        ("id.gs1.org/01/09506000134352/21/12345", "id.gs1.org/01/09506000134352/21/12345"),
        ("SHIRT-0042", "SHIRT-0042"),
        ("Größe-42", "Größe-42"),
        ("Made in Portugal", None),
        ("http: not a link", None),
        ("", None),
        ("x" * 201, None),
        ("nul\x00", None),
    ],
)
@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("language", ["en", "pt-BR", ""])
def test_a_text_is_an_identity_if_it_could_be_one(
    text: str, value: str | None, utf16: bool, language: str
) -> None:
    message = ndef.text_record(text, language, utf16=utf16)
    assert ndef.identity(carrying(message)) == (None if value is None else uri(value))


def test_a_text_in_the_other_byte_order() -> None:
    for body in ("AB-7".encode("utf-16-be"), b"\xff\xfe" + "AB-7".encode("utf-16-le")):
        message = ndef.record(b"T", b"\x82en" + body)
        assert ndef.identity(carrying(message)) == uri("AB-7")


def test_a_uri_goes_before_a_text() -> None:
    message = ndef.record(b"T", b"\x02enSHIRT-1", last=False)
    message += ndef.record(b"U", b"\x04shop.example/7", first=False)
    assert ndef.identity(carrying(message)) == uri("https://shop.example/7")


def test_a_smart_poster_gives_its_uri() -> None:
    inner = ndef.record(b"U", b"\x04shop.example/7", last=False)
    inner += ndef.record(b"T", b"\x02enA shirt", first=False)
    assert ndef.identity(carrying(ndef.record(b"Sp", inner))) == uri("https://shop.example/7")


def test_an_absolute_uri_and_a_record_with_an_id() -> None:
    absolute = bytes((0xD3, len(LINK), 0)) + LINK.encode()
    assert ndef.identity(carrying(absolute)) == uri(LINK)
    named = bytes.fromhex("D9010B02 55 6964 03") + b"nodejs.org"
    assert ndef.identity(carrying(named)) == uri("http://nodejs.org")


def test_long_records_and_long_fields() -> None:
    long = "https://shop.example/" + "7" * 300
    written = ndef.encode(long)
    assert written[14] == 0x3E  # it needs an NTAG215
    assert ndef.identity(written) == uri(long)
    short = ndef.record(b"U", b"\x04shop.example/7")
    assert ndef.identity(memory(b"\x03\xff" + len(short).to_bytes(2, "big") + short)) == uri(
        "https://shop.example/7"
    )
    assert len(ndef.encode("https://shop.example/" + "7" * 800)) == 231 * 4
    with pytest.raises(ValueError, match="does not fit"):
        ndef.encode("https://shop.example/" + "7" * 900)


def test_reserved_bytes_in_the_middle_are_passed_over() -> None:
    message = ndef.uri_record("https://shop.example/7")
    fields = bytearray(b"\x01\x03\x42\x10\x04" + b"\x02\x03\x48\x03\x04" + b"\x03")
    fields += bytes((len(message),)) + message
    # Page control 4: the address is 4 * 16 + 2, for 16 bits; then three bytes from 4 * 16 + 8.
    fields[66 - 16 : 66 - 16] = b"\xaa\xaa"
    fields[72 - 16 : 72 - 16] = b"\xbb\xbb\xbb"
    for at in range(28, 100):  # wherever it is not known yet, more is wanted
        whole = memory(bytes(fields).ljust(100, b"\x00"))
        part = whole[:at]
        while (until := ndef.wanted(part)) > len(part):
            part = whole[:until]
        assert ndef.identity(part) is not None or ndef.identity(whole) is None


def test_a_lock_field_that_lies_in_the_message() -> None:
    message = ndef.uri_record("https://shop.example/7")
    field = b"\x01\x03\x1a\x10\x04" + b"\x03" + bytes((len(message),)) + message
    at = (1 << 4) + 0x0A - 16  # two lock bytes at address 26
    locked = field[:at] + b"\xaa\xaa" + field[at:]
    assert ndef.identity(memory(locked)) == uri("https://shop.example/7")


def test_only_what_is_needed_is_wanted() -> None:
    whole = ndef.encode(LINK)
    known = whole[:28]
    asked = []
    while (until := ndef.wanted(known)) > len(known):
        asked.append(until)
        known = whole[:until]
    assert ndef.identity(known) == uri(LINK)
    assert len(asked) == 1
    assert len(known) < 80
    assert ndef.wanted(b"") == 16
    assert ndef.wanted(bytes(28)) == 28  # nothing is written on it


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "FE",
        "0300FE",
        "0310D101",
        "03FFFFFF",
        "03FF",
        "0105A00C34",
        "0304B1010055",  # a chunk
        "0303D1FF01",
        "0304C1010000",  # a long length that is cut off
        "0305D101015504",  # a prefix and nothing after it
        "0306D1010255FFFE",  # not UTF-8
        "0305D10101543F",  # a language that is longer than the text
        "0304D1010054",
        "0307D1010354824A42",  # half a character
        "0307D1010353701122",
    ],
)
def test_a_broken_or_empty_memory_says_nothing(fields: str) -> None:
    assert ndef.identity(memory(fields)) is None
    assert ndef.identity(memory(fields, size=8)) is None


@given(st.binary(max_size=200))
def test_no_memory_raises(octets: bytes) -> None:
    ndef.identity(octets)
    ndef.identity(memory(octets[:144]))
    assert ndef.wanted(octets) >= min(len(octets), 16)


@given(st.integers(1, 200), st.integers(0, 255), st.integers(0, 60))
def test_one_wrong_byte_raises_nothing(at: int, octet: int, cut: int) -> None:
    written = bytearray(ndef.encode(LINK))
    written[at % len(written)] = octet
    ndef.identity(bytes(written[: len(written) - cut]))


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=60)


@given(WORD, st.sampled_from(ndef.URI_PREFIXES))
def test_what_is_written_is_read(word: str, prefix: str) -> None:
    value = f"{prefix}{word}"
    assert ndef.identity(ndef.encode(value)) == uri(value)


@given(WORD, st.booleans(), st.binary(max_size=8))
def test_what_stands_before_and_behind_does_not_matter(
    word: str, utf16: bool, behind: bytes
) -> None:
    message = ndef.text_record(word, utf16=utf16)
    field = b"\x00\x00\x02\x03\xa0\x04\x34\x03" + bytes((len(message),)) + message
    assert ndef.identity(memory(field + b"\xfe" + behind, size=504)) == uri(word)
