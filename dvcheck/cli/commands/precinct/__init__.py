"""Commands of `dvcheck precinct`."""
