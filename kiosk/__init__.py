"""Hangtag's programs: mirror, table, gate, hub and bench, and the command `kiosk` that starts them.

Programs never import each other; what they share is `kiosk.config`, `kiosk.hub_client` and
`kiosk.hub_asking`.
"""

__version__ = "0.1.0"
