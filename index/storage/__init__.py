"""An index on disk: generations, manifest, sections, vectors, words."""
