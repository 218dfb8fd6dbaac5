"""The board in a browser: a page, and a server on this computer alone."""
