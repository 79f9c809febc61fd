"""Training entries made from a content: each heading is a query, and the text under it the answer."""

from collections.abc import Iterator
from pathlib import Path

from index.passages import heading
from ingest.load import load_content
from ingest.render.text import plain_text
from tune.training_entry import Entry

SHORTEST = 80
"""Fewest characters of an answer."""

LONGEST = 600
"""Most characters of an answer; the rest is cut off."""


def from_headings(content: Path, *, default_facets: Path) -> Iterator[Entry]:
    """An entry without an official question for each section with enough text: the query is its heading.

    It teaches the content's vocabulary and needs no labelled question. Source: after the inverse cloze task,
    Lee, Chang & Toutanova 2019, arXiv:1906.00300, with the heading in place of a sentence.

    Raises:
        IngestError: the content cannot be read.
    """
    for page in load_content(content, default_facets=default_facets).parsed():
        for section in page.sections:
            text = plain_text(section.blocks).text.strip()
            if len(text) >= SHORTEST:
                yield Entry(section.id, "content", "", text[:LONGEST], (heading(section),), ())
