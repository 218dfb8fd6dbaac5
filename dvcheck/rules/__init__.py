"""What follows from the answers. Pure: no file, no clock, no terminal, no environment."""
