"""Commands of `dvcheck precinct people`."""
