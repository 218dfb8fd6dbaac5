"""What the agency wrote: the YAML of a pack, read strictly, with the place of everything wrong in it."""
