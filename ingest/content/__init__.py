"""Readers of what a content folder holds: pages, alternates, facets, site, contacts."""
