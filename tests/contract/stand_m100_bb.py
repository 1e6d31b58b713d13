"""The M100 driver before a module that frames with BB..7E, as a YRM100 or JRD-4035 does."""

from __future__ import annotations

from functools import partial

from hardware.rfid.m100.settings import YRM100
from tests.contract import stand_m100

CAN = stand_m100.CAN
stand = partial(stand_m100.stand, model=YRM100)
in_memory = partial(stand_m100.in_memory, model=YRM100)
