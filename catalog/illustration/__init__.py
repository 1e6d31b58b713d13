"""Flat-lay pictures of garments, drawn by code: the sample shop's, and one for any garment that
comes without a picture.

`python -m catalog.illustration` rebuilds the sample shop. Owns drawing; where pictures are looked
for is `catalog.pictures`' matter.
"""

from catalog.illustration.fallback import ensure, illustration_key

__all__ = ["ensure", "illustration_key"]
