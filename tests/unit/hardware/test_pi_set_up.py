"""A Raspberry Pi's pins have one owner in Python, and `make pi` gives the venv what it needs.

Nothing here has a Pi: what is installed, what would be, and what is linked, is what is tried.
"""

from __future__ import annotations

import importlib.metadata
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import REPO

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-pi.lock")


@pytest.fixture(scope="module")
def pi_modules() -> ModuleType:
    loader = SourceFileLoader("pi_modules", str(REPO / ".ci" / "pi-modules"))
    spec = spec_from_loader("pi_modules", loader)
    assert spec is not None
    loader.exec_module(module := module_from_spec(spec))
    return module


def test_rpi_lgpio_owns_the_package_rpi() -> None:
    """RPi.GPIO would overwrite it: whichever is installed last wins, and on a Pi 5 it fails."""
    files = importlib.metadata.files("rpi-lgpio")
    assert files is not None
    assert "RPi/GPIO/__init__.py" in {str(file) for file in files}
    assert set(importlib.metadata.packages_distributions()["RPi"]) == {"rpi-lgpio"}
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution("RPi.GPIO")


def test_the_package_mfrc522_asks_for_the_other_one() -> None:
    """Why everything is installed without dependencies; once this fails, that can go."""
    requires = importlib.metadata.requires("mfrc522") or []
    assert any(each.startswith("RPi.GPIO") for each in requires)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_installs_another_owner(lock: str) -> None:
    lines = (REPO / lock).read_text().splitlines()
    named = [line for line in lines if line.lower().replace(".", "-").startswith("rpi-gpio")]
    assert all("sys_platform == 'never'" in line for line in named)
    assert all("==" in line for line in lines if line and not line.startswith("#"))


def test_what_a_pi_needs_is_pinned() -> None:
    lines = (REPO / "requirements-pi.lock").read_text().splitlines()
    pinned = dict(line.split(" ; ") if " ; " in line else (line, "") for line in lines)
    names = {name.partition("==")[0]: marker for name, marker in pinned.items()}
    assert set(names) == {"rpi-lgpio", "lgpio", "spidev", "gpiozero", "colorzero"}
    assert names["rpi-lgpio"] == ""
    assert all("< '3.13'" in names[name] for name in ("lgpio", "spidev"))


def test_debians_modules_are_linked_and_nothing_else(
    pi_modules: ModuleType, tmp_path: Path
) -> None:
    debian, site = tmp_path / "dist-packages", tmp_path / "site-packages"
    debian.mkdir()
    site.mkdir()
    suffix = ".cpython-313-aarch64-linux-gnu.so"
    assert pi_modules.link(debian, site, suffix) == ["python3-lgpio", "python3-spidev"]
    for name in ("lgpio.py", "_lgpio" + suffix, "spidev" + suffix, "six.py"):
        (debian / name).touch()
    (debian / "RPi").mkdir()
    for _ in range(2):
        assert pi_modules.link(debian, site, suffix) == []
    assert sorted(path.name for path in site.iterdir()) == [
        "_lgpio" + suffix,
        "lgpio.py",
        "spidev" + suffix,
    ]
    # One made for another Python does not load here.
    (debian / ("spidev" + suffix)).unlink()
    (debian / "spidev.cpython-314-aarch64-linux-gnu.so").touch()
    assert pi_modules.link(debian, site, suffix) == ["python3-spidev"]


@pytest.mark.parametrize(
    ("owners", "mend"),
    [
        (["rpi-lgpio"], ""),
        ([], "make -B pi"),
        (["RPi.GPIO", "rpi-lgpio"], "pip uninstall -y RPi.GPIO"),
    ],
)
def test_a_wrong_owner_is_told_with_its_mend(
    pi_modules: ModuleType, owners: list[str], mend: str
) -> None:
    said = pi_modules.wrong_owner(owners)
    assert mend in said
    assert bool(said) == bool(mend)
