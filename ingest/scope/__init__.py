"""Which facet values each block holds for, and projection to a reader."""
