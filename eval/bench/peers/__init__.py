"""Other libraries that do semantic search, measured beside ours."""
