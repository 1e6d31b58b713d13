"""`kiosk staff`: who works in the shop and may sign in at the console.

Owns the words of the commands. Changes go through the hub while it runs, and are written into the
shop's database when it does not. A PIN is asked for, as `pins.py` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.commands.catalog import ask_hub, hub_runs
from kiosk.commands.pins import FromInput, new_pin

if TYPE_CHECKING:
    from kiosk.config import Settings
    from kiosk.hub.security.staff import Staff

app = typer.Typer(help="Colleagues: who may sign in, and their PINs.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The colleague's name.")]
HERE = "this machine"


@app.command("list")
def list_() -> None:
    """Shows who works here."""
    from rich.console import Console
    from rich.table import Table

    from kiosk.config import load

    settings = load()

    def directly(staff: Staff) -> list[dict[str, Any]]:
        return [
            {"name": one.name, "role": one.role.value, "active": one.active}
            for one in staff.users()
        ]

    users = _change(settings, "GET", "/api/staff/users", None, directly)
    if not users:
        typer.echo('Nobody. Add a manager: kiosk staff add "Your name" --role manager')
        return
    table = Table("name", "role", "may sign in", box=None)
    for one in users:
        table.add_row(one["name"], one["role"], "yes" if one["active"] else "no")
    Console().print(table)


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="associate or manager.")] = "associate",
    pin_stdin: FromInput = False,
) -> None:
    """A new colleague; asks for their PIN."""
    from kiosk.config import load
    from kiosk.hub.security.staff import Role

    if role not in list(Role):
        raise typer.BadParameter("A role is associate or manager.")
    settings = load()
    pin = new_pin(pin_stdin)
    body = {"name": name, "role": role, "pin": pin}
    _change(
        settings,
        "POST",
        "/api/staff/users",
        body,
        lambda staff: staff.add(name, Role(role), pin, by=HERE, device=HERE),
    )
    typer.echo(f"{name} can sign in now, as {role}.")


@app.command()
def pin(name: Name, pin_stdin: FromInput = False) -> None:
    """Another PIN for a colleague; whoever is signed in with the old one is signed out."""
    from kiosk.config import load

    settings = load()
    new = new_pin(pin_stdin)
    _change(
        settings,
        "POST",
        "/api/staff/users/pin",
        {"name": name, "pin": new},
        lambda staff: staff.set_pin(_id(staff, name), new, by=HERE, device=HERE),
    )
    typer.echo(f"{name}'s new PIN holds.")


@app.command()
def disable(name: Name) -> None:
    """The colleague cannot sign in any more; what they did stays in the audit log."""
    _set_active(name, False)
    typer.echo(f"{name} cannot sign in any more.")


@app.command()
def enable(name: Name) -> None:
    """The colleague can sign in again."""
    _set_active(name, True)
    typer.echo(f"{name} can sign in again.")


def _set_active(name: str, active: bool) -> None:
    from kiosk.config import load

    _change(
        load(),
        "POST",
        "/api/staff/users/active",
        {"name": name, "active": active},
        lambda staff: staff.set_active(_id(staff, name), active, by=HERE, device=HERE),
    )


def _id(staff: Staff, name: str) -> int:
    from kiosk.hub.security.staff import StaffError

    user = staff.named(name)
    if user is None:
        known = ", ".join(one.name for one in staff.users()) or "nobody"
        raise StaffError(f"There is no colleague called {name}; there is: {known}.")
    return user.id


def _change(
    settings: Settings,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    directly: Callable[[Staff], Any],
) -> Any:
    """Through the hub while it runs; otherwise in the database. Raises `ConfigError` in words."""
    if hub_runs(settings):
        return ask_hub(settings, method, path, body)
    from kiosk.config import ConfigError
    from kiosk.hub.security.pins import WeakPinError
    from kiosk.hub.security.staff import StaffError

    with _staff(settings) as staff:
        try:
            return directly(staff)
        except (StaffError, WeakPinError) as error:
            raise ConfigError(str(error)) from error


@contextmanager
def _staff(settings: Settings) -> Iterator[Staff]:
    from kiosk.hub.security.staff import Staff
    from kiosk.hub.shop import open_shop

    catalog = open_shop(settings)
    try:
        staff = Staff(catalog, demo=settings.security.demo)
        staff.open()
        yield staff
    finally:
        catalog.close()
