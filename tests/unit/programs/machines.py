"""Machines that `kiosk install` prepares, and what it promises to put there."""

from __future__ import annotations

import pytest

from kiosk.install.plan import Plan
from kiosk.install.roles import Compositor, Role, Wishes, plan_of

KIOSK = "/opt/hangtag/.venv/bin/kiosk"
WISHES = [
    Wishes(Role.HUB, kiosk=KIOSK, hub_url="https://hub.lan:8800"),
    Wishes(Role.TABLE, "1", kiosk=KIOSK),
    Wishes(Role.TABLE, "2", kiosk=KIOSK, reader="m100"),
    Wishes(Role.GATE, "back", kiosk=KIOSK, hub_url="https://hub.lan:8800"),
    Wishes(Role.MIRROR, "1", kiosk=KIOSK),
    Wishes(
        Role.MIRROR,
        "2",
        kiosk=KIOSK,
        rotation=90,
        output="HDMI-A-1",
        hub_url="https://hub.lan:8800",
        may_restart=True,
        keep_logs=True,
    ),
    Wishes(Role.MIRROR, "3", kiosk=KIOSK, rotation=270, compositor=Compositor.LABWC),
    Wishes(Role.READER, "ceiling", kiosk=KIOSK, reader="llrp", port="192.168.1.40"),
    Wishes(Role.READER, "pins", kiosk=KIOSK, reader="mfrc522"),
]
MIRRORS = [wishes for wishes in WISHES if wishes.role is Role.MIRROR]
every_machine = pytest.mark.parametrize("wishes", WISHES, ids=lambda wishes: plan_of(wishes).name)


def promised(plan: Plan) -> dict[str, str]:
    return {file.path: file.text for file in plan.files} | {
        link.path: link.target for link in plan.links
    }
