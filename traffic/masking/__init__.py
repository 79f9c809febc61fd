"""What personal data and secrets look like in a question, one kind a module."""
