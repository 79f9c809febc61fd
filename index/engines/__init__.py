"""Engines: what finds the passages nearest to a question among those that a reader may see."""
