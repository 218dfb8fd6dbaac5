"""The cost of dvcheck, as ratios measured in one run. `python -m benchmarks` measures all goals."""
