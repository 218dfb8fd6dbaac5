"""How dvcheck meets the officer: the walk, its prompts with keys or line by line, and the screens."""
