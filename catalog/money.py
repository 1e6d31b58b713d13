"""Money: integer minor units with a currency (ISO 4217). Owns arithmetic and words; no rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import lru_cache

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision

MOST_DIGITS = 25
"""More digits than any amount of money has; "1e999999999" would fill the memory."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents, pence, yen) of one currency.

    Sums of different currencies are a bug and raise `ValueError`.
    """

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def text(self, locale: str = "en") -> str:
        """As a shop writes it: "€129.00", "129,00 €"."""
        return format_currency(
            Decimal(self.minor).scaleb(-digits(self.currency)),
            self.currency,
            locale=locale_of(locale),
        )

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """From a plain decimal number ("42.99"). Raises `ValueError` that says what is wrong."""
        try:
            amount = Decimal(text.strip())
            minor = amount.scaleb(digits(currency))
        except DecimalException:
            raise ValueError(f"{text!r} is not an amount of money") from None
        if not minor.is_finite() or minor.adjusted() > MOST_DIGITS:
            raise ValueError(f"{text!r} is not an amount of money")
        if minor != minor.to_integral_value():
            raise ValueError(f"{text!r} has more decimals than {currency} has")
        return cls(int(minor), currency)


@lru_cache
def digits(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY."""
    return int(get_currency_precision(currency))


@lru_cache
def locale_of(name: str) -> Locale:
    """The locale of a name as the config or a browser writes it: "en-IE", "de_DE"."""
    return Locale.parse(name, sep="-" if "-" in name else "_")
