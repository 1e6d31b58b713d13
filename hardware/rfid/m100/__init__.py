"""MagicRF M100 and QM100 modules (R200, YRM100, JRD-4035): wire format, driver and emulator."""
