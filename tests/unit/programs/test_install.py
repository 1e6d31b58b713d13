"""`kiosk install`: what it says is what it does, twice is once, and all of it can be taken back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.config import parse
from kiosk.install.machine import RECORD, Machine
from kiosk.install.plan import InstallError, shown
from kiosk.install.roles import CONFIG, Role, Wishes, plan_of
from tests.unit.programs.machines import KIOSK, MIRRORS, WISHES, every_machine, promised


def tree(root: Path) -> dict[str, str]:
    """Every file and link below `root` with what it holds."""
    return {
        f"/{path.relative_to(root)}": (
            str(path.readlink()) if path.is_symlink() else path.read_text(encoding="utf-8")
        )
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def said_by_dry_run(lines: list[str]) -> dict[str, str]:
    """What its text promises, read back from the text itself."""
    found: dict[str, str] = {}
    path = ""
    for line in lines:
        if line.startswith("write "):
            path = line.split()[1]
            found[path] = ""
        elif line.startswith("link "):
            _, path, _, target = line.split()
            found[path], path = target, ""
        elif line.startswith("run ") or (line and not line.startswith(" ")):
            path = ""
        elif path:
            found[path] += f"{line.removeprefix('    ')}\n"
    return found


@every_machine
def test_the_dry_run_says_exactly_what_is_done(wishes: Wishes, tmp_path: Path) -> None:
    plan = plan_of(wishes)
    said = said_by_dry_run(list(shown(plan)))
    told: list[str] = []
    Machine(tmp_path, told.append).install(plan)
    done = tree(tmp_path)
    record = done.pop(RECORD)
    assert plan.name in record
    assert done == promised(plan)
    assert {path: text.rstrip("\n") for path, text in said.items()} == {
        path: text.rstrip("\n") for path, text in done.items()
    }
    for file in plan.files:
        assert (tmp_path / file.path[1:]).stat().st_mode & 0o777 == file.mode
    assert [line for line in told if line.startswith("run ")] == []


@every_machine
def test_it_says_who_lets_it_in(wishes: Wishes) -> None:
    advice = "\n".join(plan_of(wishes).advice)
    hub = wishes.role is Role.HUB
    assert ("hub.tls" in advice) is ("staff add" in advice) is hub
    assert ("enrol CODE" in advice) is not (hub or wishes.role is Role.READER)


@every_machine
def test_nothing_is_left_unfilled(wishes: Wishes) -> None:
    for path, text in promised(plan_of(wishes)).items():
        assert not re.search("@[A-Z]+@", text), path


@every_machine
def test_twice_is_once_and_it_can_be_taken_back(wishes: Wishes, tmp_path: Path) -> None:
    plan = plan_of(wishes)
    Machine(tmp_path, lambda _: None).install(plan)
    before = tree(tmp_path)
    told: list[str] = []
    machine = Machine(tmp_path, told.append)
    machine.install(plan)
    assert tree(tmp_path) == before
    assert not [line for line in told if line.split()[0] in ("wrote", "changed", "linked")]
    machine.remove(plan)
    assert set(tree(tmp_path)) == {CONFIG}
    with pytest.raises(InstallError, match="is not installed here"):
        machine.remove(plan)


def test_what_another_part_needs_stays(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lambda _: None)
    first, second = (plan_of(Wishes(Role.TABLE, place, kiosk=KIOSK)) for place in "12")
    machine.install(first)
    machine.install(second)
    machine.remove(first)
    left = tree(tmp_path)
    assert "/etc/systemd/system/hangtag-table@.service" in left
    assert f"/etc/systemd/system/multi-user.target.wants/{second.unit}" in left
    assert f"/etc/systemd/system/multi-user.target.wants/{first.unit}" not in left


def test_what_is_shared_goes_with_the_last_one_though_it_was_renewed_by_another(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path, lambda _: None)
    first = plan_of(Wishes(Role.MIRROR, "1", kiosk=KIOSK))
    second = plan_of(Wishes(Role.MIRROR, "2", kiosk=KIOSK, rotation=90))
    machine.install(first)
    machine.install(second)  # the units and rules that both share are other ones now
    machine.remove(second)
    machine.remove(first)
    assert set(tree(tmp_path)) == {CONFIG}


def test_a_strict_umask_shuts_nobody_out(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Machine(tmp_path, lambda _: None).install(plan_of(MIRRORS[0]))
    finally:
        os.umask(before)
    for folder in ("usr/local/lib/hangtag", "etc/hangtag", "etc/systemd/system"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o755, folder


def test_a_prepared_disk_makes_its_users_and_rights_at_its_first_start(tmp_path: Path) -> None:
    updated = tmp_path / "etc/.updated"
    updated.parent.mkdir()
    updated.touch()
    Machine(tmp_path, lambda _: None).install(plan_of(MIRRORS[0]))
    assert not updated.exists(), "systemd-sysusers runs only when /etc is another one"
    rights = (tmp_path / "etc/tmpfiles.d/hangtag.conf").read_text(encoding="utf-8")
    assert "\nz /etc/hangtag/config.yaml 0640 root hangtag -\n" in rights


def test_what_was_changed_by_hand_is_left_alone(tmp_path: Path) -> None:
    plan = plan_of(Wishes(Role.HUB, kiosk=KIOSK))
    told: list[str] = []
    machine = Machine(tmp_path, told.append)
    machine.install(plan)
    unit = tmp_path / "etc/systemd/system/hangtag-hub.service"
    unit.write_text("[Service]\n# ours\n", encoding="utf-8")
    machine.install(plan)
    assert "# ours" in unit.read_text(encoding="utf-8")
    assert any(line.startswith("left ") and "--force" in line for line in told)
    machine.install(plan, force=True)
    assert "# ours" not in unit.read_text(encoding="utf-8")


def test_the_shops_settings_are_never_replaced(tmp_path: Path) -> None:
    config = tmp_path / CONFIG[1:]
    config.parent.mkdir(parents=True)
    config.write_text("shop: {name: Ours}\n", encoding="utf-8")
    Machine(tmp_path, lambda _: None).install(plan_of(WISHES[0]), force=True)
    assert config.read_text(encoding="utf-8") == "shop: {name: Ours}\n"


def test_what_an_older_version_put_there_goes(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lambda _: None)
    machine.install(plan_of(Wishes(Role.MIRROR, "1", kiosk=KIOSK, rotation=90)))
    assert (tmp_path / "etc/hangtag/kanshi").exists()
    machine.install(plan_of(Wishes(Role.MIRROR, "1", kiosk=KIOSK)))
    assert not (tmp_path / "etc/hangtag/kanshi").exists()
    assert "MATRIX" not in (tmp_path / "etc/udev/rules.d/70-hangtag.rules").read_text()


@every_machine
def test_its_first_settings_are_good_ones(wishes: Wishes, tmp_path: Path) -> None:
    [config] = [file for file in plan_of(wishes).files if file.path == CONFIG]
    settings = parse(yaml.safe_load(config.text), tmp_path / "config.yaml")
    assert not settings.security.demo
    assert settings.bench is None
    if wishes.hub_url:
        assert settings.hub_url == "https://hub.lan:8800"
    places = {
        Role.TABLE: settings.tables,
        Role.GATE: settings.gates,
        Role.MIRROR: settings.rooms,
        Role.READER: settings.readers,
    }
    if wishes.role in places:
        assert list(places[wishes.role]) == [wishes.place]


# --- what is refused, in words


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(Role.MIRROR, "1", kiosk=KIOSK, rotation=45), "0, 90, 180 or 270"),
        (Wishes(Role.TABLE, "../1", kiosk=KIOSK), "cannot be the name of a unit"),
        (Wishes(Role.HUB, "1", kiosk=KIOSK), "one hub"),
        (Wishes(Role.HUB, kiosk="/home/pi/hangtag/.venv/bin/kiosk"), "Move Hangtag to /opt"),
        (Wishes(Role.HUB, kiosk=KIOSK, hub_url="ftp://hub"), "no address of a hub"),
        (Wishes(Role.HUB, kiosk=KIOSK, hub_url='http://h"\n[Service]'), "holds signs"),
        (Wishes(Role.GATE, "1", kiosk=KIOSK, port="/dev/tty $(reboot)"), "holds signs"),
        (Wishes(Role.READER, "1", kiosk=KIOSK, reader="llrp"), "such as --port 192.168.1.40"),
        (Wishes(Role.READER, "1", kiosk=KIOSK, reader="shared"), "a reader of its own"),
        (Wishes(Role.GATE, "1", kiosk=KIOSK, reader="m100\n    x: 1"), "no reader's driver"),
    ],
)
def test_what_cannot_be_is_said(wishes: Wishes, words: str) -> None:
    with pytest.raises(InstallError, match=words):
        plan_of(wishes)


def test_without_root_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(InstallError, match="run it with sudo"):
        Machine(Path("/"), lambda _: None)


def test_a_command_that_fails_ends_it_in_words(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lambda _: None, run=lambda _: 1)
    machine._live = True  # as if the folder were this machine
    with pytest.raises(InstallError, match="`systemd-sysusers` failed"):
        machine.install(plan_of(WISHES[1]))


def test_the_command_itself(tmp_path: Path) -> None:
    run = CliRunner()
    options = ["--kiosk", KIOSK, "--root", str(tmp_path)]
    dry = run.invoke(app, ["install", "mirror", "--room", "7", "--dry-run", *options])
    assert dry.exit_code == 0
    assert tree(tmp_path) == {}
    assert f"write {tmp_path}/etc/systemd/system/hangtag-mirror@.service" in dry.output
    done = run.invoke(app, ["install", "mirror", "--room", "7", *options])
    assert done.exit_code == 0, done.output
    assert "yours to do: " in done.output
    assert len(tree(tmp_path)) > 5
    undone = run.invoke(app, ["install", "mirror", "--room", "7", "--uninstall", *options])
    assert undone.exit_code == 0
    assert set(tree(tmp_path)) == {CONFIG}


def test_the_command_for_a_shared_reader() -> None:
    options = ["--name", "ceiling", "--kiosk", KIOSK, "--dry-run"]
    said = CliRunner().invoke(app, ["install", "reader", *options])
    assert said.exit_code == 0, said.output
    assert "write /etc/systemd/system/hangtag-reader@.service" in said.output
    assert "run systemctl restart hangtag-reader@ceiling.service" in said.output


def test_a_refusal_is_a_sentence() -> None:
    failed = subprocess.run(
        [sys.executable, "-m", "kiosk", "install", "mirror", "--rotation", "45", "--dry-run"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert failed.returncode == 2
    assert failed.stderr == "kiosk: A screen is turned by 0, 90, 180 or 270 degrees.\n"
