"""The agency's YAML of a pack, read strictly. Every problem has its place."""
