"""The checkout, decided: basket, tender, state machine, receipt, and what the tablet is told.

Pure: frozen values, `now` as an argument (seconds of any steady clock), no I/O. `kiosk.hub.tables`
runs it, `kiosk.hub.ledger` writes it down.
"""
