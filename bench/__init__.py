"""Measurements that take longer than a test: run as ``python -m bench.insight`` and the like."""
