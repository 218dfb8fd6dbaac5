"""Encryption of the journal. Opening a plain journal loads only `source`."""
