"""Sounds from the machine's loudspeaker."""
