"""Answer the questions of a letter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from index.letter.reader import Letter
from index.result import FacetChoice, Notice, Query, Result
from ingest.section import Chosen

SHOWN = 2
"""Answers to a question: a second one only to ask back which of two is meant."""


@dataclass(frozen=True, slots=True)
class Replied:
    """A question of a letter and what the search found."""

    question: str
    result: Result


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything a letter gets back."""

    facets: Mapping[str, FacetChoice]
    """What holds for its questions, chosen or read from the letter."""
    notices: tuple[Notice, ...]
    """What concerns the whole letter."""
    questions: tuple[Replied, ...]
    """In the letter's order."""
    left_out: tuple[str, ...]
    """Questions that were not answered: there were too many, or no time was left."""


def replied(
    letter: Letter,
    chosen: Chosen,
    search: Callable[[Sequence[Query]], Iterable[Result]],
    *,
    seconds: float,
) -> Reply:
    """The reply to a letter.

    Args:
        letter: As it was read.
        chosen: What the reader chose.
        search: Answers queries in order, each as its result is taken.
        seconds: Time after which the rest is named only.
    """
    queries = [Query(one.text, _for(letter, chosen, one.own), limit=SHOWN) for one in letter.questions]
    until = monotonic() + seconds
    found: list[Replied] = []
    for query, result in zip(queries, search(queries), strict=False):
        found.append(Replied(query.text, _told(result, letter)))
        if monotonic() > until:
            break
    left_out = (*(query.text for query in queries[len(found) :]), *letter.left_out)
    return Reply(letter.facets, letter.notices, tuple(found), left_out)


def _for(letter: Letter, chosen: Chosen, own: frozenset[str]) -> dict[str, str]:
    """What a question is searched with: what was chosen, and what the letter says where the question says nothing."""
    return {
        **{facet: one.value for facet, one in letter.facets.items() if facet not in own},
        **{facet: value for facet, value in chosen.items() if facet in own or facet not in letter.facets},
    }


def _told(result: Result, letter: Letter) -> Result:
    """The result, which knows of each value that comes from the letter that it was read."""
    facets = {
        facet: letter.facets[facet] if facet in letter.facets and letter.facets[facet].value == one.value else one
        for facet, one in result.query.facets.items()
    }
    return replace(result, query=replace(result.query, facets=facets))
