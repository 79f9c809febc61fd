"""Adapt the encoder to how people ask."""
