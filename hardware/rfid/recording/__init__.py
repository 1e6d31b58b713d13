"""What a read zone was told and decided, written down so that it can be played back exactly."""
