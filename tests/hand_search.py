"""A search written by hand: every query has its result, and the seam is the real one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.result import (
    Answer,
    FacetChoice,
    IndexInfo,
    InterpretedQuery,
    Query,
    Related,
    Result,
    Search,
    Source,
    Status,
)


def answer(page: str, section: str, text: str = "", **fields: object) -> Answer:
    made = Answer(
        id=f"{page}#{section}",
        page=page,
        section=section,
        breadcrumb=(),
        url=f"/{page}",
        confidence=0.5,
        score=0.5,
        facets={},
        differs_by=(),
        text=text,
        markdown=text,
        html=f"<p>{text}</p>",
        spans=(),
        source=Source(page, (1, 2)),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def result(
    *answers: Answer, status: Status = "answered", region: str | None = None, related: Sequence[Related] = ()
) -> Result:
    facets = {} if region is None else {"region": FacetChoice(region, "query", "в Алматы")}
    return Result(
        query=InterpretedQuery("", "", (), facets),
        status=status,
        answers=answers,
        related=tuple(related),
        notices=(),
        ask=None,
        index=IndexInfo("g1", "hand"),
        took_ms=1.0,
    )


def search_of(results: Mapping[str, Result]) -> Search:
    """Looks the query up; a region that was asked for is the region of the result, as in a real search."""

    def search(query: Query) -> Result:
        found = results[query.text]
        asked = {facet: FacetChoice(value, "request") for facet, value in query.facets.items()}
        facets = {**found.query.facets, **asked}
        return replace(
            found,
            answers=found.answers[: query.limit],
            query=replace(found.query, text=query.text, used=query.text, facets=facets),
        )

    return search
