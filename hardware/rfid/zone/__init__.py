"""Presence: from single reads to "this tag is here", for one read zone.

`ReadZone` is the whole of it; `ZoneProfile` says how sure it must be. Pure: no clock, no I/O, no
reader; the same reads give the same presence, in one update or in many.
"""

from hardware.rfid.zone.presence import Doubt, Near, NearReason, Presence, ZoneChange
from hardware.rfid.zone.profile import ZoneProfile
from hardware.rfid.zone.read_zone import ReadZone

__all__ = ["Doubt", "Near", "NearReason", "Presence", "ReadZone", "ZoneChange", "ZoneProfile"]
