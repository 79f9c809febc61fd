"""Training entries that a content makes by itself: each heading asks for what stands under it."""

from collections.abc import Iterator
from pathlib import Path

from index.passages import heading
from ingest.load import load_content
from ingest.render.text import plain_text
from tune.training_entry import Entry

SHORTEST = 80
"""Characters of an answer that says something by itself."""

LONGEST = 600
"""Characters of it that are read."""


def from_headings(content: Path, *, default_facets: Path) -> Iterator[Entry]:
    """An entry without official question for each section that says enough: asked is the heading, and its text answers.

    It teaches what the content calls its things, and needs no labelled question. Source: after the inverse cloze task,
    Lee, Chang & Toutanova 2019, arXiv:1906.00300, with the heading in place of a sentence.

    Raises:
        IngestError: the content cannot be read.
    """
    for page in load_content(content, default_facets=default_facets).parsed():
        for section in page.sections:
            text = plain_text(section.blocks).text.strip()
            if len(text) >= SHORTEST:
                yield Entry(section.id, "content", "", text[:LONGEST], (heading(section),), ())
