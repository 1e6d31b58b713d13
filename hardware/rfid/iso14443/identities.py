"""Who the cards before a reader are: by what is written on them, else by their serial number.

Owns what is remembered of each card from one listing to the next, so that its memory is read once
for each arrival and so that one card is never two. Does no I/O: whoever lists cards hands in how
a page is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.rfid.iso14443 import ndef
from hardware.rfid.reader import TagId, TagKind

READ_OCTETS = 16  # that a Type 2 tag sends at once: four pages
READ_TRIES = 8  # of one page in vain, before a card is taken by its serial number
FORGET_S = 3.0  # whoever was away for so long arrives anew: it may have been written on
MADE_UP = 0x08  # begins a serial number that a telephone or a bank card makes up at each listing

ReadPages = Callable[[int], bytes | None]


@dataclass(slots=True)
class _Known:
    identity: TagId | None = None
    memory: bytes = b""  # from page 0 on, as far as it was read
    tries: int = 0  # since it last gave a page
    at: float = 0.0


class Identities:
    """The cards of one reader. `reads_ndef=False` takes each by its serial number.

    `tries_at_once`: how often a page is asked for before the card is left for its next listing;
    1 where a card that did not answer is not selected any more.
    """

    def __init__(self, *, reads_ndef: bool = True, tries_at_once: int = 1) -> None:
        self._reads_ndef = reads_ndef
        self._tries_at_once = tries_at_once
        self._known: dict[bytes, _Known] = {}

    def of(self, uid: bytes, *, type_2: bool, read: ReadPages, at: float) -> TagId | None:
        """Who a card is that was listed at `at` and is selected now.

        None while that is not known, and for a card without an identity. `read` gives the 16
        bytes from a page on, or None when the card does not.
        """
        if len(uid) == 4 and uid[0] == MADE_UP:
            return None
        card = self._known.setdefault(uid, _Known())
        card.at = at
        if card.identity is None:
            if type_2 and self._reads_ndef:
                card.identity = self._read(uid, card, read)
            else:
                card.identity = _serial(uid)
        return card.identity

    def forget(self, now: float) -> None:
        """Lets go of those who have left."""
        for uid in [uid for uid, card in self._known.items() if now - card.at > FORGET_S]:
            del self._known[uid]

    def _read(self, uid: bytes, card: _Known, read: ReadPages) -> TagId | None:
        # Serial number and locks, in the pages before, say nothing.
        card.memory = card.memory or bytes((ndef.FIRST_PAGE - 1) * ndef.PAGE)
        while ndef.wanted(card.memory) > len(card.memory):
            octets = read(len(card.memory) // ndef.PAGE)
            if octets is not None and len(octets) == READ_OCTETS:
                card.memory += octets
                card.tries = 0
                continue
            # To take it by its number now and by its writing later would make two of it.
            card.tries += 1
            if card.tries >= READ_TRIES:
                return _serial(uid)
            if card.tries % self._tries_at_once == 0:
                return None
        written = ndef.identity(card.memory)
        return _serial(uid) if written is None or self._is_taken(written) else written

    def _is_taken(self, written: TagId) -> bool:
        """Whether another card here says the same of itself: a link to the brand is on all of its
        garments, and two of them must not count as one."""
        return any(card.identity == written for card in self._known.values())


def _serial(uid: bytes) -> TagId:
    return TagId(TagKind.UID, uid.hex().upper())
