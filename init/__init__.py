"""Drafts for a docs team, made from its own pages: facets, questions and a guide."""
