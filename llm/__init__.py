"""A language model behind an OpenAI-compatible endpoint, and the judge that asks it."""
