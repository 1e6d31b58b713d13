"""MFRC522 boards (RC522) on a Raspberry Pi's SPI bus: registers, driver and a model of the chip."""
