"""What dvcheck costs, as ratios measured in one run. `python -m benchmarks` measures every goal."""
