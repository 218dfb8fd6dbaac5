"""Keys as an officer presses them, and nothing else that a terminal sends."""
