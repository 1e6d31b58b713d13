"""The plans: which files, users, packages and units each kind of machine has.

Owns the roles and the words of advice; the files' content is in assets/systemd and assets/kiosk.
Changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.install.plan import File, InstallError, Link, Plan

SOURCE = Path(__file__).resolve().parents[2]
SYSTEMD, KIOSK = SOURCE / "assets" / "systemd", SOURCE / "assets" / "kiosk"
ETC, UNITS, PROGRAMS = "/etc/hangtag", "/etc/systemd/system", "/usr/local/lib/hangtag"
CONFIG, DATA = f"{ETC}/config.yaml", "/var/lib/hangtag"
REGIONS = {"mercury": "EU3", "m100": "EU"}  # for the first config.yaml

# A finger's place on the glass, turned as the picture is (as libinput and wl_output count).
MATRIX = {90: "0 -1 1 1 0 0", 180: "-1 0 1 0 -1 1", 270: "0 1 0 -1 0 1"}
GROUPS = {
    "hub": ("dialout", "lp"),
    "table": ("dialout", "gpio", "spi"),
    "gate": ("dialout", "gpio", "spi", "audio"),
    "reader": ("dialout", "gpio", "spi"),
    "mirror": ("dialout", "gpio", "spi", "audio", "video", "render", "input"),
}
NEVER_BELOW = ("/home/", "/root/")


class Role(StrEnum):
    HUB = "hub"
    MIRROR = "mirror"
    TABLE = "table"
    GATE = "gate"
    READER = "reader"


class Compositor(StrEnum):
    CAGE = "cage"
    LABWC = "labwc"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the shop says of one machine. `output` is the screen's name, "" = whichever there is."""

    role: Role
    place: str = ""
    kiosk: str = ""
    hub_url: str = ""
    rotation: int = 0
    output: str = ""
    compositor: Compositor = Compositor.CAGE
    reader: str = "mercury"
    port: str = "/dev/ttyUSB0"
    shop: str = "Hangtag"
    may_restart: bool = False
    keep_logs: bool = False


def plan_of(wishes: Wishes) -> Plan:
    """What is to be done. Raises `InstallError` for wishes that cannot be met."""
    _check(wishes)
    role, place = wishes.role, wishes.place
    instance = "" if role is Role.HUB else f"@{place}"
    unit = f"hangtag-{role}{instance}.service"
    template = f"hangtag-{role}{'' if role is Role.HUB else '@'}.service"
    links = (Link(f"{UNITS}/multi-user.target.wants/{unit}", f"../{template}"),)
    files = [
        File(CONFIG, _config(wishes), 0o640, once=True),
        File(f"{UNITS}/{template}", _unit(wishes)),
        File(f"/etc/sysusers.d/hangtag-{role}.conf", _users(role)),
        File("/etc/tmpfiles.d/hangtag.conf", _text(SYSTEMD / "tmpfiles.conf")),
        _journal(wishes),
    ]
    commands = [
        ("systemd-sysusers",),
        ("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/hangtag.conf"),
        ("systemctl", "restart", "systemd-journald.service"),
        ("systemctl", "daemon-reload"),
    ]
    if role is Role.MIRROR:
        files += _screen_files(wishes)
        commands += [
            ("udevadm", "control", "--reload"),
            ("udevadm", "trigger", "--subsystem-match=input", "--subsystem-match=backlight"),
        ]
    commands.append(("systemctl", "restart", unit))
    return Plan(
        name=f"{role}-{place}" if place else str(role),
        packages=_packages(wishes),
        files=tuple(files),
        links=links,
        commands=tuple(commands),
        undo=(("systemctl", "stop", unit), ("systemctl", "daemon-reload")),
        unit=unit,
        advice=_advice(wishes),
    )


def _check(wishes: Wishes) -> None:
    if wishes.rotation not in (0, *MATRIX):
        raise InstallError("A screen is turned by 0, 90, 180 or 270 degrees.")
    if wishes.role is Role.HUB:
        if wishes.place:
            raise InstallError("A shop has one hub: it has no number.")
    elif not re.fullmatch("[A-Za-z0-9_]+", wishes.place):
        raise InstallError(
            f"{wishes.place!r} cannot be the name of a unit. Name the {wishes.role} in config.yaml "
            "by letters and digits."
        )
    for value in (wishes.kiosk, wishes.hub_url, wishes.output, wishes.port, wishes.shop):
        # They stand in units, shell and YAML: what could end a line or a word there is refused.
        if re.search(r"[\"'\\$`%\n\r@{}<>|;&]", value) or (" " in value and value != wishes.shop):
            raise InstallError(f"{value!r} holds signs that a unit's file cannot.")
    if not re.fullmatch("(https?://[^ ]+)?", wishes.hub_url):
        raise InstallError(f"{wishes.hub_url!r} is no address of a hub, such as https://hub:8800.")
    if not re.fullmatch("[a-z0-9_]+", wishes.reader):
        raise InstallError(f"{wishes.reader!r} is no reader's driver, such as mercury.")
    if wishes.reader == "llrp" and wishes.port.startswith("/"):
        raise InstallError(
            "An LLRP reader is in the network: name its address, such as --port 192.168.1.40."
        )
    if wishes.role is Role.READER and wishes.reader == "shared":
        raise InstallError(
            "What is shared is a reader of its own, such as mercury; who hears it is shared."
        )
    if wishes.kiosk.startswith(NEVER_BELOW):
        raise InstallError(
            f"{wishes.kiosk} is in somebody's home, which the user hangtag cannot read. Move "
            "Hangtag to /opt/hangtag, run `make run` there once, and install from there."
        )


def _config(wishes: Wishes) -> str:
    hub = [f'  url: "{wishes.hub_url}"'] if wishes.hub_url else []
    if wishes.role is Role.HUB:
        hub.insert(0, "  host: 0.0.0.0")
    reader = [
        f"driver: {wishes.reader}",
        *([] if wishes.reader == "mfrc522" else [f"{_where(wishes)}: {wishes.port}"]),
        *([f"region: {REGIONS[wishes.reader]}"] if wishes.reader in REGIONS else []),
    ]
    kinds = {Role.MIRROR: ("rooms", "Fitting room"), Role.TABLE: ("tables", "Checkout")}
    place: list[str] = []
    if wishes.role is Role.READER:
        place = ["readers:", f'  "{wishes.place}":', *(f"    {line}" for line in reader)]
    elif wishes.role is not Role.HUB:
        section, name = kinds.get(wishes.role, ("gates", "Exit"))
        place = [f"{section}:", f'  "{wishes.place}":', f'    name: "{name} {wishes.place}"']
        place += ["    reader:", *(f"      {line}" for line in reader)]
    if wishes.role is Role.TABLE:
        place += ["    terminal:", "      driver: desk"]
    if wishes.role is Role.GATE:
        place += ["    alarm:", "      driver: sound"]
    if wishes.role is Role.MIRROR:
        place += ["mirror:", "  fullscreen: true"]
    return _text(
        KIOSK / "config.yaml",
        SHOP=wishes.shop,
        HUB="\n".join(["hub:", *hub] if hub else []),
        PLACE="\n".join(place),
    )


def _where(wishes: Wishes) -> str:
    return "host" if wishes.reader == "llrp" else "port"


def _unit(wishes: Wishes) -> str:
    role = wishes.role
    session = f"{PROGRAMS}/mirror-session %i"
    file = f"hangtag-{role}{'' if role is Role.HUB else '@'}.service"
    if role in (Role.TABLE, Role.GATE, Role.READER):
        file = "hangtag-place@.service"
    compositor = {
        Compositor.CAGE: f"/usr/bin/cage -d -- {session}",
        Compositor.LABWC: f'/usr/bin/labwc -C {ETC}/labwc -S "{session}"',
    }[wishes.compositor]
    return _text(
        SYSTEMD / file,
        COMMON=_text(SYSTEMD / "common.conf"),
        COMPOSITOR=compositor,
        ROLE=str(role),
        OPTION="name" if role is Role.READER else str(role),
        KIOSK=wishes.kiosk,
        CONFIG=CONFIG,
        DOCS=str(SOURCE / "docs"),
    )


def _users(role: Role) -> str:
    lines = "\n".join(f"m hangtag {group}" for group in GROUPS[role])
    return _text(SYSTEMD / "sysusers.conf", GROUPS=lines)


def _journal(wishes: Wishes) -> File:
    kept = wishes.keep_logs or wishes.role is Role.HUB
    # The later name wins where a machine has both.
    name, text = ("60-hangtag-kept", "kept") if kept else ("50-hangtag", "volatile")
    path = f"/etc/systemd/journald.conf.d/{name}.conf"
    return File(path, _text(SYSTEMD / f"journald-{text}.conf"))


def _screen_files(wishes: Wishes) -> list[File]:
    turned = wishes.rotation != 0
    labwc = wishes.compositor is Compositor.LABWC
    touch = ""
    if turned and not labwc:  # labwc turns touch with the output that it is mapped to
        touch = (
            "# Touch is turned as the picture is.\n"
            'ACTION!="remove", SUBSYSTEM=="input", ENV{ID_INPUT_TOUCHSCREEN}=="1", '
            f'ENV{{LIBINPUT_CALIBRATION_MATRIX}}="{MATRIX[wishes.rotation]}"'
        )
    files = [
        File(
            f"{PROGRAMS}/mirror-session",
            _text(
                KIOSK / "mirror-session",
                ROTATION=str(wishes.rotation),
                KIOSK=wishes.kiosk,
                CONFIG=CONFIG,
            ),
            0o755,
        ),
        File("/etc/udev/rules.d/70-hangtag.rules", _text(KIOSK / "udev.rules", TOUCH=touch)),
    ]
    output = wishes.output or "*"
    if turned:
        turn = {"OUTPUT": output, "TRANSFORM": str(wishes.rotation)}
        files.append(File(f"{ETC}/kanshi", _text(KIOSK / "kanshi", **turn)))
    if labwc:
        rc = _text(KIOSK / "labwc-rc.xml", OUTPUT=wishes.output or "HDMI-A-1")
        files.append(File(f"{ETC}/labwc/rc.xml", rc))
    if wishes.may_restart:
        path = "/etc/polkit-1/rules.d/50-hangtag.rules"
        files.append(File(path, _text(KIOSK / "polkit.rules")))
    return files


def _packages(wishes: Wishes) -> tuple[str, ...]:
    if wishes.role is not Role.MIRROR:
        return ()
    packages = [str(wishes.compositor), "wlr-randr", "seatd", "kbd", "polkitd"]
    return tuple(packages + (["kanshi"] if wishes.rotation else []))


def _advice(wishes: Wishes) -> tuple[str, ...]:
    place = "hub" if wishes.role is Role.HUB else f"{wishes.role} {wishes.place}"
    advice = [f"Look at {CONFIG}: the {place} must be described there; then `kiosk doctor`."]
    if wishes.role is Role.HUB:
        advice.append(
            "Give it certificates (hub.tls) and its first manager: sudo -u hangtag "
            f"{wishes.kiosk} --config {CONFIG} staff add NAME --role manager (docs/security.md)."
        )
    elif wishes.role is Role.READER:
        advice.append(
            "Describe the rooms, tables and exits of this machine that hear it there, each with "
            f"driver: shared, port: {DATA}/dev/{wishes.place} and its antennas "
            "(docs/readers/shared.md), and install them, too."
        )
    else:
        advice.append(
            f"Enrol this machine: sudo -u hangtag {wishes.kiosk} --config {CONFIG} enrol CODE "
            "(the code is made on the staff console; docs/security.md)."
        )
    advice.append(
        "For the units' memory limits to hold on Raspberry Pi OS, add cgroup_enable=memory to the "
        "one line of /boot/firmware/cmdline.txt."
    )
    if wishes.role is Role.MIRROR:
        advice += [
            "If the screen is switched off and on at its plug, or wakes by itself, add "
            "vc4.force_hotplug=1 to the same line (2 for the second HDMI socket).",
            "A calm start: add quiet loglevel=3 vt.global_cursor_default=0 logo.nologo there.",
            "For an SD card that lives long: raspi-config, Performance, Overlay File System; keep "
            "/var/lib/hangtag on a small partition of its own that stays writable.",
        ]
    return tuple(advice)


def _text(file: Path, **values: str) -> str:
    """A template with its @NAMES@ filled in; an empty line that a name left is dropped."""
    text = file.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@\n", f"{value.rstrip()}\n" if value else "")
        text = text.replace(f"@{name}@", value)
    return text
