"""Labelled questions: read from JSON lines or BEIR, checked against what the index has seen."""
