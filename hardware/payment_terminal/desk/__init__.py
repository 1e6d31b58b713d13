"""Paying a colleague at the desk: the driver, and its books."""
