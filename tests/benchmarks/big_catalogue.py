"""A large invented catalogue: as a Shopify CSV, and as a database with learned complements.

Every run makes the same one. 4 variants a product, as the commonest shops have.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from catalog.store import Catalog

HEADER = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "SEO Title",
    "SEO Description",
    "Google Shopping / Google Product Category",
    "Google Shopping / Gender",
    "Google Shopping / Age Group",
    "Variant Image",
    "Variant Weight Unit",
    "Variant Tax Code",
    "",
]
VARIANTS_A_PRODUCT = 4
KINDS = (
    "Shirt",
    "Blouse",
    "Tee",
    "Top",
    "Jumper",
    "Hoodie",
    "Dress",
    "Skirt",
    "Trousers",
    "Jeans",
    "Shorts",
    "Jacket",
    "Coat",
    "Blazer",
    "Scarf",
    "Bag",
    "Belt",
    "Sneakers",
    "Boots",
    "Beanie",
    "Necklace",
    "Earrings",
    "Bracelet",
    "Gloves",
)
COLOURS = (
    "Ivory",
    "White",
    "Sand",
    "Camel",
    "Black",
    "Charcoal",
    "Navy",
    "Blue",
    "Olive",
    "Forest",
    "Rust",
    "Red",
    "Rose",
    "Mustard",
)
FABRICS = ("Linen", "Cotton", "Wool", "Silk", "Denim", "Merino", "Satin", "Poplin")
NAMES = (
    "Harbour",
    "Orchard",
    "Meadow",
    "Atelier",
    "Dune",
    "Lagoon",
    "Studio",
    "Terrace",
    "Canyon",
    "Willow",
)
SIZES = ("S", "M", "L", "XL")
SEASONS = ("spring", "summer", "autumn", "winter", "")


def rows(variants: int) -> Iterator[list[str]]:
    """The rows of the CSV, without its header; a tenth of the variants are out of stock."""
    random_ = random.Random(20_26)
    for number in range(variants // VARIANTS_A_PRODUCT):
        kind, fabric = random_.choice(KINDS), random_.choice(FABRICS)
        name = random_.choice(NAMES)
        title = f"{name} {fabric.lower()} {kind.lower()}"
        handle = f"{name}-{fabric}-{kind}-{number}".lower()
        gender = random_.choice(("female", "female", "male", "unisex"))
        colours = random_.sample(COLOURS, 2)
        price = f"{random_.randint(20, 300)}.00"
        for index in range(VARIANTS_A_PRODUCT):
            cells = dict.fromkeys(HEADER, "")
            colour, size = colours[index // 2], SIZES[(number + index) % 4]
            if index == 0:
                cells |= {
                    "Title": title,
                    "Body (HTML)": f"<p>A {title} with a soft hand.</p><ul><li>{fabric}</li></ul>",
                    "Vendor": "Maison",
                    "Type": kind,
                    "Tags": f"{fabric}, {random_.choice(SEASONS)}",
                    "Published": "true",
                    "Option1 Name": "Colour",
                    "Option2 Name": "Size",
                    "Google Shopping / Gender": gender,
                    "Image Src": f"https://shop.example/{handle}.jpg",
                    "Image Position": "1",
                }
            cells |= {
                "Handle": handle,
                "Option1 Value": colour,
                "Option2 Value": size,
                "Variant SKU": f"M{number:06d}-{index}",
                "Variant Grams": "200",
                "Variant Inventory Tracker": "shopify",
                "Variant Inventory Qty": str(max(0, random_.randint(-1, 8))),
                "Variant Price": price,
                "Variant Requires Shipping": "true",
                "Variant Taxable": "true",
            }
            yield list(cells.values())


def write_csv(path: Path, variants: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(variants))


def learn_complements(catalog: Catalog, per_product: int) -> None:
    """That many complements for each product, of other kinds, with falling scores."""
    random_ = random.Random(7)
    with catalog.begin() as connection:
        products = connection.exec_driver_sql("SELECT id, kind FROM product").fetchall()
        for product_id, kind in products:
            others = random_.sample(products, per_product * 2)
            chosen = [other for other in others if other[1] != kind][:per_product]
            connection.exec_driver_sql(
                "INSERT INTO complement (seed_id, rank, product_id, score) VALUES (?, ?, ?, ?)",
                [
                    (product_id, rank, other_id, 1.0 / rank)
                    for rank, (other_id, _) in enumerate(chosen, start=1)
                ],
            )
