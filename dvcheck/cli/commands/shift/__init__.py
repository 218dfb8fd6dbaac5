"""`dvcheck shift`."""
