"""`kiosk mirror`: the composition root of one fitting room's mirror.

Owns the order of start and end. First the window, then (behind the first frame) the reader, the
catalog and the hub, each with its own threads. `Mirror` is the one place where their events meet:
in the GUI thread, one after the other.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6

from kiosk import theme
from kiosk.config import ConfigError, Settings
from kiosk.mirror import heap
from kiosk.mirror.mirror import Mirror
from kiosk.mirror.visit.manners import Manners
from kiosk.mirror.visit.scenes import lighting_of
from kiosk.mirror.visit.visit import FittingVisit
from kiosk.mirror.window.display import Display, application, choose_platform, ending_on_signals
from kiosk.mirror.window.languages import Languages
from kiosk.mirror.window.rasters import Rasters
from kiosk.mirror.window.view_model import MirrorViewModel

if TYPE_CHECKING:
    from catalog.pictures import PictureStore
    from hardware.rfid.reader import RfidReader
    from hardware.rfid.zone import ZoneChange
    from kiosk.local_catalog.local import LocalCatalog
    from kiosk.mirror.duty.watch import Watch
    from kiosk.mirror.hub_link import Hub
    from kiosk.mirror.room.ambience import Ambience
    from kiosk.mirror.room.room_watch import RoomWatch
    from kiosk.mirror.room.wardrobe import Shop
    from kiosk.mirror.visit.effects import Effect
    from kiosk.mirror.window.rasters import FindRaster

log = logging.getLogger(__name__)


def run(
    settings: Settings,
    *,
    room: str = "1",
    fullscreen: bool = False,
    remote_view: bool = False,
    open_reader: Callable[[], RfidReader] | None = None,
    open_shop: Callable[[], Shop] | None = None,
    hub: Hub | None = None,
) -> int:
    """Shows the mirror until SIGTERM, Ctrl-C or its window is closed; returns the exit code.

    `open_reader`, `open_shop` and `hub` take the place of what the settings name. Raises
    `ConfigError` for a room that is not in the settings.
    """
    if room not in settings.rooms:
        known = ", ".join(settings.rooms) or "none"
        raise ConfigError(f"There is no room {room!r} in the settings; rooms has: {known}.")
    heap.keep_small()
    choose_platform()
    app = application()
    try:
        program = Program(settings, room, open_reader=open_reader, open_shop=open_shop, hub=hub)
    except RuntimeError as error:
        from kiosk.mirror.duty.watch import calm_end

        look = theme.load(settings.theme_file)
        logo = look.file(look.mirror.logo) if look.mirror.logo else None
        shop = settings.shop
        return calm_end(app, shop.name, shop.locale, error, fullscreen=fullscreen, logo=logo)
    program.kiosk = fullscreen
    view = None
    watching: list[Watch] = []

    def go_on_duty() -> None:
        from kiosk.mirror.duty.watch import Watch  # behind the first frame, too

        watch = Watch(settings, room, program.display, app, kiosk=fullscreen)
        program.mirror.watched = watch.seen
        program.started = watch.join
        watching.append(watch)
        watch.begin()

    try:
        if remote_view:
            from kiosk.mirror.window.remote_view import RemoteView

            path = settings.device_dir / f"mirror-{room}.view"
            view = RemoteView(program.display.window, path)
        program.display.on_first_frame(_say_how_long)
        program.display.on_first_frame(go_on_duty)
        program.display.on_first_frame(program.start)
        program.display.duty.set_state(kiosk=fullscreen)
        program.display.show(fullscreen=fullscreen)
        # Not `quit`, which asks the windows first, and a kiosk's stays.
        with ending_on_signals(app, lambda: app.exit(0)):
            return app.exec()
    finally:
        for watch in watching:
            watch.close()
        if view is not None:
            view.close()
        program.close()


class Program:
    """Everything of one mirror, opened and closed in the right order."""

    def __init__(
        self,
        settings: Settings,
        room: str,
        *,
        open_reader: Callable[[], RfidReader] | None = None,
        open_shop: Callable[[], Shop] | None = None,
        hub: Hub | None = None,
        find_raster: FindRaster | None = None,
        on_change: Callable[[ZoneChange], None] | None = None,
        motion: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_change` sees each change of presence first, for measurements."""
        self._settings = settings
        self._room = room
        self._open_reader = open_reader or self._reader_of_settings
        self._open_shop = open_shop or self._shop_of_settings
        self._hub = hub
        self._on_change = on_change
        self._pictures: PictureStore | None = None
        self._local: LocalCatalog | None = None
        self._closing: list[Callable[[], None]] = []
        self._slides = settings.slides_dir
        self.kiosk = False  # it has the whole screen, and may turn its light
        self.started: Callable[[Hub, RoomWatch], None] = lambda _, __: None
        self.rasters = Rasters(find_raster or self._find_raster)
        languages = Languages(settings.shop.locale, settings.mirror.languages)
        self.view_model = MirrorViewModel(
            self.rasters.url, motion=motion, languages=languages.offered
        )
        manners = Manners(language=languages.own)
        visit = FittingVisit(
            forget_after_s=settings.mirror.forget_after_s,
            shop_manners=manners,
            manners=manners,
            has_tablet=bool(settings.rooms[room].tablet),
            lighting=lighting_of(settings.mirror),
        )
        self.mirror = Mirror(
            visit,
            self.view_model,
            shop=settings.shop.name,
            words_in=languages.words,
            clock=clock,
        )
        self.display = Display(self.view_model, self.rasters, theme.load(settings.theme_file))

    def start(self) -> None:
        """Reader, catalog and hub, behind the first frame: the shopper does not wait for them."""
        # What waits for Python is drawing: it shall not wait the usual 5 ms for a thread to let go.
        sys.setswitchinterval(0.001)
        gc.enable()
        from hardware.rfid.zone import ZoneProfile
        from kiosk import calibration
        from kiosk.mirror.hub_link import HubLink
        from kiosk.mirror.room.here import Here
        from kiosk.mirror.room.portraits import Portraits
        from kiosk.mirror.room.room_watch import RoomWatch
        from kiosk.mirror.room.senses import Senses
        from kiosk.mirror.room.wardrobe import Wardrobe
        from kiosk.mirror.visit.effects import PlaySound, SetLight
        from kiosk.mirror.visit.events import PicturesCame, ReaderSeen
        from kiosk.mirror.visit.surroundings import resting
        from kiosk.mirror.visit.wondering import wondered
        from kiosk.recorder import open_recorder, zone_of

        publish = self.mirror.publish
        hub = self._hub or self._hub_of_settings()
        here = Here(lambda tags: wardrobe.show(tags))
        link = HubLink(hub, self._room, publish, here.elsewhere)
        senses = Senses(lambda ok: publish(ReaderSeen(ok)))
        wardrobe = Wardrobe(
            self._open_shop, self.rasters, publish, lacks=link.lacks, has_shop=senses.catalog
        )
        portraits = Portraits(hub.get, lambda: publish(PicturesCame()))
        self.view_model.portrait_url = portraits.url
        ambience = self._ambience()
        ambience.open(resting(self.mirror.visit))
        self.view_model.has_backlight(ambience.turns_the_screen)

        def do(effect: Effect) -> None:
            if isinstance(effect, SetLight | PlaySound):
                ambience.do(effect)
            else:
                link.do(effect)

        def tell(visit: FittingVisit) -> None:
            link.tell(visit)
            wardrobe.wear(dict(visit.sizes))
            wardrobe.wonder(wondered(visit))
            for request in visit.requests:
                if request.colleague:
                    portraits.want(request.colleague.picture)

        self.mirror.do = do
        self.mirror.tell = tell
        link.tell(self.mirror.visit)
        self.mirror.look_at = wardrobe.look_at
        place, device = f"room-{self._room}", self._settings.rooms[self._room].reader
        profile = calibration.profile(self._settings, place, device, ZoneProfile.fitting_room())
        recorder = open_recorder(self._settings, place, program="mirror")
        watch = RoomWatch(
            self._open_reader,
            heard=wardrobe.expect,
            show=here.heard,
            report=link.report,
            reader=senses.reader,
            on_change=self._on_change,
            zone=zone_of(profile, recorder),
        )
        self._closing = [
            watch.close,
            wardrobe.close,
            portraits.close,
            link.close,
            hub.close,
            ambience.close,
        ]
        if recorder is not None:
            self._closing.append(recorder.close)
        self._closing.append(self._close_local)
        self.started(hub, watch)
        wardrobe.start()
        portraits.start()
        watch.start()
        hub.open()
        if self._slides is not None:
            self.display.slides.start(self._slides)

    def close(self) -> None:
        for close in self._closing:
            close()
        self._closing = []
        self.display.close()
        # Here and now: the garbage collector might do it later, in a thread that is not Qt's.
        shiboken6.delete(self.mirror)
        shiboken6.delete(self.view_model)

    def _reader_of_settings(self) -> RfidReader:
        from hardware.device import open_device

        reader: RfidReader = open_device("rfid", self._settings.rooms[self._room].reader.settings())
        return reader

    def _ambience(self) -> Ambience:
        from hardware.device import open_device
        from hardware.lights.backlight import Backlight
        from kiosk.mirror.room.ambience import Ambience

        lamp = self._settings.mirror.lamp(self._room)
        remembered = self._settings.data_dir / "backlight" / f"mirror-{self._room}"
        return Ambience(
            None if lamp is None else lambda: open_device("lamp", lamp),
            backlight=Backlight(remembered=remembered) if self.kiosk else None,
        )

    def _shop_of_settings(self) -> Shop:
        shop: Shop
        if self._settings.own_catalog:
            shop = self._local_catalog().open_shop()
        else:
            from catalog import open_catalog

            shop = open_catalog(self._settings.database_url, read_only=True)
        # What is loaded by now stays. To look through all of it for garbage, as Python would now
        # and then, would hold a frame for a fifth of a second.
        gc.freeze()
        return shop

    def _local_catalog(self) -> LocalCatalog:
        if self._local is None:
            from kiosk.local_catalog.local import LocalCatalog

            self._local = LocalCatalog(self._settings, f"mirror-{self._room}")
            self._local.start()
        return self._local

    def _close_local(self) -> None:
        if self._local is not None:
            self._local.close()

    def _hub_of_settings(self) -> Hub:
        from kiosk.hub_client import HubClient

        name = f"mirror-{self._room}"
        outbox = self._settings.data_dir / "outbox" / f"{name}.jsonl"
        return HubClient.of(self._settings, name, outbox=outbox)

    def _find_raster(self, key: str, size: int) -> Path | None:
        if self._settings.own_catalog:
            return self._local.picture(key, size) if self._local is not None else None
        if self._pictures is None:
            from catalog.pictures import PictureStore

            sample = self._settings.sample_dir
            folders = [sample / "pictures"] if sample else []
            self._pictures = PictureStore([*folders, self._settings.pictures_dir])
        return self._pictures.path(key, size)


def _say_how_long() -> None:
    log.info("first frame, %.0f ms after the process began", _process_age_s() * 1000)


def _process_age_s() -> float:
    """How long this process has run; 0 where the system does not tell."""
    try:
        stat = Path("/proc/self/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    began = int(stat.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began
