"""One believable shape per kind of garment."""
