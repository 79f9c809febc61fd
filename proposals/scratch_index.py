"""A temporary index of a content, to see what further alternates would do."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from index.build import build
from index.encoders.protocol import Encoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from proposals.caching_encoder import CachingEncoder


class ScratchIndex:
    """The content as it is now, with alternates besides; removed on close."""

    def __init__(self, content: Path, encoder: Encoder, *, default_facets: Path, vectors: Path | None) -> None:
        """Prepare; nothing is built yet.

        Args:
            content: What to index.
            encoder: Of the index.
            default_facets: As `index.build.build` has it.
            vectors: An index whose live generation's vectors are reused, so that only new texts are encoded.
        """
        self._scratch = tempfile.TemporaryDirectory(prefix="otvet-scratch-")
        self._folder = Path(self._scratch.name, "index")
        self._content, self._default_facets = content, default_facets
        self._encoder = CachingEncoder(encoder)
        if vectors:
            shutil.copytree(vectors, self._folder)

    def searcher(self, lines: Iterable[str]) -> Searcher:
        """Search the content with further alternates, given as `ingest.content.alternates` writes them.

        Raises:
            IngestError, IndexingError: the content cannot be built.
        """
        added = Path(self._scratch.name, "added.jsonl")
        with added.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        build(self._content, self._folder, self._encoder, default_facets=self._default_facets, alternates=[added])
        return Searcher(load(self._folder, open_bundle), self._encoder)

    def close(self) -> None:
        """Remove the files."""
        self._scratch.cleanup()
