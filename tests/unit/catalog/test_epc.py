"""An EPC says GTIN and serial: published vectors, round trips, and refusals in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.epc import (
    EpcError,
    Sgtin,
    check_digit,
    decode_sgtin,
    decode_sgtin_uri,
    encode_sgtin96,
    encode_sgtin198,
    gtin14,
)

# GS1 Tag Data Standard 2.3, annex E.3, and tags as they are sold.
VECTORS = {
    "3066C4409047E140075BCD15": Sgtin("09506000134352", "123456789"),
    "3666C4409047E159B2C2BF100000000000000000000000000000": Sgtin("09506000134352", "32a/b"),
    "F73795211411234538566CB0AFC4": Sgtin("79521141123453", "32a/b"),
    "3074257BF7194E4000001A85": Sgtin("80614141123458", "6789"),
    "3034257BF7194E4000001A85": Sgtin("80614141123458", "6789"),
}


@pytest.mark.parametrize(("epc", "sgtin"), VECTORS.items())
def test_published_vectors_decode(epc: str, sgtin: Sgtin) -> None:
    assert decode_sgtin(epc) == sgtin
    assert decode_sgtin(epc.lower()) == sgtin


def test_published_vectors_encode_byte_for_byte() -> None:
    assert encode_sgtin96("80614141123458", 6789, "0614141") == "3034257BF7194E4000001A85"
    assert encode_sgtin96("80614141123458", 6789, "0614141", 3) == "3074257BF7194E4000001A85"
    assert encode_sgtin96("9506000134352", 123456789, "95060001343", 3) == (
        "3066C4409047E140075BCD15"
    )
    assert encode_sgtin198("9506000134352", "32a/b", "95060001343", 3) == (
        "3666C4409047E159B2C2BF100000000000000000000000000000"
    )


def test_an_sgtin198_that_a_reader_trimmed_decodes_the_same() -> None:
    assert decode_sgtin("3666C4409047E159B2C2BF1000") == Sgtin("09506000134352", "32a/b")


@pytest.mark.parametrize(
    "epc",
    [
        "",
        "30",
        "zz",
        "E28068900000500E88C6A4A7",  # the chip's own number, never programmed
        "311BA1B300CE0A6A83000000",  # a carton (SSCC-96)
        "3074257BF7194E4000001A",  # a byte short
        "3074257BF7194E4000001A8501",  # a byte long
        "307C257BF7194E4000001A85",  # partition 7 does not exist
        "F7",
        "F737ABCDEF1234567890123456",  # nibbles that are no digits
        "F737952114112345FF566CB0AF",
    ],
)
def test_what_is_no_sgtin_is_refused_in_words(epc: str) -> None:
    with pytest.raises(EpcError, match=r"\w{2}"):
        decode_sgtin(epc)


@st.composite
def trade_items(draw: st.DrawFn) -> tuple[str, str]:
    """A GTIN-14 and the company prefix inside it, of each length that there is."""
    digits = draw(st.text("0123456789", min_size=13, max_size=13))
    length = draw(st.integers(6, 12))
    return digits + check_digit(digits), digits[1 : 1 + length]


@given(trade_items(), st.integers(0, 2**38 - 1), st.integers(0, 7))
def test_sgtin96_comes_back_as_it_went(item: tuple[str, str], serial: int, filter_: int) -> None:
    gtin, prefix = item
    epc = encode_sgtin96(gtin, serial, prefix, filter_)
    assert len(epc) == 24
    assert decode_sgtin(epc) == Sgtin(gtin, str(serial))


GS1_CHARACTERS = (
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)


@given(trade_items(), st.text(GS1_CHARACTERS, min_size=1, max_size=20))
def test_sgtin198_comes_back_as_it_went(item: tuple[str, str], serial: str) -> None:
    gtin, prefix = item
    epc = encode_sgtin198(gtin, serial, prefix)
    assert len(epc) == 52
    assert decode_sgtin(epc) == Sgtin(gtin, serial)


@given(st.integers(0, 10**13 - 1))
def test_shorter_gtins_are_the_same_trade_item(number: int) -> None:
    digits = f"{number:013d}"
    full = digits + check_digit(digits)
    for length in (8, 12, 13):
        if full[: 14 - length].strip("0") == "":
            assert gtin14(full[14 - length :]) == full


@pytest.mark.parametrize(
    ("gtin", "serial", "prefix", "reason"),
    [
        ("4006381333932", 1, "4006381", "last digit should be 1"),
        ("4006381333931", 2**38, "4006381", "serial"),
        ("4006381333931", -1, "4006381", "serial"),
        ("4006381333931", 1, "9521141", "company prefix"),
        ("4006381333931", 1, "40063", "6 to 12 digits"),
        ("12345", 1, "9521141", "8, 12, 13 or 14"),
    ],
)
def test_what_cannot_be_encoded_says_why(gtin: str, serial: int, prefix: str, reason: str) -> None:
    with pytest.raises(EpcError, match=reason):
        encode_sgtin96(gtin, serial, prefix)


@pytest.mark.parametrize(
    "uri",
    [
        "https://id.gs1.org/01/09506000134352/21/32a%2Fb",
        "https://brand.example/shop/01/9506000134352/10/LOT7/21/32a%2Fb?v=1",
        "urn:epc:id:sgtin:95060001343.05.32a%2Fb",
        "urn:epc:tag:sgtin-198:3.95060001343.05.32a%2Fb",
    ],
)
def test_uris_name_the_same_piece(uri: str) -> None:
    assert decode_sgtin_uri(uri) == Sgtin("09506000134352", "32a/b")


@given(st.text())
def test_no_text_crashes_the_decoders(text: str) -> None:
    for decode in (decode_sgtin, decode_sgtin_uri):
        with suppress(EpcError):
            assert isinstance(decode(text), Sgtin)


@given(st.binary(max_size=40))
def test_no_bits_crash_the_decoder(bits: bytes) -> None:
    for header in ("30", "36", "F7"):
        try:
            sgtin = decode_sgtin(header + bits.hex())
        except EpcError:
            continue
        assert gtin14(sgtin.gtin) == sgtin.gtin
