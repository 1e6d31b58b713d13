"""A simulated alarm: its driver, and what plays it at the bench."""
