"""What goes with what is in the room: looks, learned complements, and attribute fit."""
