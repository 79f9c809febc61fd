"""What a docs team starts from: facets, draft questions and a guide, made of their own pages."""
