"""How the shop's devices are, as the programs that use them say. Owns the shape of the answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

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
            "reader": {"state": health.state.value, "message": health.message},
        }
        for room, health in hub.places.readers().items()
    ]
    tables = []
    for table, settings in hub.settings.tables.items():
        said = hub.tables.snapshot(table)
        tables.append(
            {
                "name": f"table-{table}",
                "title": settings.name,
                "reader": said["reader"],
                "terminal": said["terminal"],
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
