"""Card terminals of Stripe: the driver, and a simulator of Stripe's side for the loopback."""
