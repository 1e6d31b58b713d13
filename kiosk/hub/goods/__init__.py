"""Goods and their tags: imports, pictures, tags that nobody knows yet."""
