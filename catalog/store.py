"""The catalog as programs use it: one object with every question and every change.

Owns connections and transactions; what happens inside them is in `resolving`, `searching`,
`stock`, `outfits` and `importing`. Safe to use from several threads. Values out are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from catalog import Migrating, searching, stock
from catalog.database import (
    HEAD,
    CatalogError,
    check_readable,
    current_revision,
    is_conflict,
    make_reader,
    make_writer,
    migrate,
    parse_url,
    retire,
    sqlite_file,
)
from catalog.outfits.complements import Complements
from catalog.outfits.replacing import instead_of
from catalog.outfits.seasons import season_on
from catalog.outfits.suggesting import suggest
from catalog.pricing import rows as pricing
from catalog.pricing.rows import load_rules
from catalog.pricing.rule import Rule
from catalog.product import Item, Offer, Product, Resolved, TagLike, Variant
from catalog.reading import load_owners, load_products, product_table
from catalog.resolving import resolve_tags
from catalog.tables import ChangeRow

if TYPE_CHECKING:
    from catalog.importing.report import ImportReport

T = TypeVar("T")
CONFLICTS_MOST = 4  # nobody else writes to the shop's tables; a conflict is rare, two a wonder
_VERSION = select(ChangeRow.version)


Also = Callable[[Connection], object]
"""What is done in the transaction of something else."""


def _nothing(_connection: Connection) -> None: ...


class Catalog:
    """The shop's products, stock and what goes with what, in one database.

    `engine` writes (the hub's own tables live in the same database), `reader` cannot. With SQLite
    both see each other's commits at once, and there is one write transaction at a time: inside
    `begin()` use its connection, and no method here that writes.
    """

    def __init__(
        self, url: str, *, read_only: bool = False, migrating: Migrating = nullcontext
    ) -> None:
        self._url = parse_url(url)
        self._writer: Engine | None = None
        self._rules: tuple[int, tuple[Rule, ...]] | None = None  # of a version
        if not read_only:
            self._writer = self._open_writer(migrating)
        self.reader = make_reader(self._url)
        if read_only:
            try:
                check_readable(self.reader, self._url)
            except CatalogError:
                self.reader.dispose()
                raise

    def _open_writer(self, migrating: Migrating) -> Engine:
        writer = make_writer(self._url)
        try:
            if current_revision(writer) != HEAD:
                writer.dispose()
                with migrating():
                    migrate(self._url)
        except Exception:
            writer.dispose()
            raise
        return writer

    @property
    def engine(self) -> Engine:
        """The writing engine. Raises `CatalogError` on a read-only catalog."""
        if self._writer is None:
            raise CatalogError("This catalog was opened read-only. Changes go through the hub.")
        return self._writer

    @property
    def url(self) -> str:
        return self._url.render_as_string(hide_password=False)

    def close(self) -> None:
        retire(self.reader)
        if self._writer is not None:
            self._writer.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One write transaction, one at a time: commits at the end, or undoes all on error."""
        with self.engine.begin() as connection:
            yield connection

    def transact(self, work: Callable[[Connection], T]) -> T:
        """One write transaction that is done again when the database undid it for another's sake.

        `work` may run more than once; only the last time counts.
        """
        for _ in range(CONFLICTS_MOST):
            try:
                with self.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not is_conflict(error):
                    raise
        with self.begin() as connection:
            return work(connection)

    def version(self) -> int:
        """Grows with every committed change of products, stock or items, by any process."""
        with self.reader.connect() as connection:
            return connection.execute(_VERSION).scalar_one()

    def is_empty(self) -> bool:
        """True when there is no product at all."""
        with self.reader.connect() as connection:
            return connection.scalar(select(product_table.id).limit(1)) is None

    def resolve(self, tag: TagLike) -> Resolved:
        """Which piece the tag is: an item, an unregistered piece, or unknown with a reason."""
        return self.resolve_all([tag])[str(tag.kind), str(tag.value)]

    def resolve_all(self, tags: Iterable[TagLike]) -> dict[tuple[str, str], Resolved]:
        """Many tags at once, by the (kind, value) they were asked with. Never raises for a tag."""
        with self.reader.connect() as connection:
            return resolve_tags(connection, tags)

    def product(self, product_id: int) -> Product:
        """The product with this id. Raises `KeyError`."""
        with self.reader.connect() as connection:
            return load_products(connection, [product_id])[product_id]

    def products(self, product_ids: Iterable[int]) -> dict[int, Product]:
        """Those of the products with these ids that there are."""
        with self.reader.connect() as connection:
            return load_products(connection, list(product_ids))

    def variant(self, variant_id: int) -> tuple[Product, Variant]:
        """The variant with this id and its product. Raises `KeyError`."""
        with self.reader.connect() as connection:
            return load_owners(connection, [variant_id])[variant_id]

    def variants(self, variant_ids: Iterable[int]) -> dict[int, tuple[Product, Variant]]:
        """Those of the variants with these ids that there are, with their products."""
        with self.reader.connect() as connection:
            return load_owners(connection, list(variant_ids))

    def search(self, text: str, limit: int = 50) -> list[Product]:
        """Products that have every word (title, brand, SKU, GTIN, handle, colour), by title."""
        with self.reader.connect() as connection:
            ids = searching.product_ids(connection, text, limit)
            products = load_products(connection, ids)
        return [products[product_id] for product_id in ids]

    def find_variant(self, sku_or_gtin_or_key: str) -> tuple[Product, Variant]:
        """The variant that this SKU, GTIN or key ("handle/Colour/Size") names.

        Raises `CatalogError` (a `LookupError`) that says what is there instead.
        """
        with self.reader.connect() as connection:
            variant_id = searching.variant_id(connection, sku_or_gtin_or_key)
            return load_owners(connection, [variant_id])[variant_id]

    def items(self, text: str = "", limit: int = 200, *, in_stock: bool = False) -> list[Item]:
        """Tagged pieces, by product title and tag; those whose words match when `text` is given."""
        with self.reader.connect() as connection:
            return searching.items(connection, text, limit, in_stock=in_stock)

    def picture_sources(self) -> dict[str, str]:
        """Picture key -> the web address it comes from, for pictures of imported products."""
        with self.reader.connect() as connection:
            return searching.picture_sources(connection)

    def goes_with(
        self,
        variants: Sequence[Variant],
        *,
        sizes: Mapping[str, str] | None = None,
        limit: int = 6,
        on: date | None = None,
        complements: Complements | None = None,
    ) -> list[Offer]:
        """What completes the outfit of all of these, in order of arrival: the best first.

        In stock, one of each kind, none of a kind that is here. `sizes` are this visit's by kind
        (see `outfits.sizing.worn`); what it does not say is read from the variants. `on` is the
        day, for the season. `complements` is another source than the table of learned ones.
        """
        season = season_on(on) if on else ""
        with self.reader.connect() as connection:
            return suggest(
                connection, variants, limit, sizes=sizes, season=season, complements=complements
            )

    def instead_of(self, variant: Variant, limit: int = 4) -> tuple[Offer, ...]:
        """What to try when this size is out: the same in another colour, then the nearest ones."""
        with self.reader.connect() as connection:
            return instead_of(connection, variant, limit)

    def restock(self, variant_id: int, delta: int, also: Also = _nothing) -> Variant:
        """Adds untagged pieces, or takes them away. Raises `ValueError` below 0, and `KeyError`.

        `also` is done in the same transaction: both are done, or neither.
        """
        with self.begin() as connection:
            stock.restock(connection, variant_id, delta)
            also(connection)
        return self.variant(variant_id)[1]

    def bind(self, tag: TagLike, variant_id: int, also: Also = _nothing) -> Item:
        """Commissions a tag as one piece of the variant. Raises `CatalogError`."""
        with self.begin() as connection:
            stock.bind(connection, tag, variant_id)
            also(connection)
        item = self.resolve(tag)
        assert isinstance(item, Item)
        return item

    def unbind(self, tag: TagLike, also: Also = _nothing) -> None:
        """The tag means nothing any more; its piece, if in stock, is an untagged one again."""
        with self.begin() as connection:
            stock.unbind(connection, tag)
            also(connection)

    def price_rules(self) -> tuple[Rule, ...]:
        """The shop's offers, also those that are over, as of the newest version."""
        with self.reader.connect() as connection:
            version = connection.execute(_VERSION).scalar_one()
            known = self._rules
            if known is None or known[0] != version:
                known = self._rules = version, load_rules(connection)
        return known[1]

    def add_price_rule(self, rule: Rule) -> Rule:
        """Adds a new offer; its id is made here. Raises `CatalogError`."""
        with self.begin() as connection:
            return pricing.add_rule(connection, rule)

    def save_price_rules(self, rules: Sequence[Rule]) -> None:
        """Adds these offers, or changes those of their handles: all or none."""
        with self.begin() as connection:
            pricing.save_rules(connection, rules)

    def start_price_rule(self, handle: str) -> Rule:
        """The offer runs from now on. Raises `CatalogError`."""
        with self.begin() as connection:
            return pricing.start_rule(connection, handle, datetime.now(UTC))

    def end_price_rule(self, handle: str) -> Rule:
        """The offer is over from now on. Raises `CatalogError`."""
        with self.begin() as connection:
            return pricing.end_rule(connection, handle, datetime.now(UTC))

    def mark_sold(self, connection: Connection, tags: Iterable[TagLike]) -> stock.StockChange:
        """Inside `begin()`: the pieces leave the stock. Refuses nothing, see `stock.mark_sold`."""
        return stock.mark_sold(connection, tags)

    def mark_in_stock(self, connection: Connection, tags: Iterable[TagLike]) -> stock.StockChange:
        """Inside `begin()`: the pieces are back, returned or found."""
        return stock.mark_in_stock(connection, tags)

    def mark_missing(self, connection: Connection, tags: Iterable[TagLike]) -> stock.StockChange:
        """Inside `begin()`: the pieces were not found in a count."""
        return stock.mark_missing(connection, tags)

    def import_file(
        self,
        path: Path,
        *,
        source: str = "shopify",
        currency: str,
        department: str = "",
        dry_run: bool = False,
        skip_bad: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
        name: str = "",
    ) -> ImportReport:
        """Imports products from a file, all or nothing unless `skip_bad`; twice changes nothing.

        `department` is that of garments that do not say one. `progress(step, done, total)` is
        called now and then. `name` is what messages call the file, if not by its path. Raises
        `CatalogError` when the file as a whole cannot be read; bad rows are in the report.
        """
        from catalog.importing import import_file

        return import_file(
            self,
            path,
            source=source,
            currency=currency,
            department=department,
            dry_run=dry_run,
            skip_bad=skip_bad,
            progress=progress,
            name=name,
        )

    def __repr__(self) -> str:
        return f"Catalog({sqlite_file(self._url) or self._url!s})"
