"""What is done to a query before it is searched for: repair, and facets read from its words."""
