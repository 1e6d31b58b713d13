"""The sections of config.yaml: every key there is, with its limits and its default.

Owns them one by one. How a file becomes settings, and what one key means for another, is
`config.py`'s.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator

from kiosk.config_scenes import Scenes, usual

HOURS = "^(([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9])?$"

# The host is the shop's own, whatever a product is called.
PRODUCT_PAGE = re.compile(
    r"https?://[^/\s{}]+/(?:[^\s{}]|\{(?:handle|sku|variant)\})*"
    r"\{(?:handle|sku|variant)\}(?:[^\s{}]|\{(?:handle|sku|variant)\})*"
)


# Those that mirror, tablet and receipts speak; see docs/languages.md.
Language = Literal["en", "de", "fr", "es", "it", "ja", "zh", "ar"]
Languages = Annotated[list[Language], Field(min_length=1)]
ALL_LANGUAGES: list[Language] = list(get_args(Language))


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shop(Section):
    name: str = "Hangtag"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    locale: str = "en-IE"
    tax_percent: Annotated[Decimal, Field(ge=0, lt=100)] = Decimal(0)
    department: Literal["", "women", "men", "kids", "unisex"] = ""
    address: list[str] = []
    vat_id: str = ""
    receipt_note: str = ""
    theme: str = ""
    product_page: str = ""
    list_days: Annotated[int, Field(ge=0, le=365)] = 14

    @field_validator("product_page")
    @classmethod
    def _a_page(cls, template: str) -> str:
        if template and not PRODUCT_PAGE.fullmatch(template):
            raise ValueError(
                "should be the address of a product's page with {handle}, {sku} or {variant} in "
                "it, such as https://shop.example/products/{handle}"
            )
        return template

    @field_validator("locale")
    @classmethod
    def _known(cls, locale: str) -> str:
        from babel.core import Locale, UnknownLocaleError

        try:
            Locale.parse(locale, sep="-" if "-" in locale else "_")
        except (ValueError, UnknownLocaleError) as error:
            raise ValueError("should be a language and a country, such as en-IE") from error
        return locale


class Gs1(Section):
    company_prefix: Annotated[str, Field(pattern="^[0-9]{6,12}$")] = "9521141"


class Tls(Section):
    """Files in PEM. `ca` is what the shop's devices trust; "" = the certificate itself."""

    certificate: str
    key: str
    ca: str = ""


class HubSection(Section):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8800
    url: str = ""
    database: str = ""
    upstream: Annotated[str, Field(pattern="^(https?://[^/ ]+.*)?$")] = ""
    tls: Tls | None = None
    ca: str = ""  # for a machine that only reaches the hub: the file of its authority


class Security(Section):
    """`demo` opens the shop to its own machine without keys, and to nobody else."""

    demo: bool = False
    session_hours: Annotated[float, Field(gt=0, le=168)] = 12.0
    idle_minutes: Annotated[float, Field(gt=0, le=1440)] = 60.0
    audit_days: Annotated[int, Field(ge=0, le=36500)] = 730


class Staff(Section):
    """What is expected of the floor."""

    escalate_after_s: Annotated[float, Field(ge=10, le=3600)] = 90.0
    hold_minutes: Annotated[float, Field(ge=5, le=10080)] = 120.0


class Insight(Section):
    """What is learned from visits, which are anonymous."""

    keep_days: Annotated[int, Field(ge=1, le=3650)] = 400


class Device(BaseModel):
    """Settings of one device: its driver's name, and what that driver takes."""

    model_config = ConfigDict(extra="allow", frozen=True)

    driver: str
    port: str | int = ""  # a path, or a port of the network

    @field_validator("port", mode="before")
    @classmethod
    def _a_port(cls, port: object) -> object:
        if isinstance(port, bool) or not isinstance(port, str | int):
            raise ValueError("should be a text, or a port's number")
        return port

    def settings(self) -> dict[str, Any]:
        """As `hardware.device.open_device` takes them."""
        return {key: value for key, value in self.model_dump().items() if value != ""}


class Printer(Device):
    """A receipt printer. `always` prints every receipt, not only those that were asked for;
    `drawer` opens the cash drawer with those that a colleague was paid for."""

    always: bool = False
    drawer: bool = False

    def settings(self) -> dict[str, Any]:
        ours = ("always", "drawer")
        return {key: value for key, value in super().settings().items() if key not in ours}


class Mail(Section):
    """The server that takes our letters. `sender` is written `from` in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: str = ""
    sender: Annotated[str, Field(alias="from", pattern="^[^@\\s<>]+@[^@\\s<>]+$")]


class Room(Section):
    name: str
    reader: Device
    tablet: str = ""


class Table(Section):
    name: str
    reader: Device
    terminal: Device
    desk: bool = False
    printer: Printer | None = None


class Checkout(Section):
    """What the tablets ask besides the garments. `languages` are those of the page, which begins
    with the one of the shop's locale."""

    bags: list[str] = []
    loyalty: bool = False
    codes: bool = True
    count_check: bool = False
    idle_s: Annotated[float, Field(ge=30, le=600)] = 75.0
    tax_rounding: Literal["total", "line"] = "total"
    languages: Languages = ALL_LANGUAGES


def _one_or_several(alarm: object) -> str:
    return "(several)" if isinstance(alarm, list) else "(one)"


OneAlarm = Annotated[Device, Tag("(one)")]
SeveralAlarms = Annotated[list[Device], Field(min_length=1), Tag("(several)")]


class Gate(Section):
    """An exit. `alarm` is one device, or several that go off together."""

    name: str
    reader: Device
    alarm: Annotated[OneAlarm | SeveralAlarms, Discriminator(_one_or_several)]
    unknown: Literal["quiet", "alarm"] = "quiet"
    alarm_s: Annotated[float, Field(gt=0, le=60)] = 4.0
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 90

    @property
    def alarms(self) -> list[Device]:
        return self.alarm if isinstance(self.alarm, list) else [self.alarm]


class Mirror(Section):
    """`catalog` says which one it reads: its own snapshot (local), the hub's database (shared), or
    what `Settings.own_catalog` finds."""

    catalog: Literal["auto", "local", "shared"] = "auto"
    pictures_mb: Annotated[int, Field(ge=10, le=100_000)] = 400
    fullscreen: bool = False
    remote_view: bool = False
    forget_after_s: Annotated[float, Field(gt=0)] = 45.0
    languages: Languages = ALL_LANGUAGES
    light: Device | None = None
    scenes: Scenes = Field(default_factory=usual)
    light_at_rest: Annotated[float, Field(ge=0, le=1)] = 0.15
    sound: bool = True
    slides: str = ""
    sleep_after_s: Annotated[float, Field(ge=0, le=86_400)] = 900.0
    hours: Annotated[str, Field(pattern=HOURS)] = ""
    screen: Device = Device(driver="auto")

    def lamp(self, room: str) -> dict[str, Any] | None:
        """The room's lamp, as `hardware.device.open_device` takes it; None when it has none."""
        if self.light is None:
            return None
        return {
            key: value.replace("<room>", room) if isinstance(value, str) else value
            for key, value in self.light.settings().items()
        }


class Recorder(Section):
    minutes: Annotated[float, Field(ge=0, le=1440)] = 30.0
    megabytes: Annotated[float, Field(gt=0, le=10_000)] = 20.0


class Bench(Section):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8801
