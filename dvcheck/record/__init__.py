"""What the officer entered, durably: an append-only journal and the case folded from it."""
