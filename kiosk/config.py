"""config.yaml -> typed settings. Owns how a file is read and what one key means for another.

An unknown key, a wrong type or a missing file is a `ConfigError` that names the path of the key
and the fix. Does not look at what drivers say of their devices: that is `config_devices`'.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError

from kiosk.config_sections import (
    Bench,
    Checkout,
    Device,
    Gate,
    Gs1,
    HubSection,
    Insight,
    Mail,
    Mirror,
    Recorder,
    Room,
    Section,
    Security,
    Shop,
    Staff,
    Table,
    Tls,
)
from kiosk.config_words import words

DEFAULT_FILE = Path("config.yaml")


class ConfigError(ValueError):
    """config.yaml cannot be used. The text names the key and what to do."""


class Settings(Section):
    """All settings. `root` is the folder of `file`; relative paths are resolved against it."""

    root: Path = Field(exclude=True)
    file: Path = Field(default=DEFAULT_FILE, exclude=True)
    shop: Shop = Shop()
    gs1: Gs1 = Gs1()
    data_dir: Path = Path("var")
    sample_shop: str = "assets/sample"
    hub: HubSection = HubSection()
    security: Security = Security()
    staff: Staff = Staff()
    insight: Insight = Insight()
    readers: dict[Annotated[str, Field(pattern="^[A-Za-z0-9_-]+$")], Device] = Field(
        default_factory=dict
    )
    rooms: dict[str, Room] = Field(default_factory=dict)
    tables: dict[str, Table] = Field(default_factory=dict)
    gates: dict[Annotated[str, Field(pattern="^[A-Za-z0-9_-]+$")], Gate] = Field(
        default_factory=dict
    )
    checkout: Checkout = Checkout()
    mail: Mail | None = None
    mirror: Mirror = Mirror()
    recorder: Recorder = Recorder()
    bench: Bench | None = None

    @property
    def database_url(self) -> str:
        return self.hub.database or f"sqlite:///{self.data_dir / 'shop.db'}"

    @property
    def own_catalog(self) -> bool:
        """Whether a mirror here keeps a catalog of its own: it does, unless the hub's file is on
        this machine or the settings say otherwise."""
        if self.mirror.catalog != "auto":
            return self.mirror.catalog == "local"
        return bool(self.hub.url) or not self.database_url.startswith("sqlite:")

    @property
    def hub_url(self) -> str:
        """Where the shop's devices reach the hub, without a slash at the end."""
        host = "127.0.0.1" if self.hub.host in ("0.0.0.0", "::") else self.hub.host
        scheme = "https" if self.hub.tls else "http"
        return (self.hub.url or f"{scheme}://{host}:{self.hub.port}").rstrip("/")

    @property
    def hub_verify(self) -> bool | str:
        """How the hub's certificate is checked, as `requests` takes it."""
        tls = self.hub.tls
        return self.hub.ca or (tls and (tls.ca or tls.certificate)) or True

    @property
    def keys_dir(self) -> Path:
        """Where the keys of this machine's programs are, readable for their user only."""
        return self.data_dir / "keys"

    @property
    def device_dir(self) -> Path:
        """Where the bench publishes the devices that it plays."""
        return self.data_dir / "dev"

    @property
    def recorder_dir(self) -> Path:
        """Where the flight recorders keep what they record, a folder for each place."""
        return self.data_dir / "recorder"

    @property
    def places(self) -> list[str]:
        """Every place that has a read zone, by the name that programs and files have of it."""
        rooms = [f"room-{room}" for room in self.rooms]
        tables = [f"table-{name}" for name in self.tables]
        return rooms + tables + [f"gate-{name}" for name in self.gates]

    def shared_at(self, reader: str) -> Path:
        """The socket at which one of the readers is shared."""
        return self.device_dir / reader

    def shared_by(self, device: Device) -> str | None:
        """Which of the readers a device of `driver: shared` hears; None when it is none of them."""
        return next(
            (name for name in self.readers if str(self.shared_at(name)) == device.port), None
        )

    @property
    def pictures_dir(self) -> Path:
        """Where pictures of imported products are kept."""
        return self.data_dir / "pictures"

    @property
    def theme_file(self) -> Path | None:
        return self.root / self.shop.theme if self.shop.theme else None

    @property
    def slides_dir(self) -> Path | None:
        """The folder of the pictures that a mirror shows at rest. Raises `ConfigError` when there
        is none: asked by a mirror only, as the file may be a whole shop's."""
        if not self.mirror.slides:
            return None
        folder = self.root / self.mirror.slides
        if not folder.is_dir():
            raise ConfigError(
                f"mirror.slides is {self.mirror.slides!r}, and there is no folder {folder}. "
                'Make it and put the pictures there, or write slides: "".'
            )
        return folder

    @property
    def sample_dir(self) -> Path | None:
        return self.root / self.sample_shop if self.sample_shop else None


def load(file: Path | None = None) -> Settings:
    """Settings from a file; `HANGTAG_CONFIG` or ./config.yaml when none is named.

    Raises `ConfigError`.
    """
    file = file or Path(os.environ.get("HANGTAG_CONFIG", DEFAULT_FILE))
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"Cannot read {file}: {error.strerror}. Start kiosk in the folder that has "
            "config.yaml, or name the file with --config."
        ) from error
    try:
        content = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"{file} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ConfigError(f"{file} should hold keys and values, such as `shop:`.")
    return parse(content, file)


def parse(content: dict[str, Any], file: Path) -> Settings:
    """Settings from a file's parsed content. Raises `ConfigError`."""
    root = file.resolve().parent
    try:
        settings = Settings.model_validate({**content, "root": root, "file": file})
    except ValidationError as error:
        raise ConfigError(words(error.errors(), file)) from error
    for name, room in settings.rooms.items():
        if room.tablet and room.tablet not in settings.tables:
            known = ", ".join(settings.tables) or "none"
            raise ConfigError(
                f"{file}: rooms.{name}.tablet is {room.tablet!r}, but tables has: {known}."
            )
    return settings.model_copy(
        update={
            "data_dir": root / settings.data_dir,
            "hub": _hub(settings.hub, root),
            "readers": {name: _absolute(reader, root) for name, reader in settings.readers.items()},
            "rooms": {
                name: room.model_copy(update={"reader": _absolute(room.reader, root)})
                for name, room in settings.rooms.items()
            },
            "tables": {
                name: table.model_copy(
                    update={
                        "reader": _absolute(table.reader, root),
                        "terminal": _absolute(table.terminal, root),
                        "printer": table.printer and _absolute(table.printer, root),
                    }
                )
                for name, table in settings.tables.items()
            },
            "mail": settings.mail and _mail(settings.mail, root),
            "mirror": settings.mirror.model_copy(
                update={
                    "light": settings.mirror.light and _absolute(settings.mirror.light, root),
                    "screen": _absolute(settings.mirror.screen, root),
                }
            ),
            "gates": {
                name: gate.model_copy(
                    update={
                        "reader": _absolute(gate.reader, root),
                        "alarm": [_absolute(alarm, root) for alarm in gate.alarms],
                    }
                )
                for name, gate in settings.gates.items()
            },
        }
    )


def _mail(mail: Mail, root: Path) -> Mail:
    file = str(root / mail.password_file) if mail.password_file else ""
    return mail.model_copy(update={"password_file": file})


def _absolute(device: Device, root: Path) -> Device:
    if device.port and not isinstance(device.port, int):
        device = device.model_copy(update={"port": str(root / device.port)})
    files = {"replay": "file", "stripe": "key_file", "desk": "books"}
    name = files.get(device.driver, "")
    if name and (file := (device.model_extra or {}).get(name)):
        device = device.model_copy(update={name: str(root / str(file))})
    return device


def _hub(hub: HubSection, root: Path) -> HubSection:
    tls = hub.tls and Tls(
        **{k: str(root / v) if v else "" for k, v in hub.tls.model_dump().items()}
    )
    ca = str(root / hub.ca) if hub.ca else ""
    return hub.model_copy(update={"database": _anchored(hub.database, root), "tls": tls, "ca": ca})


def _anchored(database: str, root: Path) -> str:
    """The database's address; a relative SQLite path becomes one below `root`."""
    file = database.removeprefix("sqlite:///")
    if file in ("", database, ":memory:") or Path(file).is_absolute():
        return database
    return f"sqlite:///{root / file}"
