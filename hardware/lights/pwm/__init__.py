"""A lamp of one or two whites on a Raspberry Pi's pins."""
