"""Where a program's read zone is recorded, after config.yaml.

Owns the way from a place's name to its flight recorder. What is recorded, and how, is hardware's.
"""

from __future__ import annotations

from hardware.rfid.recording.recorder import FlightRecorder, RecordedZone
from hardware.rfid.zone import ReadZone, ZoneProfile
from kiosk import __version__
from kiosk.config import Settings
from kiosk.zone_watch import Zone


def open_recorder(settings: Settings, place: str, *, program: str) -> FlightRecorder | None:
    """The recorder of a place, such as room-1; None where nothing is to be recorded."""
    if not settings.recorder.minutes:
        return None
    recorder = FlightRecorder(
        settings.recorder_dir / place,
        place=place,
        program=program,
        version=__version__,
        minutes=settings.recorder.minutes,
        megabytes=settings.recorder.megabytes,
    )
    recorder.open()
    return recorder


def zone_of(profile: ZoneProfile, recorder: FlightRecorder | None) -> Zone:
    """A read zone, recorded if there is a recorder."""
    return ReadZone(profile) if recorder is None else RecordedZone(profile, recorder)
