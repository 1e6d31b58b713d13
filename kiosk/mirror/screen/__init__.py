"""What the mirror shows and says for a visit: pure functions to frozen values. No pixels, no Qt."""
