"""A simulated lamp: its driver, and what plays it at the bench."""
