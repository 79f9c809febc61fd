"""Find text of another facet value in any field of a result."""
