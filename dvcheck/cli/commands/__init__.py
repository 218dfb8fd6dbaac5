"""The commands, one file each: its options, what it calls, and how it prints the result."""
