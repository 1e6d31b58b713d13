"""Discount codes and price rules: what a shopper pays for the pieces that lie together.

`rule` says what an offer is, `prices` what it comes to for a basket (pure), `choosing` which of the
offers that exclude each other serve the shopper best, `wording` says an offer in a sentence, `rows`
keeps offers in the database and `files` reads them from a file.
"""

from catalog.pricing.prices import Applied, Piece, Price, Prices, price
from catalog.pricing.rule import RefusedCode, Rule, RuleError, RuleKind, Scope, normal_code

__all__ = [
    "Applied",
    "Piece",
    "Price",
    "Prices",
    "RefusedCode",
    "Rule",
    "RuleError",
    "RuleKind",
    "Scope",
    "normal_code",
    "price",
]
