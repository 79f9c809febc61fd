"""Benchmarks: one question per script."""
