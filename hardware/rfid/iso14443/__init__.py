"""ISO 14443 type A cards at 13.56 MHz: what the card does, its checksum, what is written on it."""
