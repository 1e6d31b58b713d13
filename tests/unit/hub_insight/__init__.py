"""What the shop learns from its visits: kept, counted and forgotten."""
