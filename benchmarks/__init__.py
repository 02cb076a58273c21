"""Measurements beside peers, in the same run on the same work. `python -m benchmarks` prints every table."""
