"""A room whose reader is set up wrongly: its mirror goes on as with one that is away."""

from __future__ import annotations

from hardware.device import DeviceError
from hardware.rfid.reader import RfidReader
from kiosk.mirror.room.room_watch import RoomWatch
from tests.conftest import LogWatch, wait_until


def test_settings_that_the_reader_does_not_take_are_a_line_in_the_log(log_watch: LogWatch) -> None:
    log_watch.expect("rfid driver 'mercury' has no setting 'regin'")

    def refuse() -> RfidReader:
        raise DeviceError("rfid driver 'mercury' has no setting 'regin'; it has: port, region")

    heard: list[bool] = []
    watch = RoomWatch(
        refuse,
        heard=lambda _: None,
        show=lambda _: None,
        report=lambda _: None,
        reader=heard.append,
    )
    watch.start()
    wait_until(lambda: watch.ok is False)
    watch.close()
    assert heard == [False]
