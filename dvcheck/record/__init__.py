"""The append-only journal of what the officer enters, and the case folded from it."""
