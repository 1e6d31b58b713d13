"""A lamp that WLED drives, over the network."""
