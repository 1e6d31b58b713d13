"""LLRP readers (Impinj, Zebra and other fixed ones) on the network: driver, wire, emulator."""
