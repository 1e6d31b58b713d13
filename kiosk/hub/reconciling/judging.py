"""What the terminals' books and the ledger say of each other. Pure: no clock, no I/O.

A payment that is under way is no finding: its table asks about it. Owns which difference is one,
its words for staff, and what the hub mends by itself: an approval of an attempt that is over is
given back, and what was prepared and never performed is called off.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from catalog.money import Money
from hardware.payment_terminal.terminal import Approved, Payment, Pending

CAPTURED_WITHIN = timedelta(hours=6)  # an approval that is older and not taken is lost in days


REFUNDED_WITHIN = timedelta(hours=1)  # money on its way back is in one book before the other


class FindingKind(StrEnum):
    MONEY_WITHOUT_SALE = "money_without_sale"
    SALE_WITHOUT_MONEY = "sale_without_money"
    WRONG_AMOUNT = "wrong_amount"
    NOT_CAPTURED = "not_captured"
    WRONG_REFUND = "wrong_refund"
    NO_TERMINAL = "no_terminal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree. `subject` is the attempt's key, or the terminal's reference
    where the ledger has no attempt. One kind is found once for a subject."""

    kind: FindingKind
    subject: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Known:
    """An attempt as the ledger knows it. `sale` is the receipt's number, "" if it came to none.

    `refunded_minor` has surely gone back; `refunding_minor` may have, as far as the ledger knows.
    `returned_at` is when something was last to go back. `kept` says that the terminal has refused
    to give back what it holds for an attempt that is over.
    """

    key: str
    reference: str
    live: bool
    amount: Money
    ended_at: datetime | None = None
    sale: str = ""
    sale_voided: bool = False
    refunded_minor: int = 0
    refunding_minor: int = 0
    returned_at: datetime | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`give_back` are payments of attempts that are over, `call_off` ones that never began, `take`
    ones that are sold and were not captured when they should have been."""

    findings: tuple[Finding, ...] = ()
    give_back: tuple[Payment, ...] = ()
    call_off: tuple[Payment, ...] = ()
    take: tuple[Payment, ...] = ()


def judge(
    payments: Sequence[Payment],
    known: Mapping[str, Known],
    sales: Collection[str],
    asked_at: datetime,
    locale: str = "en",
) -> Verdict:
    """`payments` is one terminal's book, read at `asked_at`; `known` the ledger, read after that,
    by key; `sales` the keys of the sales that this book must have."""
    findings: list[Finding] = []
    give_back: list[Payment] = []
    call_off: list[Payment] = []
    take: list[Payment] = []
    for payment in payments:
        attempt = known.get(payment.key)
        if attempt is not None and (attempt.live or _after(attempt, asked_at)):
            continue  # the book was read before it ended
        if attempt is not None and attempt.sale:
            found = _of_sale(payment, attempt, asked_at, locale)
            findings += found
            if any(each.kind is FindingKind.NOT_CAPTURED for each in found):
                take.append(payment)
        elif _held(payment) > 0:
            findings.append(_without_sale(payment, attempt, locale))
            if attempt is not None:
                give_back.append(payment)
        elif isinstance(payment.outcome, Pending) and attempt is not None:
            call_off.append(payment)
    there = {payment.key for payment in payments}
    for key in sorted(set(sales) - there):
        attempt = known[key]
        if not attempt.sale_voided and not _after(attempt, asked_at):
            findings.append(_without_money(attempt, "does not know it", locale))
    return Verdict(tuple(findings), tuple(give_back), tuple(call_off), tuple(take))


def _after(attempt: Known, asked_at: datetime) -> bool:
    return attempt.ended_at is not None and attempt.ended_at >= asked_at


def _of_sale(payment: Payment, sale: Known, asked_at: datetime, locale: str) -> list[Finding]:
    if sale.sale_voided:
        gone = payment.voided or _held(payment) == 0 or sale.refunding_minor >= _held(payment)
        return [] if gone else [_wrong_refund(payment, sale, locale)]
    if not isinstance(payment.outcome, Approved) or payment.voided:
        said = "has given it back" if payment.voided else "did not charge it"
        return [_without_money(sale, said, locale)]
    approved = _approved(payment)
    if (approved, payment.currency) != (sale.amount.minor, sale.amount.currency):
        words = (
            f"Sale {sale.sale} is {sale.amount.text(locale)}, and the terminal took "
            f"{Money(approved, payment.currency).text(locale)} for it ({payment.reference})."
        )
        return [Finding(FindingKind.WRONG_AMOUNT, sale.key, words)]
    if sale.returned_at is not None and asked_at - sale.returned_at < REFUNDED_WITHIN:
        return []
    least, most = sale.refunded_minor, sale.refunded_minor + sale.refunding_minor
    if not least <= payment.refunded_minor <= most:
        return [_wrong_refund(payment, sale, locale)]
    old = sale.ended_at is not None and asked_at - sale.ended_at > CAPTURED_WITHIN
    if old and not payment.captured:
        words = (
            f"The money of sale {sale.sale}, {sale.amount.text(locale)}, is approved and not "
            f"taken yet ({payment.reference})."
        )
        return [Finding(FindingKind.NOT_CAPTURED, sale.key, words)]
    return []


def _approved(payment: Payment) -> int:
    if not isinstance(payment.outcome, Approved):
        return 0
    minor = payment.outcome.amount_minor
    return payment.amount_minor if minor is None else minor


def _held(payment: Payment) -> int:
    """What the shop still has of it."""
    return 0 if payment.voided else _approved(payment) - payment.refunded_minor


def _without_sale(payment: Payment, attempt: Known | None, locale: str) -> Finding:
    held = Money(_held(payment), payment.currency).text(locale)
    if attempt is None:
        words = f"The terminal took {held} that the hub knows nothing of ({payment.reference})."
        return Finding(FindingKind.MONEY_WITHOUT_SALE, payment.reference, words)
    words = (
        f"The terminal took {held} for a payment that was closed as not charged "
        f"({payment.reference}). "
    )
    words += "It must be given back by hand." if attempt.kept else "It is being given back."
    return Finding(FindingKind.MONEY_WITHOUT_SALE, attempt.key, words)


def _without_money(sale: Known, said: str, locale: str) -> Finding:
    words = (
        f"Sale {sale.sale} of {sale.amount.text(locale)} has no payment: the terminal {said} "
        f"({sale.reference})."
    )
    return Finding(FindingKind.SALE_WITHOUT_MONEY, sale.key, words)


def _wrong_refund(payment: Payment, sale: Known, locale: str) -> Finding:
    def text(minor: int) -> str:
        return Money(minor, payment.currency).text(locale)

    owed = sale.amount.minor if sale.sale_voided else sale.refunded_minor
    words = (
        f"Of sale {sale.sale} {text(owed)} should have gone back, and the terminal gave "
        f"{text(payment.refunded_minor)} ({payment.reference})."
    )
    return Finding(FindingKind.WRONG_REFUND, sale.key, words)
