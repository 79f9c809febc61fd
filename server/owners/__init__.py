"""Pages for the owners of a FAQ."""
