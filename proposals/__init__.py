"""What to change in the content so that it answers what people ask, and whether that would help."""
