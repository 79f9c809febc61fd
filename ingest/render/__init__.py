"""Renders blocks as text, Markdown and HTML."""
