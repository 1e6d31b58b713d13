"""Checkout tables while the hub runs: what lies there, their checkouts, where each piece is."""
