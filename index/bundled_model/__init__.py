"""The encoders that ship: graph, vocabularies and tables, written once into a cache folder and read from there."""
