"""Remember the answers to questions that come again."""

from dataclasses import fields, replace
from functools import lru_cache
from time import perf_counter

from index.notices import ENGINE_AWAY
from index.result import Query, Result, Search
from ingest.fold import clean

ANSWERS = 256
"""Results kept, of a few kilobytes each; their texts are those that the presenter keeps."""


def remembered(search: Search, *, most: int = ANSWERS) -> Search:
    """The search with its latest results kept, by everything that a query has; only ``took_ms`` is each time's own.

    An error is not kept, nor what was found while the engine was away. The results live as long as the search, so those
    of another generation never mix with them.
    """

    @lru_cache(maxsize=most)
    def kept(key: tuple[object, ...]) -> Result:
        result = search(_query(key))
        if any(notice.code == ENGINE_AWAY for notice in result.notices):
            raise _Passing(result)
        return result

    def asked(query: Query) -> Result:
        began = perf_counter()
        try:
            result = kept(_key(query))
        except _Passing as exc:
            result = exc.result
        return replace(result, took_ms=(perf_counter() - began) * 1000)

    return asked


class _Passing(Exception):
    """A result that is not to be kept."""

    def __init__(self, result: Result) -> None:
        super().__init__("not to be kept")
        self.result = result


def _key(query: Query) -> tuple[object, ...]:
    """Every field, so that no flag gets another's answer; the text clean, as a search reads it."""
    values = {field.name: getattr(query, field.name) for field in fields(query)}
    return tuple({**values, "text": clean(query.text), "facets": tuple(sorted(query.facets.items()))}.values())


def _query(key: tuple[object, ...]) -> Query:
    query = Query(*key)  # type: ignore[arg-type]
    return replace(query, facets=dict(query.facets))
