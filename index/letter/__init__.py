"""Letters: what their writers ask, and a reply."""
