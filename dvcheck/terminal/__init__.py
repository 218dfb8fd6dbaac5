"""How dvcheck meets the officer at a terminal: its prompts with keys, or line by line."""
