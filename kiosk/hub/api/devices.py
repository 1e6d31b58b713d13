"""How the shop's devices are, as the programs that use them say. Owns the shape of the answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from hardware.device import Health
from kiosk.hub.context import Hub, hub_of

router = APIRouter(prefix="/api", tags=["devices"])


@router.get("/devices")
def devices(hub: Annotated[Hub, Depends(hub_of)]) -> dict[str, Any]:
    """Every room's reader, every table's reader and card terminal, every exit's reader and alarm.
    A room or exit that was not heard of is not there."""
    rooms = [
        {
            "name": f"room-{room}",
            "title": hub.settings.rooms[room].name,
            "reader": _health(health),
        }
        for room, health in hub.places.readers().items()
    ]
    tables = []
    printers = hub.receipts.printers()
    for table, settings in hub.settings.tables.items():
        said = hub.tables.snapshot(table)
        tables.append(
            {
                "name": f"table-{table}",
                "title": settings.name,
                "reader": said["reader"],
                "terminal": said["terminal"],
                **({"printer": _health(printers[table])} if table in printers else {}),
            }
        )
    exits = [
        {
            "name": f"gate-{gate}",
            "title": hub.gates.name(gate),
            "reader": {"state": state.reader.state.value, "message": state.reader.message},
            "alarm": {"state": state.alarm.state.value, "message": state.alarm.message},
        }
        for gate, state in hub.gates.states().items()
        if state is not None
    ]
    return {"devices": [*rooms, *tables, *exits]}


def _health(health: Health) -> dict[str, str]:
    return {"state": health.state.value, "message": health.message}
