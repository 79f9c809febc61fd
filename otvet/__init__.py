"""The command line, and the wiring that hands an opened index to whoever serves it."""
