"""The command line, and the wiring of an index to the commands."""
