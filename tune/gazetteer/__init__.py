"""Make the table of places that the residency facet reads with."""
