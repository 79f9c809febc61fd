"""What lies in a content folder: pages, alternates, facets, site, contacts."""
