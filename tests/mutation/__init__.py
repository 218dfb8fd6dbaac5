"""Change lines of the program to find those that no test checks: `make mutation`. See survivors.md."""
