"""Train the encoder's adapter and the ranking's parameters."""
