"""Every way to break the books that the doctor of the ledger must find: one row each."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.hub.bookkeeping.checks.fault import HOUR_MS


@dataclass(frozen=True)
class Break:
    """`sql` breaks the rule `rule`, which then says `words`. `also` are rules that must notice,
    too. `later_ms` is how much later the doctor comes; `hub` whether one runs then."""

    rule: str
    words: str
    sql: str
    also: tuple[str, ...] = ()
    later_ms: int = 0
    hub: bool = True
    worth: bool = False


# The books: sale 1 is a shirt (20% off), a dress and two bags; its dress came back. Sale 2 is a
# scarf that was exchanged for another. Sale 3 was void on its day. Z-0001 closes these three.
# Sale 4 comes after it, and a payment at table 2 is under way for a dress.
BREAKS = (
    Break("sale lines", "A-000001 has no lines", "DELETE FROM sale_line WHERE sale_id = 1"),
    Break(
        "sale lines",
        "lines of €192.61, and its total is €192.60",
        "UPDATE sale_line SET price_minor = price_minor + 1 WHERE sale_id = 1 AND position = 2",
    ),
    Break(
        "sale lines",
        "says €15.00 of discount, and its lines have €15.80",
        "UPDATE sale SET discount_minor = 1500 WHERE id = 1",
    ),
    Break(
        "sale and payment",
        "A-000004 of €79.00 has no payment",
        "DELETE FROM attempt WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "stands, and its payment",
        "UPDATE attempt SET status = 'declined' WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "was paid by desk in EUR, and its payment says card in EUR",
        "UPDATE sale SET tender = 'desk' WHERE id = 1",
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment asked for €78.00",
        "UPDATE attempt SET amount_minor = 7800 WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
        also=("frozen basket",),
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment brought €40.00",
        "UPDATE attempt SET approved_minor = 4000 WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "sale and payment",
        "is of €79.00, and its payment brought nothing",
        "UPDATE attempt SET approved_minor = NULL WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "payment and sale",
        "took €79.00 (reference ref-",
        "DELETE FROM sale WHERE id = 4",
    ),
    Break(
        "frozen basket",
        "froze a basket of €0.00, and asked for €79.00",
        "UPDATE attempt SET lines = '[]' WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "tax",
        "says €14.78 of tax; 23% rounded by total is €14.77",
        "UPDATE sale SET tax_minor = tax_minor + 1 WHERE id = 4",
    ),
    Break(
        "tax",
        "says €14.77 of tax, and its lines €1.00",
        "UPDATE sale_line SET tax_minor = 100 WHERE sale_id = 4",
    ),
    Break(
        "payments under way",
        "has been under way for 60 minutes",
        "UPDATE attempt SET reason = '' WHERE status = 'live'",
        later_ms=HOUR_MS,
    ),
    Break(
        "payments under way",
        "under way for 1 minutes, and no hub runs that could ask about it",
        "UPDATE attempt SET reason = '' WHERE status = 'live'",
        later_ms=60_000,
        hub=False,
    ),
    Break(
        "captured",
        "A-000004 was sold 0 hours ago, and its €79.00 are not captured yet",
        "UPDATE attempt SET captured_ms = NULL WHERE key = (SELECT attempt_key FROM sale"
        " WHERE id = 4)",
    ),
    Break(
        "captured",
        "A-000004 stands, and its payment of €79.00 was given back",
        "UPDATE attempt SET voided_ms = 1 WHERE key = (SELECT attempt_key FROM sale WHERE id = 4)",
    ),
    Break(
        "nothing kept",
        "is cancelled, and holds the shopper's money: €129.00 (reference ref-live)",
        "UPDATE attempt SET status = 'cancelled', approved_minor = 12900 WHERE status = 'live'",
        also=("claims",),
    ),
    Break(
        "nothing kept",
        "is declined, and was captured: €129.00",
        "UPDATE attempt SET status = 'declined', approved_minor = 12900, captured_ms = 1"
        " WHERE status = 'live'",
    ),
    Break(
        "claims",
        "is held by the payment",
        "UPDATE attempt SET status = 'cancelled' WHERE status = 'live'",
    ),
    Break(
        "held pieces",
        "and not held for it",
        "DELETE FROM claim",
    ),
    Break(
        "sold pieces",
        "A-000004 has Linen shirt (epc:30",
        "DELETE FROM sold WHERE sale_id = 4",
        also=("stock",),
    ),
    Break(
        "sold pieces",
        "is sold by A-000001, which has no such line that stands",
        "UPDATE sold SET sale_id = 1 WHERE sale_id = 4",
    ),
    Break(
        "sold pieces",
        "is sold by A-000001, which has no such line that stands",
        "INSERT INTO sold (tag, sale_id) SELECT item, 1 FROM sale_line WHERE sale_id = 1"
        " AND position = 2",
        also=("stock",),
    ),
    Break(
        "stock",
        "is sold by A-000004, and its piece is in stock",
        "UPDATE item SET status = 'in_stock' WHERE tag_kind || ':' || tag_value ="
        " (SELECT tag FROM sold WHERE sale_id = 4)",
    ),
    Break(
        "stock",
        "is called sold, and no sale has it",
        "UPDATE item SET status = 'sold' WHERE status = 'in_stock'",
    ),
    Break(
        "returns",
        "has line 9 given back, and has no such line",
        "INSERT INTO sale_return_line (sale_id, position, return_id) VALUES (1, 9, 1)",
    ),
    Break(
        "returns",
        "has a line in return 1, which is another sale's",
        "INSERT INTO sale_return_line (sale_id, position, return_id) VALUES (4, 1, 1)",
        also=("sold pieces",),
    ),
    Break(
        "returns",
        "A-000001 has return 1 without any line",
        "DELETE FROM sale_return_line WHERE return_id = 1",
    ),
    Break(
        "refunds",
        "gives €129.01 back in return 1 for lines of €129.00",
        "UPDATE sale_return SET refund_minor = 12901 WHERE id = 1",
        also=("totals of days",),
    ),
    Break(
        "refunds",
        "A-000001 gives €200.00 back, and was paid €192.60",
        "UPDATE sale_return SET refund_minor = 20000 WHERE id = 1",
    ),
    Break(
        "refunds",
        "gives €50.00 back in return 3 for lines of €79.00",
        "UPDATE sale_return SET refund_minor = 5000 WHERE id = 3",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1: the terminal refused it",
        "UPDATE sale_return SET refund_status = 'failed' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1, and nobody is giving it back",
        "UPDATE sale_return SET refund_status = 'waiting' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1, and nothing says that it is given back",
        "UPDATE sale_return SET refund_status = 'none' WHERE id = 1",
    ),
    Break(
        "refunds arrive",
        "owes €129.00 of return 1 for over an hour. The terminal sleeps",
        "UPDATE sale_return SET refund_status = 'waiting' WHERE id = 1;"
        " INSERT INTO outbox (topic, key, body, made_ms, tries, due_ms, problem) VALUES"
        " ('refund', 'refund:1', '{}', 1, 9, 1, 'The terminal sleeps')",
        also=("outbox",),
        later_ms=2 * HOUR_MS,
    ),
    Break(
        "voids", "A-000003 has a void, and stands", "UPDATE sale SET voided_ms = NULL WHERE id = 3"
    ),
    Break(
        "voids",
        "A-000004 is void, and nothing says who did it",
        "UPDATE sale SET voided_ms = 1 WHERE id = 4",
    ),
    Break(
        "voids",
        "A-000003 is void, and Linen shirt of it did not come back",
        "DELETE FROM sale_return_line WHERE sale_id = 3",
    ),
    Break(
        "exchanges",
        "gave Wool scarf out in exchange for what did not come back",
        "UPDATE sale_return SET kind = 'return' WHERE id = 2",
        also=("audit", "refunds"),
    ),
    Break(
        "exchanges",
        "gave Wool scarf out in exchange for a piece of another price",
        "UPDATE sale_line SET price_minor = 1 WHERE exchange_of IS NOT NULL",
    ),
    Break(
        "exchanges",
        "has exchange 2, and nothing was given out for it",
        "DELETE FROM sale_line WHERE exchange_of IS NOT NULL",
        also=("sold pieces",),
    ),
    Break(
        "audit",
        "A-000001 has return 1 by Ana, and the audit log has not",
        "DELETE FROM audit WHERE action = 'sale.return'",
    ),
    Break("receipts", "A-000004 has no receipt", "DELETE FROM receipt WHERE sale_id = 4"),
    Break(
        "jobs",
        "A-000004 has no job 'gate' in the outbox",
        "DELETE FROM outbox WHERE key = 'gate:4'",
    ),
    Break(
        "outbox",
        "gate:4 waits for 0 minutes, after 7 tries: The gate is away",
        "UPDATE outbox SET done_ms = NULL, tries = 7, problem = 'The gate is away'"
        " WHERE key = 'gate:4'",
    ),
    Break(
        "outbox",
        "gate:4 waits for 120 minutes, after 0 tries",
        "UPDATE outbox SET done_ms = NULL WHERE key = 'gate:4'",
        later_ms=2 * HOUR_MS,
    ),
    Break(
        "outbox",
        "gate:4 was given up: No such address",
        "UPDATE outbox SET problem = 'No such address' WHERE key = 'gate:4'",
        worth=True,
    ),
    Break(
        "personal data",
        "receipt_email:4:1 is done, and keeps the address it went to",
        "INSERT INTO outbox (topic, key, body, made_ms, done_ms, tries, due_ms, problem) VALUES"
        " ('receipt_email', 'receipt_email:4:1', '{\"address\": \"a@b.de\"}', 1, 1, 0, 1, '')",
    ),
    Break(
        "closed days",
        "Z-0002 follows nothing",
        "UPDATE day_close SET id = 2",
    ),
    Break(
        "closed days",
        "Z-0003 follows Z-0001",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 3, until_ms + 1,"
        " closed_ms, by_user, totals FROM day_close",
        also=("totals of days",),
    ),
    Break(
        "closed days",
        "Z-0002 is earlier than Z-0001",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 2, until_ms - 1,"
        " closed_ms, by_user, totals FROM day_close",
    ),
    Break(
        "closed days",
        "Z-0002 ends before it begins",
        "INSERT INTO day_close (id, until_ms, closed_ms, by_user, totals) SELECT 2, until_ms + 1,"
        ' closed_ms, by_user, \'{"last_sale": 1, "last_return": 1}\' FROM day_close',
    ),
    Break(
        "totals of days",
        "Z-0001 says gross 31060 EUR, and the books 31160",
        "UPDATE sale SET total_minor = total_minor + 100 WHERE id = 2",
        also=("sale lines", "sale and payment"),
    ),
    Break(
        "totals of days",
        "Z-0001 says refund 20800 EUR, and the books 20700",
        "UPDATE sale_return SET refund_minor = refund_minor - 100 WHERE id = 1",
    ),
    Break(
        "totals of days",
        "Z-0001 holds A-000003, which was sold after it",
        "UPDATE sale SET sold_ms = 99999999999999 WHERE id = 3",
    ),
    Break(
        "numbers",
        "receipt A-000004 to A-000008 is missing",
        "UPDATE sale SET id = 9 WHERE id = 4",
        also=("sale lines", "receipts", "jobs"),
    ),
    Break(
        "numbers",
        "return 3 to 6 is missing",
        "UPDATE sale_return SET id = 7 WHERE id = 3",
    ),
    Break(
        "terminals",
        "ref-9 was charged €5.00, and the ledger does not know it",
        "INSERT INTO finding (key, kind, subject, source, words, found_ms) VALUES ('k', 'unknown',"
        " 'ref-9', 'terminal 1', 'was charged €5.00, and the ledger does not know it', 1)",
    ),
)
