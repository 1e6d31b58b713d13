"""The light of a fitting room: lamps, and the screen's own backlight."""
