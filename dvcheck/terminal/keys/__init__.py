"""The keys an officer presses, without anything else a terminal sends."""
