"""NXP PN532 on a serial line (HSU), 13.56 MHz cards: wire format, driver and emulator."""
