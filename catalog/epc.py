"""EPC <-> GTIN and serial: the one place that knows how a garment's identity is coded on a chip.

Owns `Sgtin`, the check digit, GTIN-14 and the characters of a serial. SGTIN-96 and the GTIN of
SGTIN-198 are epcpy's; SGTIN-198's serial is coded here, because epcpy 0.1.8 refuses valid ones that
begin with an escaped character ("/0"). SGTIN+ of TDS 2 is `sgtin_plus`'s. Knows no database.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from catalog.sgtin_plus import decode_sgtin_plus

with warnings.catch_warnings():
    # epcpy 0.1.8 has invalid escape sequences, which Python tells about when it compiles the file.
    warnings.simplefilter("ignore")
    from epcpy.epc_schemes.sgtin import SGTIN, SGTINFilterValue
    from epcpy.utils.common import ConvertException

SERIAL_LIMIT_96 = 2**38
POINT_OF_SALE = 1
CHARACTERS = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)
"""GS1's set 82: what a serial may be made of."""

_HEX = re.compile(r"[0-9A-Fa-f]+")
_DIGITS = re.compile(r"[0-9]+")
_LENGTHS = {"30": 24, "36": 50}
_DIGITAL_LINK = re.compile(
    r"/(?:01|gtin)/([0-9]{8,14})(?:/(?:10|22)/[^/?#]*)*/(?:21|ser)/([^/?#]+)"
)
_URN = re.compile(r"urn:epc:(?:id:sgtin:|tag:sgtin-(?:96|198):[0-7]\.)([0-9]+\.[0-9]+)\.(.+)")


class EpcError(ValueError):
    """Not an SGTIN, or one that cannot be coded. The text says why."""


@dataclass(frozen=True, slots=True)
class Sgtin:
    """One piece of one trade item: GTIN-14 with a right check digit, and its serial as printed.

    A serial has 1 to 20 characters of GS1's set 82; "7" and "07" are different ones.
    """

    gtin: str
    serial: str

    def __str__(self) -> str:
        return f"{self.gtin}/{self.serial}"


def gtin14(text: str) -> str:
    """GTIN-14 of a GTIN-8, -12 (UPC), -13 (EAN) or -14. Raises `EpcError`."""
    if not _DIGITS.fullmatch(text) or len(text) not in (8, 12, 13, 14):
        raise EpcError(f"{text!r} is not a GTIN: it should have 8, 12, 13 or 14 digits")
    if text[-1] != check_digit(text[:-1]):
        raise EpcError(
            f"{text} is not a GTIN: its last digit should be {check_digit(text[:-1])}, "
            "so one of its digits is wrong"
        )
    return text.zfill(14)


def check_digit(digits: str) -> str:
    """GS1's check digit for the digits before it (GS1 General Specifications, 7.9)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


@lru_cache(maxsize=65_536)
def decode_sgtin(epc: str) -> Sgtin:
    """The SGTIN that an EPC in hexadecimal holds. Raises `EpcError` for anything else.

    SGTIN-96, SGTIN-198 (also with the zero bits that readers trim or pad) and SGTIN+.
    """
    if not _HEX.fullmatch(epc):
        raise EpcError("not hexadecimal")
    header = epc[:2].upper()
    if header == "F7":
        try:
            return _checked(*decode_sgtin_plus(epc))
        except ValueError as error:
            raise EpcError(str(error)) from error
    if header not in _LENGTHS:
        raise EpcError(f"no SGTIN: its header is {header}")
    length = _LENGTHS[header]
    digits = epc.ljust(length, "0") if header == "36" else epc
    if len(digits) < length or digits[length:].strip("0"):
        raise EpcError(f"an EPC with header {header} has {length} digits, this has {len(epc)}")
    if header == "30":
        return _with_epcpy(lambda: SGTIN.from_hex(digits[:length]))
    bits = int(digits[:length], 16) >> (4 * length - 198)
    # The same GTIN with the serial 0 as an SGTIN-96, which has its GTIN at the same place.
    twin = f"{0x30 << 88 | (bits >> 140 & (1 << 50) - 1) << 38:024X}"
    return _checked(_with_epcpy(lambda: SGTIN.from_hex(twin)).gtin, _text_of(bits))


def _text_of(bits: int) -> str:
    """The 20 characters of 7 bits at the end of an SGTIN-198; zeros fill it up."""
    codes = [bits >> shift & 0x7F for shift in range(133, -1, -7)]
    text = "".join(map(chr, codes)).rstrip("\0")
    if not set(text) <= CHARACTERS:
        raise EpcError("not an SGTIN: its serial has a character that GS1 does not allow")
    return text


def decode_sgtin_uri(uri: str) -> Sgtin:
    """The SGTIN of a GS1 Digital Link or an EPC URI on a chip. Raises `EpcError`."""
    if link := _DIGITAL_LINK.search(uri):
        return _checked(gtin14(link[1]), unquote(link[2]))
    if urn := _URN.fullmatch(uri):
        gtin = _with_epcpy(lambda: SGTIN(f"urn:epc:id:sgtin:{urn[1]}.0")).gtin
        return _checked(gtin, unquote(urn[2]))
    raise EpcError("not a GS1 Digital Link with GTIN and serial")


def encode_sgtin96(
    gtin: str, serial: int, company_prefix: str, filter_value: int = POINT_OF_SALE
) -> str:
    """24 hexadecimal digits for a chip: SGTIN-96, as a piece for the point of sale.

    `gtin` has 8 to 14 digits and must hold `company_prefix` (6 to 12 digits) after its indicator;
    `serial` is below 2^38. Raises `EpcError`.
    """
    if not 0 <= serial < SERIAL_LIMIT_96:
        raise EpcError(f"the serial {serial} does not fit an SGTIN-96: it goes up to 2^38 - 1")
    scheme = _scheme(gtin, serial, company_prefix)
    return str(
        scheme.hex(
            binary_coding_scheme=SGTIN.BinaryCodingScheme.SGTIN_96,
            filter_value=SGTINFilterValue(str(filter_value)),
        )
    ).zfill(24)


def encode_sgtin198(
    gtin: str, serial: str, company_prefix: str, filter_value: int = POINT_OF_SALE
) -> str:
    """52 hexadecimal digits: SGTIN-198, for a serial that is not a plain number.

    198 bits end in the 13th word; the rest of it is zero. Raises `EpcError`.
    """
    if not 1 <= len(serial) <= 20 or not set(serial) <= CHARACTERS:
        raise EpcError(f"serial {serial!r} should have 1 to 20 characters that GS1 allows")
    twin = int(encode_sgtin96(gtin, 0, company_prefix, filter_value), 16)
    bits = 0x36 << 50 | twin >> 38 & (1 << 50) - 1
    for character in serial.ljust(20, "\0"):
        bits = bits << 7 | ord(character)
    return f"{bits << 10:052X}"


def _scheme(gtin: str, serial: int, company_prefix: str) -> SGTIN:
    full = gtin14(gtin)
    if not _DIGITS.fullmatch(company_prefix) or not 6 <= len(company_prefix) <= 12:
        raise EpcError(f"the company prefix {company_prefix!r} should have 6 to 12 digits")
    if not full[1:].startswith(company_prefix):
        raise EpcError(
            f"GTIN {gtin} is not of the company prefix {company_prefix}; "
            "set gs1.company_prefix to its first digits"
        )
    return SGTIN.from_gtin_plus_serial(full, str(serial), len(company_prefix))


def _with_epcpy(make: Callable[[], SGTIN]) -> Sgtin:
    try:
        scheme = make()
        return Sgtin(scheme.gtin(), scheme.gs1_element_string().partition("(21)")[2])
    except (ConvertException, ValueError, LookupError) as error:
        raise EpcError(f"not an SGTIN: {error}") from error


def _checked(gtin: str, serial: str) -> Sgtin:
    if not 1 <= len(serial) <= 20:
        raise EpcError(f"a serial has 1 to 20 characters, this has {len(serial)}")
    return Sgtin(gtin14(gtin), serial)
