"""Stripe's side of the wire, played on the loopback: a simulator, not Stripe."""
