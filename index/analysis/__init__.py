"""Words of a language: lemmas, dictionary, vocabulary, how likely a spelling is."""
