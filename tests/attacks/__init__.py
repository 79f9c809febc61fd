"""Hostile and broken inputs: each ends with one clear message, never with a traceback."""
