"""What the shop learns from its visits: touchpoints, ratings, and what is read from them."""
