"""Intervals, paired tests, calibration and selective risk."""
