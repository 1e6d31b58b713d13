"""What the mirror says of the shopper's phone, and of what it knows. Owns these sentences."""

from __future__ import annotations

from kiosk.mirror.screen.spoken import Spoken, whole_end


class PhoneWords(Spoken):
    # --- on your phone --------------------------------------------------------------------------

    @property
    def scan(self) -> str:
        return self.tr("Open the camera of your phone and point it here.", "beside a QR code")

    @property
    def scan_more(self) -> str:
        return self.tr(
            "Everything here, your list to keep, and this mirror in your hand. No app, no account."
        )

    @property
    def privacy(self) -> str:
        """Leads from the code to what the mirror knows."""
        return self.tr("Your privacy")

    @property
    def phone_not_now(self) -> str:
        return self.tr("Not ready just now. Please ask a colleague.", "in place of a QR code")

    def phones(self, count: int) -> str:
        """ "" for none."""
        return self.tr("%n phone(s) connected", "", count) if count else ""

    # --- what this mirror knows -----------------------------------------------------------------

    @property
    def knows_intro(self) -> str:
        return whole_end(self.tr("No name, no account, no camera. Only this visit:"))

    def knows_garments(self, count: int) -> str:
        return self.tr("%n piece(s) in this room", "what the mirror knows", count)

    def knows_before(self, count: int) -> str:
        return self.tr("%n piece(s) that hung here before", "what the mirror knows", count)

    def knows_handed(self, count: int) -> str:
        return self.tr("%n piece(s) handed back", "what the mirror knows", count)

    def knows_sizes(self, sizes: str) -> str:
        return self.tr("Your size: {sizes}", "what the mirror knows").format(sizes=sizes)

    def knows_asked(self, count: int) -> str:
        return self.tr("%n thing(s) asked for", "what the mirror knows", count)

    def knows_held(self, count: int) -> str:
        return self.tr("%n piece(s) set aside for you", "what the mirror knows", count)

    def knows_missing(self, count: int) -> str:
        return self.tr("%n piece(s) not to be found today", "what the mirror knows", count)

    @property
    def knows_paying(self) -> str:
        return self.tr("Sent to the checkout", "what the mirror knows")

    @property
    def knows_rating(self) -> str:
        return self.tr("Your rating", "what the mirror knows")

    @property
    def knows_manners(self) -> str:
        return self.tr("Language, text and light", "what the mirror knows")

    @property
    def knows_end(self) -> str:
        return self.tr(
            "Forgotten soon after the room is empty. "
            "What was tried on, asked for and rated is counted, without a name."
        )

    @property
    def forget(self) -> str:
        return self.tr("Forget now", "ends the visit")

    @property
    def forget_more(self) -> str:
        said = self.tr("Ends the visit here and on every phone, and calls off what you asked for.")
        return whole_end(said)
