"""Remember the answers to questions that come again."""

from dataclasses import fields, replace
from functools import lru_cache
from time import perf_counter

from index.result import Query, Result, Search
from ingest.fold import clean

ANSWERS = 256
"""Results kept, of a few kilobytes each; their texts are those that the presenter keeps."""


def remembered(search: Search, *, most: int = ANSWERS) -> Search:
    """The search with its latest results kept, by everything that a query has; only ``took_ms`` is each time's own.

    An error is not kept. The results live as long as the search, so those of another generation never mix with them.
    """

    @lru_cache(maxsize=most)
    def kept(key: tuple[object, ...]) -> Result:
        return search(_query(key))

    def asked(query: Query) -> Result:
        began = perf_counter()
        return replace(kept(_key(query)), took_ms=(perf_counter() - began) * 1000)

    return asked


def _key(query: Query) -> tuple[object, ...]:
    """Every field, so that no flag gets another's answer; the text clean, as a search reads it."""
    values = {field.name: getattr(query, field.name) for field in fields(query)}
    return tuple({**values, "text": clean(query.text), "facets": tuple(sorted(query.facets.items()))}.values())


def _query(key: tuple[object, ...]) -> Query:
    query = Query(*key)  # type: ignore[arg-type]
    return replace(query, facets=dict(query.facets))
