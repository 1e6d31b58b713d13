"""An alarm on a Raspberry Pi's pins."""
