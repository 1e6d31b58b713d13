"""One reader for several listeners on a machine: each hears its own antennas."""
