"""The sample shop's files, made from `shop.yaml`: Shopify's product export and the tags' EPCs.

Owns how the owner's compact table becomes rows: SKUs, GTINs, stock, serials. Every number is drawn
from the names by hashing, so the same table always gives the same shop. Owns no drawing, and no
reading back: `catalog.importing` reads products.csv like any shop's export.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.illustration.drawing import Drawing

COMPANY_PREFIX = "9521141"  # in GS1's own range for examples
TAGGED_PIECES = 600

# Shopify's product export as its admin writes it, then the shop's own metafields.
SHOPIFY_HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
    "Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,"
    "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,"
    "Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,"
    "Google Shopping / Google Product Category,Google Shopping / Gender,"
    "Google Shopping / Age Group,Google Shopping / MPN,Google Shopping / AdWords Grouping,"
    "Google Shopping / AdWords Labels,Google Shopping / Condition,"
    "Google Shopping / Custom Product,Google Shopping / Custom Label 0,"
    "Google Shopping / Custom Label 1,Google Shopping / Custom Label 2,"
    "Google Shopping / Custom Label 3,Google Shopping / Custom Label 4,Variant Image,"
    "Variant Weight Unit,Variant Tax Code"
)
FABRIC = "Fabric (product.metafields.custom.fabric)"
CARE = "Care instructions (product.metafields.custom.care)"
SEASON = "Season (product.metafields.custom.season)"
COLUMNS = (*SHOPIFY_HEADER.split(","), FABRIC, CARE, SEASON)

GENDERS = {"women": "female", "men": "male", "unisex": "unisex"}
GRAMS = {"coat": 1400, "jacket": 900, "blazer": 700, "boots": 1200, "shoes": 800, "jeans": 650,
         "knit": 450, "sweatshirt": 550, "trousers": 450, "dress": 380, "bag": 700, "belt": 180,
         "sunglasses": 60, "earrings": 20, "necklace": 30, "socks": 70, "hat": 90}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleVariant:
    """One size and colour of the sample shop. `pieces` is what hangs there, `tagged` of them with
    a tag. `picture` is a picture key."""

    sku: str
    gtin13: str
    colour: str
    size: str
    picture: str
    pieces: int
    tagged: int


def check_digit(digits: str) -> str:
    """GS1's check digit for a GTIN without one (General Specifications 7.9)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def sgtin96(gtin13: str, serial: int) -> str:
    """The EPC of one piece as 24 hex digits: header 30, filter 1 (point of sale), partition 5
    (7 digits of company prefix), TDS 14.6.1. `serial` < 2**38."""
    company, item = int(gtin13[:7]), int("0" + gtin13[7:12])  # indicator digit 0, then item
    bits = 0x30
    for value, width in ((1, 3), (5, 3), (company, 24), (item, 20), (serial, 38)):
        bits = bits << width | value
    return f"{bits:024X}"


def picture_key(handle: str, colour: str) -> str:
    return f"{handle}-{_slug(colour)}"


def load_shop(folder: Path) -> dict[str, Any]:
    """`shop.yaml` as it is written. Raises `OSError`, `yaml.YAMLError`."""
    with (folder / "shop.yaml").open(encoding="utf-8") as file:
        shop: dict[str, Any] = yaml.safe_load(file)
    return shop


def load_colours(folder: Path) -> dict[str, str]:
    """Colour name → "#RRGGBB" of the sample's pictures."""
    with (folder / "colours.yaml").open(encoding="utf-8") as file:
        colours: dict[str, str] = yaml.safe_load(file)
    return colours


def variants(shop: Mapping[str, Any]) -> dict[str, list[SampleVariant]]:
    """Product handle → its variants, with stock: some sizes are sold out, most hang there one to
    three times with a tag, and some have pieces in the stockroom that nobody has tagged yet."""
    names: list[tuple[str, str, str, str]] = []  # handle, colour, size, gtin
    for number, product in enumerate(shop["products"], start=1):
        sizes = shop["sizes"][product["sizes"]] or [""]
        pairs = [(colour, size) for colour in product["colours"] for size in sizes]
        for index, (colour, size) in enumerate(pairs):
            body = f"{COMPANY_PREFIX}{100 + number:03d}{index:02d}"
            names.append((product["handle"], colour, size, body + check_digit(body)))
    tagged = _tagged_pieces(
        [(_sku(handle, colour, size), size) for handle, colour, size, _ in names]
    )
    result: dict[str, list[SampleVariant]] = {}
    for handle, colour, size, gtin in names:
        sku = _sku(handle, colour, size)
        with_tag = tagged[sku]
        spare = (0, 0, 0, 1, 2, 4)[_draw("spare", sku) % 6] if with_tag else 0
        result.setdefault(handle, []).append(
            SampleVariant(
                sku, gtin, colour, size, picture_key(handle, colour), with_tag + spare, with_tag
            )
        )
    return result


def write_products(folder: Path, shop: Mapping[str, Any]) -> None:
    """products.csv: a product's own columns on its first row, then one row per variant. The
    pictures, one per colour, take the first rows."""
    stock = variants(shop)
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for product in shop["products"]:
            writer.writerows(_rows(shop, product, stock[product["handle"]]))


def tags(shop: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(SKU, EPC) of every tagged piece, in the order of the catalog."""
    for product in variants(shop).values():
        for variant in product:
            for piece in range(variant.tagged):
                serial = _draw("serial", variant.sku, str(piece)) % 10**9 + 1
                yield variant.sku, sgtin96(variant.gtin13, serial)


def write_tags(folder: Path, shop: Mapping[str, Any]) -> None:
    with (folder / "tags.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sku", "epc"))
        writer.writerows(tags(shop))


def drawings(
    shop: Mapping[str, Any], colours: Mapping[str, str]
) -> Iterator[tuple[str, str, Drawing]]:
    """(handle, picture key, drawing) of every product in every colour."""
    for product in shop["products"]:
        options = dict(product["draw"])
        shape, fabric = options.pop("shape", product["kind"]), options.pop("fabric")
        pattern = options.pop("pattern", "")
        for colour in product["colours"]:
            key = picture_key(product["handle"], colour)
            own = "shirting" if colour == "Sky stripe" else pattern
            yield product["handle"], key, Drawing(shape, fabric, colours[colour], own, options)


def _rows(
    shop: Mapping[str, Any], product: Mapping[str, Any], variants: Sequence[SampleVariant]
) -> Iterator[dict[str, object]]:
    points = "".join(f"<li>{point}</li>" for point in product["points"])
    sized = variants[0].size != ""
    head: dict[str, object] = {
        "Title": product["title"],
        "Body (HTML)": f"<p>{product['body']}</p><ul>{points}</ul>",
        "Vendor": shop["brand"],
        "Type": product["kind"].capitalize(),
        "Tags": ", ".join(product["tags"]),
        "Published": "true",
        "Option1 Name": "Colour",
        "Option2 Name": "Size" if sized else "",
        "Gift Card": "false",
        "SEO Title": f"{product['title']} | {shop['brand']}",
        "SEO Description": product["body"],
        "Google Shopping / Gender": GENDERS[product["who"]],
        "Google Shopping / Age Group": "adult",
        "Google Shopping / Condition": "new",
        FABRIC: product["fabric"],
        CARE: shop["care"][product["care"]],
        SEASON: product["season"],
    }
    colours = list(dict.fromkeys(variant.colour for variant in variants))
    for index, variant in enumerate(variants):
        row: dict[str, object] = {
            "Handle": product["handle"],
            **(head if index == 0 else {}),
            "Option1 Value": variant.colour,
            "Option2 Value": variant.size,
            "Variant SKU": variant.sku,
            "Variant Grams": GRAMS.get(product["kind"], 300),
            "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": variant.pieces,
            "Variant Inventory Policy": "deny",
            "Variant Fulfillment Service": "manual",
            "Variant Price": f"{product['price']:.2f}",
            "Variant Compare At Price": f"{product['was']:.2f}" if "was" in product else "",
            "Variant Requires Shipping": "true",
            "Variant Taxable": "true",
            "Variant Barcode": variant.gtin13,
            "Variant Image": f"sample:{variant.picture}",
            "Variant Weight Unit": "g",
        }
        if index < len(colours):
            row["Image Src"] = f"sample:{picture_key(product['handle'], colours[index])}"
            row["Image Position"] = index + 1
            row["Image Alt Text"] = f"{product['title']}, {colours[index].lower()}"
        yield row


def _tagged_pieces(sized: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many pieces of each variant (SKU, size) carry a tag: about one size in eleven is sold
    out, the rest have one, and more are dealt out, up to three each, until there are 600."""
    pieces = {sku: 0 if size and _draw("sold out", sku) % 11 == 0 else 1 for sku, size in sized}
    missing = TAGGED_PIECES - sum(pieces.values())
    open_places = [
        (_draw("more", sku, str(n)), sku) for sku in pieces if pieces[sku] for n in (2, 3)
    ]
    for _, sku in sorted(open_places)[:missing]:
        pieces[sku] += 1
    return pieces


def _sku(handle: str, colour: str, size: str) -> str:
    style = "-".join(word[:3] for word in handle.split("-"))
    shade = "".join(word[:2] for word in colour.split())[:3] if " " in colour else colour[:3]
    return "-".join(part for part in (style, shade, size) if part).upper()


def _draw(*names: str) -> int:
    """A number that depends on the names alone."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:8])


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
