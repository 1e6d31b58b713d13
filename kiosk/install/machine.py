"""Does a plan on this machine or in a folder that becomes one's disk, and takes it back.

Owns files, links, commands, and the record of what was put where. What was changed by hand since
is left alone, and said.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.install.plan import File, InstallError, Link, Plan, command_line

RECORD = "/etc/hangtag/installed.json"
REFUSED = (
    "kiosk install writes to /etc: run it with sudo. With --dry-run it only says what it would do, "
    "with --root DIR it prepares a disk in a folder."
)
Run = Callable[[Sequence[str]], int]


def run_command(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False).returncode


class Machine:
    """`root` is "/" for this one. Commands run there only."""

    def __init__(self, root: Path, tell: Callable[[str], None], run: Run = run_command) -> None:
        """Raises `InstallError` when this is the machine itself and we are not its root."""
        self._root = root
        self._live = root.resolve() == Path("/")
        self._tell = tell
        self._run = run
        if self._live and os.geteuid() != 0:
            raise InstallError(REFUSED)

    def install(self, plan: Plan, *, force: bool = False) -> None:
        """Every file and link, then the commands; what is so already is left as it is."""
        self._install_packages(plan.packages)
        record = self._record()
        ours = record.setdefault(plan.name, {})
        for file in plan.files:
            written = self._write(file, self._known(record, file.path), force=force)
            if not file.once and written:
                ours[file.path] = _digest(file.text)
                for others in record.values():  # who shares it takes the new one back, too
                    others.update({file.path: ours[file.path]} if file.path in others else {})
        for link in plan.links:
            self._link(link)
            ours[link.path] = _digest(link.target)
        for path in [path for path in ours if path not in plan.paths]:
            self._take_away(path, ours.pop(path), record)
        self._keep(record)
        if not self._live:
            # So that its first start makes the users: systemd sees that /etc is another one.
            self._at("/etc/.updated").unlink(missing_ok=True)
        self._commands(plan.commands)

    def remove(self, plan: Plan) -> None:
        """What `install` put there for this plan and nobody else needs."""
        record = self._record()
        ours = record.pop(plan.name, None)
        if ours is None:
            raise InstallError(f"{plan.name} is not installed here.")
        if self._live:
            self._run(plan.undo[0])
        for path, digest in ours.items():
            self._take_away(path, digest, record)
        self._keep(record)
        if self._live:
            for command in plan.undo[1:]:
                self._run(command)
        self._tell("The settings, the data and the user hangtag stay: they are the shop's.")

    def _write(self, file: File, known: set[str], *, force: bool) -> bool:
        path = self._at(file.path)
        now = path.read_text(encoding="utf-8") if path.exists() else None
        if now is not None and file.once:
            self._tell(f"kept       {file.path}: it is the shop's")
            return False
        if now == file.text and path.stat().st_mode & 0o777 == file.mode:
            self._tell(f"unchanged  {file.path}")
            return True
        if now is not None and now != file.text and _digest(now) not in known and not force:
            self._tell(f"left       {file.path}: changed by hand; --force replaces it")
            return False
        _make_folder(path.parent)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(file.text, encoding="utf-8")
        fresh.chmod(file.mode)
        fresh.replace(path)
        self._tell(f"{'wrote      ' if now is None else 'changed    '}{file.path}")
        return True

    def _link(self, link: Link) -> None:
        path = self._at(link.path)
        if path.is_symlink() and str(path.readlink()) == link.target:
            self._tell(f"unchanged  {link.path}")
            return
        _make_folder(path.parent)
        path.unlink(missing_ok=True)
        path.symlink_to(link.target)
        self._tell(f"linked     {link.path} -> {link.target}")

    def _take_away(self, path: str, digest: str, record: dict[str, dict[str, str]]) -> None:
        place = self._at(path)
        if any(path in others for others in record.values()):
            self._tell(f"kept       {path}: another part needs it")
            return
        if place.is_symlink():
            same = _digest(str(place.readlink())) == digest
        elif place.exists():
            same = _digest(place.read_text(encoding="utf-8")) == digest
        else:
            return
        if not same:
            self._tell(f"left       {path}: changed by hand")
            return
        place.unlink()
        self._tell(f"removed    {path}")
        with suppress(OSError):  # a folder that holds something else
            if place.parent.name in ("hangtag", "labwc"):
                place.parent.rmdir()

    def _install_packages(self, packages: Sequence[str]) -> None:
        missing = [package for package in packages if not _is_installed(package)]
        if not self._live:
            if packages:
                self._tell(f"The disk must have these packages: {' '.join(packages)}")
            return
        if missing and shutil.which("apt-get"):
            self._commands([("apt-get", "install", "-y", "--no-install-recommends", *missing)])
        elif missing:
            self._tell(f"These must be installed by your system's own means: {' '.join(missing)}")

    def _commands(self, commands: Sequence[Sequence[str]]) -> None:
        for command in commands:
            if not self._live:
                self._tell(f"left to the machine's first start: {command_line(command)}")
                continue
            self._tell(f"run        {command_line(command)}")
            if self._run(command) != 0:
                raise InstallError(
                    f"`{command_line(command)}` failed; what it said is above. Mend it and install "
                    "again: what is done already stays as it is."
                )

    def _record(self) -> dict[str, dict[str, str]]:
        try:
            read = json.loads(self._at(RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read if isinstance(read, dict) else {}

    def _keep(self, record: dict[str, dict[str, str]]) -> None:
        path = self._at(RECORD)
        if not record:
            path.unlink(missing_ok=True)
            return
        _make_folder(path.parent)
        path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    @staticmethod
    def _known(record: dict[str, dict[str, str]], path: str) -> set[str]:
        """What the file was when it was ours."""
        return {files[path] for files in record.values() if path in files}

    def _at(self, path: str) -> Path:
        return self._root / path.lstrip("/")


def _make_folder(folder: Path) -> None:
    """One that the user hangtag can look into, whatever root's umask is."""
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout == "installed"
