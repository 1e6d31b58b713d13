"""The mirror's duty, put together from the settings.

Owns what it is made of and how it reaches the hub. `keeper.py` does the work.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from hardware.device import DeviceState, Health, open_device
from hardware.screen.drivers import PlainScreen
from hardware.screen.screen import FAULTY, Screen
from kiosk.config import Settings
from kiosk.config_sections import Language
from kiosk.mirror.duty import facts, local_pin
from kiosk.mirror.duty.keeper import Duty
from kiosk.mirror.duty.sleep import Hours, Sleep
from kiosk.mirror.window.duty_view import DutyView
from kiosk.mirror.window.languages import RIGHT_TO_LEFT, Languages

if TYPE_CHECKING:
    from kiosk.mirror.hub_link import Hub

log = logging.getLogger(__name__)

PIN_STAYS_S = 3.0  # sent in time for its answer, or never


def open_duty(settings: Settings, room: str, view: DutyView, *, kiosk: bool) -> Duty:
    """`kiosk` is a mirror that has the whole screen: only that one may switch it off."""
    section = settings.mirror
    automatic = section.screen.driver == "auto" and not kiosk
    screen = open_screen({"driver": "none"} if automatic else section.screen.settings())
    languages = Languages(settings.shop.locale, get_args(Language))
    duty = Duty(
        view,
        screen,
        room=settings.rooms[room].name,
        sleep=Sleep(section.sleep_after_s, Hours.parse(section.hours)),
        data_dir=settings.data_dir,
        pin_file=local_pin.file_of(settings.keys_dir),
        version=version("hangtag"),
        # Elsewhere the screen is not switched off, and a finger reaches the window.
        hears_glass=kiosk,
        words=lambda: languages.words(languages.own),
        right_to_left=languages.own in RIGHT_TO_LEFT,
    )
    duty.set_kiosk(kiosk)
    duty.deeds.catalog_s = lambda: facts.youngest_s(catalog_files(settings, room), time.time())
    return duty


def open_screen(settings: Mapping[str, Any]) -> Screen:
    """What `mirror.screen` names; where that cannot be used one that is never switched, and says
    why: a mirror without its switch is still a mirror on duty."""
    try:
        screen: Screen = open_device("screen", settings)
    except OSError as error:
        log.error("config.yaml: mirror.screen: %s", error)
        return PlainScreen(Health(DeviceState.FAULTY, FAULTY, str(error)))
    return screen


def join_hub(duty: Duty, hub: Hub, room: str) -> None:
    """Has the hub compare PINs and told who came in; its other replies go on to who had them."""
    path = f"/api/rooms/{room}/service"

    def ask(key: str, pin: str) -> None:
        # Not kept: a PIN is never written down.
        hub.post(path, {"id": key, "pin": pin}, stays_s=PIN_STAYS_S, kept=False)

    def tell(key: str) -> None:
        hub.post(f"{path}/opened", {"id": key, "at_ms": time.time_ns() // 1_000_000})

    before: Callable[[str, dict[str, Any], int, dict[str, Any]], None] | None = hub.on_reply

    def replied(to: str, body: dict[str, Any], status: int, reply: dict[str, Any]) -> None:
        if to == path:
            duty.answered(str(body.get("id", "")), status, reply)
        elif before is not None and not to.startswith(path):
            before(to, body, status, reply)

    hub.on_reply = replied
    duty.deeds.ask_hub = ask
    duty.deeds.tell_hub = tell


def catalog_files(settings: Settings, room: str) -> list[Path]:
    """What changes on this machine when the catalog of this room's mirror does: the hub's database,
    or what the mirror keeps of its own copy."""
    if settings.own_catalog:
        from kiosk.local_catalog.local import folder_of
        from kiosk.local_catalog.shelf import CURRENT, STOCK

        folder = folder_of(settings, f"mirror-{room}")
        return [folder / CURRENT, folder / STOCK]
    from catalog.database import parse_url  # by now the first frame is long drawn

    url = parse_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return []
    return [Path(url.database), Path(f"{url.database}-wal")]
