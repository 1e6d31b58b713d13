"""Products, variants, items, images, looks and complements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("handle", name=op.f("uq_look_handle")),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("fabric", sa.String(), nullable=False),
        sa.Column("care", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("source_columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("handle", name=op.f("uq_product_handle")),
    )
    op.create_index(op.f("ix_product_title"), "product", ["title"], unique=False)

    op.create_table(
        "complement",
        sa.Column("seed_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_complement_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["seed_id"], ["product.id"], name=op.f("fk_complement_seed_id_product")
        ),
        sa.PrimaryKeyConstraint("seed_id", "rank", name=op.f("pk_complement")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_complement_product_id"), "complement", ["product_id"], unique=False)

    op.create_table(
        "image",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("source_columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_image_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_image")),
    )
    op.create_table(
        "look_entry",
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_look_entry_look_id_look")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_look_entry_product_id_product")
        ),
        sa.PrimaryKeyConstraint("look_id", "position", name=op.f("pk_look_entry")),
    )
    op.create_index(
        op.f("ix_look_entry_product_id_look_id"),
        "look_entry",
        ["product_id", "look_id"],
        unique=False,
    )

    op.create_table(
        "variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("colour_hex", sa.String(), nullable=False),
        sa.Column("colour_family", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("compare_at_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_source", sa.String(), nullable=False),
        sa.Column("source_quantity", sa.Integer(), nullable=True),
        sa.Column("source_columns", sa.JSON(), nullable=False),
        sa.Column("untagged_quantity", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("items_in_stock", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("items_in_stock >= 0", name=op.f("ck_variant_items_not_negative")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_variant_price_not_negative")),
        sa.CheckConstraint("untagged_quantity >= 0", name=op.f("ck_variant_untagged_not_negative")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_variant_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("gtin", name=op.f("uq_variant_gtin")),
        sa.UniqueConstraint("key", name=op.f("uq_variant_key")),
        sa.UniqueConstraint("sku", name=op.f("uq_variant_sku")),
    )
    op.create_index(
        "ix_variant_available",
        "variant",
        [
            "product_id",
            "kind",
            "department",
            "season",
            "colour_family",
            "colour",
            "size",
            "id",
            "items_in_stock",
            "untagged_quantity",
        ],
        unique=False,
        sqlite_where=sa.text("items_in_stock + untagged_quantity > 0"),
        postgresql_where=sa.text("items_in_stock + untagged_quantity > 0"),
    )
    op.create_index(
        op.f("ix_variant_product_id_position"), "variant", ["product_id", "position"], unique=False
    )
    op.create_index(
        "ix_variant_shelf",
        "variant",
        ["kind", "colour_family", "department", "product_id"],
        unique=False,
        sqlite_where=sa.text("items_in_stock + untagged_quantity > 0"),
        postgresql_where=sa.text("items_in_stock + untagged_quantity > 0"),
    )

    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag_value", sa.String(), nullable=False),
        sa.Column("tag_kind", sa.String(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sgtin", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('in_stock', 'sold', 'missing')", name=op.f("ck_item_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_item_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("sgtin", name=op.f("uq_item_sgtin")),
    )
    op.create_index(
        op.f("ix_item_tag_value_tag_kind"), "item", ["tag_value", "tag_kind"], unique=True
    )
    op.create_index(
        op.f("ix_item_variant_id_status"), "item", ["variant_id", "status"], unique=False
    )

    op.execute("INSERT INTO change (id, version) VALUES (1, 0)")
