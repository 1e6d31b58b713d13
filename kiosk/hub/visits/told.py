"""A room's visit as its mirror tells it: frozen values, held in memory and nowhere else.

Owns the words between mirror, hub and phone. Decides nothing and reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.rfid.reader import TagId


@dataclass(frozen=True, slots=True)
class Hanging:
    """A piece that hangs in the room. `tag` is the mirror's own name of it."""

    tag: str
    variant_id: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is offered, as a kind that pages have words for, and what it is about."""

    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Offered:
    variant_id: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of this visit, as the mirror knows it."""

    id: str
    kind: str
    variant_id: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Told:
    """One visit, whole. `key` names it, `token` is the secret of its phone page. `missing` are
    variants that could not be found, `held` counts the pieces that lie aside, `sent` are the tags
    that wait at the checkout."""

    key: str
    token: str
    language: str = ""
    large_text: bool = False
    garments: tuple[Hanging, ...] = ()
    focus: int | None = None
    offers: tuple[Offered, ...] = ()
    asked: tuple[Asked, ...] = ()
    missing: tuple[int, ...] = ()
    held: int = 0
    sent: tuple[TagId, ...] = ()
    rated: bool = False
    since_ms: int = 0

    @property
    def variants(self) -> tuple[int, ...]:
        """Every variant that is spoken of, each once."""
        spoken = [garment.variant_id for garment in self.garments]
        spoken += [offer.variant_id for offer in self.offers]
        spoken += [asked.variant_id for asked in self.asked if asked.variant_id is not None]
        spoken += [self.focus] if self.focus is not None else []
        return tuple(dict.fromkeys(spoken))
