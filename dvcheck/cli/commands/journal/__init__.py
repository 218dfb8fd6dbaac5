"""`dvcheck journal`."""
