"""Pages for readers, and the widget."""
