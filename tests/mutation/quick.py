"""A pytest plugin for mutation runs: the same examples each time, reported without making them smaller."""

from hypothesis import Phase, settings

settings.register_profile("mutation", derandomize=True, phases=(Phase.explicit, Phase.generate))
settings.load_profile("mutation")
