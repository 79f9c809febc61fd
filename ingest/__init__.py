"""Markdown in, sections out."""
