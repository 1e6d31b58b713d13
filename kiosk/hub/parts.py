"""The parts of the hub, made and put together in the order in which they need each other.

Owns that order and its undoing. Decides nothing about baskets, requests or the catalog; nothing is
served here.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version

from catalog.pictures import PictureStore
from catalog.store import Catalog
from kiosk.config import Settings
from kiosk.hub.aftersale.aftersale import AfterSale
from kiosk.hub.aftersale.refunds import Refunds
from kiosk.hub.bookkeeping.closing import Closing
from kiosk.hub.checkout.tax import TaxPolicy
from kiosk.hub.context import Hub
from kiosk.hub.gates.gates import Gates
from kiosk.hub.goods.imports import Imports
from kiosk.hub.goods.pictures import PictureFetcher
from kiosk.hub.goods.snapshots import Snapshots
from kiosk.hub.goods.unknown_tags import UnknownTags
from kiosk.hub.insight.insight import Insight
from kiosk.hub.ledger import Ledger
from kiosk.hub.live import Live
from kiosk.hub.outbox.settling import Settling
from kiosk.hub.outbox.upstream import Upstream
from kiosk.hub.outbox.worker import Outbox
from kiosk.hub.receipts.receipts import Receipts, open_printers
from kiosk.hub.receipts.requested import printed_always
from kiosk.hub.reconciling import Reconciler
from kiosk.hub.rooms.around import Around
from kiosk.hub.rooms.requests import Requests
from kiosk.hub.security.devices import DeviceKind
from kiosk.hub.security.security import Security
from kiosk.hub.shop import open_shop
from kiosk.hub.tables.desk import Desks
from kiosk.hub.tables.places import Places
from kiosk.hub.tables.shop_tables import Tables, shop_address
from kiosk.hub.tables.terminals import Terminals, open_terminals, terminal_of
from kiosk.hub.visits.kept import KeptLists
from kiosk.hub.visits.told import Told
from kiosk.hub.visits.visits import Visits


def open_parts(
    settings: Settings,
    live: Live,
    catalog: Catalog | None,
    terminals: Terminals | None,
    opened: ExitStack,
) -> Hub:
    """Makes the parts, in the order in which they need each other; `opened` undoes it."""
    if catalog is None:
        catalog = opened.enter_context(contextlib.closing(open_shop(settings)))
    if terminals is None:
        terminals = open_terminals(settings)
    epoch = secrets.token_hex(8)
    ledger = Ledger(
        catalog,
        TaxPolicy(settings.shop.tax_percent, settings.checkout.tax_rounding),
        printed=lambda table: printed_always(settings, table),
    )
    tables = Tables(settings, catalog, ledger, live, terminals, epoch=epoch)

    def basket(table: str) -> Mapping[str, object]:
        return tables.snapshot(table)

    reconciling: list[Reconciler] = []  # once it is there
    exits = Gates(settings, catalog, live)
    unknown_tags = UnknownTags(settings, catalog, basket=basket, known=exits.tests.__contains__)
    places = Places(settings, tables)
    visits = Visits(
        settings,
        catalog,
        live,
        KeptLists(catalog, settings.shop.list_days),
        address=shop_address(settings),
        epoch=epoch,
    )
    security = Security(settings, catalog)
    asked = Requests(
        settings,
        catalog,
        live,
        Around(
            basket=basket,
            hands=tables.hands,
            looks=lambda: [
                *tables.looks(),
                *places.looks(),
                *exits.looks(),
                *(look for each in reconciling for look in each.looks()),
            ],
            unknown=unknown_tags.count,
            elsewhere=places.elsewhere,
            exits=exits.said,
            on_duty=lambda: security.duty.anybody,
            portrait=security.portraits.path_of,
            has_mirror=lambda room: security.devices.expected(DeviceKind.MIRROR, room),
            phones=visits.room,
        ),
    )
    visits.on_change = asked.refresh
    visits.on_told = asked.hear

    def forgotten(room: str, told: Told) -> None:
        tables.take_back(room, told.sent)  # first: it needs no database
        asked.forget(told.key)

    visits.on_forgotten = forgotten
    security.open(live.look_again)
    opened.callback(security.close)
    receipts = Receipts(settings, catalog, open_printers(settings), shop_address(settings))
    opened.callback(receipts.close)
    fetcher = PictureFetcher(settings.pictures_dir)
    fetcher.open()
    opened.callback(fetcher.close)
    sample = [settings.sample_dir / "pictures"] if settings.sample_dir else []
    folder = settings.data_dir / "snapshots"
    snapshots = Snapshots(catalog, live, folder, (settings.pictures_dir, *sample))
    opened.callback(snapshots.close)
    sources = catalog.picture_sources

    def imported() -> None:
        snapshots.goods_changed()
        fetcher.want(sources())

    imports = Imports(settings, catalog, imported=imported)
    fetcher.want(sources())
    aftersale = AfterSale(catalog)
    aftersale.on_change = asked.refresh
    tables.on_change = asked.refresh
    places.on_change = asked.refresh
    exits.on_change = asked.refresh
    opened.callback(tables.close)
    tables.open()
    asked.open()
    opened.callback(asked.close)
    insight = Insight(catalog, keep_days=settings.insight.keep_days, tidy=asked.tidy)
    insight.open()
    opened.callback(insight.close)
    visits.open()
    opened.callback(visits.close)
    exits.open()
    opened.callback(exits.close)
    refunds = Refunds(catalog, terminals)
    refunds.on_change = asked.refresh
    settling = Settling(ledger, lambda payment: terminal_of(terminals, payment))
    outbox = Outbox(
        catalog,
        {
            **settling.handlers,
            **receipts.handlers,
            "gate": exits.handle,
            "refund": refunds,
            "upstream": Upstream(catalog, settings.hub.upstream, settings.shop.name),
        },
    )
    ledger.on_outbox = aftersale.on_outbox = receipts.requested.wake = outbox.wake
    outbox.open()
    opened.callback(outbox.close)
    reconciler = Reconciler(
        catalog, ledger, terminals, tables.left_behind, locale=settings.shop.locale
    )
    reconciler.on_change = asked.refresh
    reconciling.append(reconciler)
    reconciler.open()
    opened.callback(reconciler.close)
    return Hub(
        settings=settings,
        catalog=catalog,
        ledger=ledger,
        aftersale=aftersale,
        desks=Desks(catalog, terminals),
        tables=tables,
        places=places,
        gates=exits,
        requests=asked,
        unknown_tags=unknown_tags,
        imports=imports,
        insight=insight,
        live=live,
        fetcher=fetcher,
        snapshots=snapshots,
        security=security,
        receipts=receipts,
        closing=Closing(catalog),
        visits=visits,
        outbox=outbox,
        reconciler=reconciler,
        pictures=PictureStore([settings.pictures_dir, *sample]),
        epoch=epoch,
        since=datetime.now(UTC),
        version=version("hangtag"),
    )
