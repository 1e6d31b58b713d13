"""Printers that speak ESC/POS, over the network, USB or a serial line."""
