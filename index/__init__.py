"""Sections in, answers out."""
