"""What staff's page on the mirror says, in the shop's own language whatever the shopper's is.

Owns these sentences, in English.
"""

from __future__ import annotations

from kiosk.mirror.screen.spoken import Spoken


class ServiceWords(Spoken):
    # --- the PIN ------------------------------------------------------------------------------

    @property
    def for_staff(self) -> str:
        return self.tr("For staff")

    @property
    def your_pin(self) -> str:
        return self.tr("Your PIN, then Enter", "Enter is the key")

    @property
    def moment(self) -> str:
        return self.tr("One moment")

    @property
    def wrong_pin(self) -> str:
        return self.tr("This PIN is not right. Try again.")

    @property
    def too_many_pins(self) -> str:
        return self.tr("Too many wrong PINs. Wait a little.")

    @property
    def no_pin_here(self) -> str:
        return self.tr("The hub is away, and this mirror has no PIN of its own.")

    @property
    def keys(self) -> tuple[str, ...]:
        """The pad from its upper left, as a screen reader says it; the two words are read, too."""
        return (
            self.tr("One", "a key"),
            self.tr("Two", "a key"),
            self.tr("Three", "a key"),
            self.tr("Four", "a key"),
            self.tr("Five", "a key"),
            self.tr("Six", "a key"),
            self.tr("Seven", "a key"),
            self.tr("Eight", "a key"),
            self.tr("Nine", "a key"),
            self.tr("Erase", "a key"),
            self.tr("Zero", "a key"),
            self.tr("Enter", "a key"),
        )

    def digits_typed(self, count: int) -> str:
        """What a screen reader says of the PIN typed so far."""
        return self.tr("Digits typed: {count}").format(count=count)

    # --- how this mirror is -------------------------------------------------------------------

    def opened_by(self, who: str) -> str:
        return (
            self.tr("Opened by {who}").format(who=who) if who else self.tr("Opened without the hub")
        )

    @property
    def reader(self) -> str:
        return self.tr("Reader")

    def reader_is(self, well: bool | None, heard_s: float | None) -> str:
        states = {
            None: self.tr("starting", "a reader"),
            True: self.tr("connected"),
            False: self.tr("not connected"),
        }
        if heard_s is None:
            heard = self.tr("nothing heard yet", "by a reader")
        else:
            heard = self.tr("last heard {ago}", "by a reader").format(ago=self.ago(heard_s))
        return self.tr("{state}, {heard}").format(state=states[well], heard=heard)

    @property
    def hub(self) -> str:
        return self.tr("Hub")

    def hub_is(self, near: bool) -> str:
        return self.tr("connected") if near else self.tr("away", "the hub")

    @property
    def catalog(self) -> str:
        return self.tr("Shop data changed")

    @property
    def version(self) -> str:
        return self.tr("Version")

    @property
    def disk(self) -> str:
        return self.tr("Disk")

    def full(self, percent: int) -> str:
        return self.tr("{percent} % full").format(percent=percent)

    @property
    def screen(self) -> str:
        return self.tr("Screen")

    @property
    def screen_stays_on(self) -> str:
        return self.tr("does not go off and on", "the screen")

    @property
    def temperature(self) -> str:
        return self.tr("Temperature")

    @property
    def not_known(self) -> str:
        return self.tr("not known")

    def ago(self, seconds: float) -> str:
        """How long since, as one reads it at a glance."""
        if seconds < 2:
            return self.tr("now")
        if seconds >= 86_400:
            return self.tr("{count} d ago", "days").format(count=f"{seconds // 86_400:.0f}")
        if seconds >= 3600:
            return self.tr("{count} h ago", "hours").format(count=f"{seconds // 3600:.0f}")
        if seconds >= 60:
            return self.tr("{count} min ago", "minutes").format(count=f"{seconds // 60:.0f}")
        return self.tr("{count} s ago", "seconds").format(count=f"{seconds:.0f}")

    # --- what can be done ---------------------------------------------------------------------

    def brightness(self, percent: int) -> str:
        return self.tr("Brightness {percent} %").format(percent=percent)

    @property
    def darker(self) -> str:
        return self.tr("Darker")

    @property
    def brighter(self) -> str:
        return self.tr("Brighter")

    @property
    def close(self) -> str:
        return self.tr("Close", "staff's page")

    @property
    def restart_mirror(self) -> str:
        return self.tr("Restart the mirror")

    @property
    def restart_device(self) -> str:
        return self.tr("Restart the device")

    @property
    def leave_fullscreen(self) -> str:
        return self.tr("Leave fullscreen")
