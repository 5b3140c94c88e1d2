"""Benchmarks: medians and ratios against a named alternative in the same run. `make bench`."""
