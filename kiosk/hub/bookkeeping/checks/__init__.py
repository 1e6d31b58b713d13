"""Every invariant of the ledger, asked of the database as it is."""
