"""ThingMagic / JADAK serial modules (M6e Nano, M7E Hecto): wire format, driver and emulator."""
