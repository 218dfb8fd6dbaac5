"""The journal in one SQLite file, plain or encrypted."""
