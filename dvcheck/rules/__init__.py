"""The rules: what follows from the answers. Pure: no file, clock, terminal or environment."""
