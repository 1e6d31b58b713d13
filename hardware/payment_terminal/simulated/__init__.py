"""A card terminal that is played by a program: driver, wire format and emulator, side by side."""
