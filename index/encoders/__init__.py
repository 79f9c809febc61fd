"""Encoders: the protocol, the adapters and the table of their names."""
