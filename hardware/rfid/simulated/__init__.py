"""A reader without wires, straight from a radio field."""
