"""The hub's own tables, in the shop's database beside the catalog's.

Owns what a row is and which rows may exist together; who writes them is said in each part. Their
changes over time are in `kiosk/hub/migrations/`.
"""

from kiosk.hub.schema.base import HEAD, VERSION_TABLE, Base
from kiosk.hub.schema.finding import FindingRow
from kiosk.hub.schema.gate import GateAlarmRow, TestTagRow
from kiosk.hub.schema.kept_list import KeptListRow
from kiosk.hub.schema.outbox import OutboxRow
from kiosk.hub.schema.payment import AttemptRow, CheckoutRow, ClaimRow
from kiosk.hub.schema.people import (
    AuditRow,
    DeviceRow,
    EnrolmentRow,
    StaffSessionRow,
    StaffUserRow,
)
from kiosk.hub.schema.sale import (
    DayCloseRow,
    ReceiptRow,
    SaleLineRow,
    SaleReturnLineRow,
    SaleReturnRow,
    SaleRow,
    SoldRow,
)
from kiosk.hub.schema.visit import RatingRow, StaffPictureRow, TouchpointRow

__all__ = [
    "HEAD",
    "VERSION_TABLE",
    "AttemptRow",
    "AuditRow",
    "Base",
    "CheckoutRow",
    "ClaimRow",
    "DayCloseRow",
    "DeviceRow",
    "EnrolmentRow",
    "FindingRow",
    "GateAlarmRow",
    "KeptListRow",
    "OutboxRow",
    "RatingRow",
    "ReceiptRow",
    "SaleLineRow",
    "SaleReturnLineRow",
    "SaleReturnRow",
    "SaleRow",
    "SoldRow",
    "StaffPictureRow",
    "StaffSessionRow",
    "StaffUserRow",
    "TestTagRow",
    "TouchpointRow",
]
