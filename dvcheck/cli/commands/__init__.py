"""One file a command: its options, what it calls, and how the result is printed."""
