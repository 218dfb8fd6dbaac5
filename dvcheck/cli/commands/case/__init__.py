"""`dvcheck case`."""
