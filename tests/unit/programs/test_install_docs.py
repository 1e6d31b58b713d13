"""docs/install.md names what there is: options, files, and the times in which things happen."""

from __future__ import annotations

import re

import pytest

from kiosk.install.roles import Role, Wishes, plan_of
from kiosk.mirror.duty import service
from tests.conftest import REPO

PAGE = (REPO / "docs" / "install.md").read_text(encoding="utf-8")
COMMANDS = (REPO / "kiosk" / "commands" / "install.py").read_text(encoding="utf-8")
OTHERS = ("--config", "--reload")  # kiosk's own, and udevadm's


@pytest.mark.parametrize("option", sorted(set(re.findall(r"(?<![\w|-])--[a-z][a-z-]+", PAGE))))
def test_every_option_is_there(option: str) -> None:
    name = option.removeprefix("--").replace("-", "_")
    assert re.search(rf'"{option}"|\b{name}:', COMMANDS) or option in OTHERS, option


def test_every_file_is_put_there() -> None:
    wishes = Wishes(Role.MIRROR, "1", kiosk="/opt/k", rotation=90, may_restart=True)
    paths = [file.path for file in plan_of(wishes).files]
    for named in re.findall(r"`(/(?:etc|usr)/[^`*]+)`", PAGE):
        assert any(path.startswith(named) for path in paths), named


def test_its_times_are_those_of_the_code() -> None:
    assert f"the pad closes after {service.PAD_RESTS_S:.0f} s" in PAGE
    assert f"the page after {service.PAGE_RESTS_S:.0f} s" in PAGE
    assert f"a pause of {service.FIRST_PAUSE_S:.0f} s" in PAGE
    assert service.FREE_GUESSES == 3
