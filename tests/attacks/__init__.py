"""Attacks: hostile and broken input, damaged files, and clients that want everything for themselves."""
