"""RFID: readers and the vendors' bytes, the radio field, and presence in a read zone."""
