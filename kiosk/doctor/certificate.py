"""What `kiosk doctor` tells of the hub's certificate; `kiosk.certificates` finds it out."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk import certificates
from kiosk.config import ConfigError, Settings
from kiosk.doctor.finding import Finding, Grade, well

OWN = ("127.0.0.1", "localhost", "::1")


def look(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Nothing for a hub that only its own machine reaches."""
    if settings.hub.tls is None:
        if settings.hub.host in OWN:
            return []
        return [
            Finding(
                Grade.NOTE,
                "PINs and keys go through the shop's network in the open.",
                "Set hub.tls in config.yaml; docs/security.md says how to make the files.",
            )
        ]
    try:
        found = certificates.examine(settings)
    except ConfigError as error:
        return [Finding(Grade.WRONG, str(error))]
    left = found.days_left(now or datetime.now(UTC))
    ends = f"{found.ends:%d %B %Y}"
    if left < certificates.SOON_DAYS:
        return [
            Finding(
                Grade.NOTE,
                f"The hub's certificate ends in {left:.0f} days, on {ends}.",
                "Make a new one now; docs/security.md has the commands. Then start the hub again.",
            )
        ]
    return [well(f"The hub's certificate is for {', '.join(found.names)}, until {ends}.")]
