"""The receipt as a letter: the document as an e-mail, in text and in simple HTML. Pure.

Owns what the letter looks like, and which address may be one. Sends nothing.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.hub.receipts.document import Document
from kiosk.hub.web.words import Words

WIDE = 58  # characters of the text's lines
LONGEST = 254
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{1,62}")

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


class NotAnAddressError(ValueError):
    """Nothing can be sent to this."""


def checked(address: str) -> str:
    """The address as mail servers take it. Raises `NotAnAddressError`.

    One plain address, so that nobody makes the shop write to many, or slips a header in.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotAnAddressError from error
    whole = f"{local}@{domain}"
    fits = len(local) <= 64 and len(whole) <= LONGEST
    if not (fits and LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)):
        raise NotAnAddressError
    return whole


def letter(
    document: Document, words: Words, *, sender: str, to: str, message_id: str
) -> EmailMessage:
    """`message_id` is the same whenever this letter is sent again, so that servers and mail
    programs can tell that it is the same one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(document.shop, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = words(
        "receipt.email_subject", number=document.number.split()[-1], shop=document.shop
    )
    message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = document.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(document, words))
    html = _pages.get_template("letter.html").render(receipt=document, words=words)
    message.add_alternative(html, subtype="html")
    return message


def _text(document: Document, words: Words) -> str:
    lines = [document.shop, *document.seller, "", document.heading]
    if document.voided:
        lines.append(document.voided)
    lines += [document.date, document.number, ""]
    for entry in document.entries:
        lines.append(_across(entry.title, entry.amount))
        lines += [f"  {note}" for note in entry.notes]
        if entry.list_amount:
            lines.append(f"  {words('receipt.instead_of', price=entry.list_amount)}")
    lines.append("-" * WIDE)
    lines += [_across(each.name, each.amount) for each in document.sums]
    lines += ["", *document.closing]
    lines += ["", f"{words('receipt.email_link')}:", document.address]
    lines += ["", words("receipt.email_why")]
    return "\n".join(lines) + "\n"


def _across(left: str, right: str) -> str:
    return f"{left:<{WIDE - len(right) - 1}} {right}".rstrip()
