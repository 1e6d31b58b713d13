"""What stands in front of us: tags, antennas, card terminals.

Knows nothing of garments, catalogs or programs. A tag is an opaque `TagId`, money is
`(amount_minor, currency)`.
"""
