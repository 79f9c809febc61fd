"""Passages ranked by the words they share with a query: BM25 over lemmas, in tantivy.

A passage lists every facet value that it holds for, so "common, or this region" is one term to match, and is
matched before anything is ranked. Word statistics (how rare, how long) are those of all passages.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import tantivy
from tantivy import Occur, Query

from index.analysis.analyzer import lemmas, tokenise
from index.errors import BrokenIndex
from ingest.scope.choice import OTHER
from ingest.scope.project import exactly
from ingest.section import Allowed, Scope, all_hold

_LOCK = ".tantivy-meta.lock"
_HEAP = 128 << 20
"""Bytes; enough that any FAQ becomes a single segment, whose documents stay in order of row."""


class LexicalEntry(NamedTuple):
    """What the lexical index knows of one passage."""

    row: int
    question: str
    """Plain text: heading, alternate question; may be empty."""
    answer: str
    """Plain text that answers; may be empty."""
    holds: Iterable[tuple[str, str]]
    """Every (facet, value) that the passage holds for, as ``held`` gives them."""


def held(scopes: Sequence[Scope], facets: Mapping[str, Iterable[str]]) -> Scope:
    """Every declared (facet, value) whose reader the scopes let in; where they name no value of a facet, all of them
    and `OTHER`."""
    return frozenset(
        (facet, value)
        for facet, values in facets.items()
        for value in (*values, OTHER)
        if all_hold(scopes, exactly({facet: value}))
    )


def write_lexical(folder: Path, entries: Iterable[LexicalEntry]) -> None:
    """Write a lexical index into a folder, which is made if need be and must hold none yet.

    Args:
        folder: Where tantivy puts its files.
        entries: In order of row; rows need not be dense.
    """
    folder.mkdir(exist_ok=True)
    writer = tantivy.Index(_schema(), path=str(folder), reuse=False).writer(heap_size=_HEAP, num_threads=1)
    for entry in entries:
        document = tantivy.Document()
        document.add_unsigned("row", entry.row)
        document.add_text("question", " ".join(lemmas(tokenise(entry.question))))
        document.add_text("answer", " ".join(lemmas(tokenise(entry.answer))))
        for facet, value in entry.holds:
            document.add_text("holds", f"{facet}={value}")
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Lexical:
    """A lexical index opened for reading; safe to search from many threads and processes."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._schema = _schema()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open what ``write_lexical`` wrote, without its writer lock; the folder may be read-only.

        Raises:
            BrokenIndex: if tantivy cannot open it.
        """
        try:
            with _lockable(folder) as place:
                index = tantivy.Index.open(str(place))
                index.config_reader("manual")  # a generation never changes: no thread that watches its files
                return cls(index.searcher())
        except (ValueError, OSError) as exc:
            raise BrokenIndex(folder, f"cannot be opened by tantivy ({exc})") from exc

    def search(
        self, text: str, k: int, allowed: Allowed, either: Sequence[Sequence[str]] = ()
    ) -> list[tuple[int, float]]:
        """Passages that share a lemma with the text or the alternatives and hold for the reader.

        Args:
            text: As typed; tokenised and lemmatised here. A word counts once.
            k: Most passages, at least 1.
            allowed: Facet → values; of each facet one must be among what the passage holds for.
            either: Further texts, in groups of alternatives; of a group the one that scores best counts.

        Returns:
            (row, BM25 score, above 0) best first, equal scores in order of row; fewer than ``k`` if fewer match.

        Raises:
            ValueError: if ``k`` is below 1.

        Source: Robertson & Zaragoza 2009, doi:10.1561/1500000019; k1 = 1.2, b = 0.75, fixed in tantivy.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k}.")
        queries = [self._any_word(text), *(self._best_of(alternatives) for alternatives in either)]
        found = [(Occur.Should, query) for query in queries if query is not None]
        if not found or not self._searcher.num_docs:
            return []
        only = [
            (Occur.Must, Query.const_score_query(self._any_of(facet, values), 0.0)) for facet, values in allowed.items()
        ]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(found)), *only])
        hits = self._searcher.search(query, limit=min(k, self._searcher.num_docs), count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scored = ((int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True))
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def _any_word(self, text: str) -> Query | None:
        words = dict.fromkeys(lemmas(tokenise(text)))
        terms = [(Occur.Should, self._term(field, word)) for field in ("question", "answer") for word in words]
        return Query.boolean_query(terms) if terms else None

    def _best_of(self, texts: Iterable[str]) -> Query | None:
        queries = [query for text in texts if (query := self._any_word(text))]
        return Query.disjunction_max_query(queries) if queries else None

    def _any_of(self, facet: str, values: Iterable[str]) -> Query:
        return Query.boolean_query(
            [(Occur.Should, self._term("holds", f"{facet}={value}")) for value in sorted(values)]
        )

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, index_option="basic")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("question", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("answer", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("holds", tokenizer_name="raw", index_option="basic")
    return builder.build()


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """The folder, or a passing copy of it where tantivy may not write: even to read, it opens a lock file for writing.

    What is open stays readable after the copy is gone. Known to tantivy as issue 557.
    """
    if os.access(folder / _LOCK, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        yield folder
        return
    with tempfile.TemporaryDirectory() as copy:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                shutil.copyfile(path, Path(copy) / path.name)  # without its mode, which may be read-only
        yield Path(copy)
