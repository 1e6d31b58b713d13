"""Alarms at an exit: light, sound, or both."""
