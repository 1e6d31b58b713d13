"""What hangs in the room and what the shop knows of it. Threads of their own, no Qt."""
