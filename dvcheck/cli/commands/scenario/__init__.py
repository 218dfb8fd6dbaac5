"""`dvcheck scenario`."""
