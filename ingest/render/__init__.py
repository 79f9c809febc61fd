"""Blocks out, as text, Markdown and HTML."""
