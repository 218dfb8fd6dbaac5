"""`dvcheck pack`."""
