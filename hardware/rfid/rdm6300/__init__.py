"""The RDM6300, a reader of 125 kHz cards that only talks: wire format, driver and emulator."""
