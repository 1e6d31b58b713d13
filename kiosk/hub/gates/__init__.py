"""The shop's exits, as the hub sees them: the list they decide by, alarms, staff's test tags."""
