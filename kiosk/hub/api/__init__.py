"""The hub's HTTP API: one router per thing that can be talked about."""
