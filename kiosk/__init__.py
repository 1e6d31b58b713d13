"""Hangtag's programs: mirror, table, gate, hub and bench, and the command `kiosk` that starts them.

Programs never import each other; what they share is `kiosk.config` and `kiosk.hub_client`.
"""

__version__ = "0.1.0"
