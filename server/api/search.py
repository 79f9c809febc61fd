"""The endpoints for search, suggestions and sections."""

from collections.abc import Sequence
from time import monotonic

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from index.result import Query, Result
from server.api.endpoint import PREFIX, cached, current_index, no_comparison, no_section, problems, sent, takes
from server.api.models import (
    BatchBody,
    BatchResponse,
    ComparisonPath,
    ComparisonResponse,
    ListedSection,
    SearchParameters,
    SearchResponse,
    SectionPath,
    SectionResponse,
    SectionsResponse,
    SuggestParameters,
    SuggestResponse,
    request_models,
)
from server.choice import Choice
from server.errors import Fault, InvalidRequest, TooSlow
from server.limits import Limits
from server.middleware.rate_limit import Batch
from server.service import Service


def add_search(app: OpenAPI, service: Service, limits: Limits, search_all: Batch) -> None:
    """Add the endpoints; the application turns Refused into problem documents."""
    models = request_models(service, limits)
    search = Tag(name="search", description="Search the FAQ.")
    content = Tag(name="content", description="Read the sections of the FAQ.")

    @app.get(f"{PREFIX}/search", tags=[search], responses={200: SearchResponse, **cached(503)})
    @takes(query=models.ask)
    def search_one(query: SearchParameters) -> Response:
        """Answer one question."""
        current_index(service)
        return sent(SearchResponse(service.search(query.query())))

    @app.post(f"{PREFIX}/search", tags=[search], responses={200: BatchResponse, **problems(413, 415, 503)})
    @takes(body=models.batch)
    def search_many(body: BatchBody) -> Response:
        """Answer several questions, in order. Each counts for the rate limit, and longer ones count for more."""
        current_index(service)
        queries = [ask.query() for ask in body.queries]
        check_length(queries, limits)
        results: list[Result] = []
        until = monotonic() + limits.batch_seconds
        for result in search_all(queries):
            results.append(result)
            if monotonic() > until and len(results) < len(queries):
                raise TooSlow(limits.batch_seconds, len(results))
        return sent(BatchResponse(results=tuple(results)))

    @app.get(f"{PREFIX}/suggest", tags=[search], responses={200: SuggestResponse, **cached(503)})
    @takes(query=models.typed)
    def suggest(query: SuggestParameters) -> Response:
        """Complete a question while it is typed; lexical, under 5 ms."""
        index = current_index(service)
        found = service.suggest(query.q, query.chosen(), query.limit)
        answer = SuggestResponse(query=query.q, used=found.used, suggestions=found.suggestions, index=index)
        return sent(answer)

    @app.get(f"{PREFIX}/sections", tags=[content], responses={200: SectionsResponse, **cached(503)})
    @takes(query=models.choose)
    def sections(query: Choice) -> Response:
        """List the sections that hold for the chosen values."""
        index = current_index(service)
        rows = tuple(ListedSection.model_validate(row) for row in service.sections(query.chosen()))
        return sent(SectionsResponse(sections=rows, index=index))

    @app.get(f"{PREFIX}/sections/<path:id>", tags=[content], responses={200: SectionResponse, **cached(404, 503)})
    @takes(query=models.choose)
    def section(path: SectionPath, query: Choice) -> Response:
        """Read one section, projected to the chosen values."""
        current_index(service)
        found = service.section(path.id, query.chosen())
        if found is None:
            raise no_section(path.id)
        return sent(SectionResponse.model_validate(found))

    @app.get(
        f"{PREFIX}/differs/<facet>/<path:id>", tags=[content], responses={200: ComparisonResponse, **cached(404, 503)}
    )
    @takes(query=models.choose)
    def differs(path: ComparisonPath, query: Choice) -> Response:
        """Compare a section for the values of a facet: only what differs between them."""
        current_index(service)
        compared = service.comparison(path.id, path.facet, query.chosen())
        if compared is None:
            raise no_comparison(path.id, path.facet)
        return sent(ComparisonResponse(compared))


def check_length(queries: Sequence[Query], limits: Limits) -> None:
    """Check that the questions of a POST are not too long together.

    Raises:
        InvalidRequest: if they are.
    """
    found = sum(len(query.text) for query in queries)
    if found > limits.batch_characters:
        detail = f"The queries have {found} characters together; at most {limits.batch_characters} are taken at once."
        raise InvalidRequest([Fault("#/queries", detail)])
