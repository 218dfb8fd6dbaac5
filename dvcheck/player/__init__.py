"""A scenario that plays itself for a class: the real walk, its real prompts, and the keys of the scenario."""
