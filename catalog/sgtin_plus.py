"""The SGTIN+ of GS1's Tag Data Standard 2 (header F7), which epcpy does not know. Decodes only.

Layout: F7 | AIDC toggle 1 | filter 3 | GTIN-14 as 14 BCD nibbles | encoding 3 | length 5 | serial.
"""

from __future__ import annotations

import math

HEADER = "F7"
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# A block of 16 bits codes 3 characters: c1 * 1600 + c2 * 40 + c3 + 1 (TDS 2, URN Code 40).
_URN40 = " ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789"
_CHARACTER_BITS = {1: 4, 2: 4, 3: 6, 4: 7}


def decode_sgtin_plus(epc: str) -> tuple[str, str]:
    """GTIN-14 and serial of an EPC in hexadecimal. Raises `ValueError` that says what is wrong."""
    bits = _Bits(epc)
    if bits.take(8) != int(HEADER, 16):
        raise ValueError("not an SGTIN+: its header is not F7")
    bits.take(4)
    nibbles = [bits.take(4) for _ in range(14)]
    if any(nibble > 9 for nibble in nibbles):
        raise ValueError("not an SGTIN+: its GTIN has a nibble above 9")
    encoding = bits.take(3)
    length = bits.take(5)
    if not 1 <= length <= 20:
        raise ValueError(f"not an SGTIN+: its serial would have {length} characters")
    return "".join(map(str, nibbles)), _serial(bits, encoding, length)


def _serial(bits: _Bits, encoding: int, length: int) -> str:
    if encoding == 0:
        number = bits.take(math.ceil(length * math.log2(10)))
        if number >= 10**length:
            raise ValueError("not an SGTIN+: its serial has more digits than it says")
        return str(number).zfill(length)
    if encoding == 5:
        return _urn40(bits, length)
    if encoding not in _CHARACTER_BITS:
        raise ValueError(f"not an SGTIN+: no serial encoding {encoding}")
    codes = [bits.take(_CHARACTER_BITS[encoding]) for _ in range(length)]
    if encoding == 4:
        if any(not 0x21 <= code <= 0x7A for code in codes):
            raise ValueError("not an SGTIN+: its serial has a character that GS1 does not allow")
        return "".join(map(chr, codes))
    alphabet = {1: "0123456789abcdef", 2: "0123456789ABCDEF", 3: _BASE64URL}
    return "".join(alphabet[encoding][code] for code in codes)


def _urn40(bits: _Bits, length: int) -> str:
    text = ""
    for _ in range(math.ceil(length / 3)):
        block = bits.take(16) - 1
        codes = [block // 1600, block // 40 % 40, block % 40]
        if block < 0 or codes[0] >= 40:
            raise ValueError("not an SGTIN+: its serial has a block that URN Code 40 does not have")
        text += "".join(_URN40[code] for code in codes)
    serial = text[:length]
    if " " in serial or text[length:].strip():
        raise ValueError("not an SGTIN+: its serial is not as long as it says")
    return serial


class _Bits:
    def __init__(self, digits: str) -> None:
        self._value = int(digits, 16)
        self._left = len(digits) * 4

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise ValueError("not an SGTIN+: it ends too early")
        return (self._value >> self._left) & ((1 << count) - 1)
