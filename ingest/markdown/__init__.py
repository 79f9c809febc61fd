"""Parses Markdown into blocks, and blocks into sections."""
