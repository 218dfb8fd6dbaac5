"""What opens an encrypted journal. A plain one is opened without loading more of it than `source`."""
