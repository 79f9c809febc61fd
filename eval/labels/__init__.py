"""Labelled questions: read from JSON lines or BEIR, checked against the alternates and training questions."""
