"""Turns a folder of Markdown into sections with scopes."""
