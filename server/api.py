"""The endpoints of the JSON API."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.types import ResponseDict
from pydantic import BaseModel

from index.result import IndexInfo
from server.contract import (
    Asking,
    Asks,
    BatchResponse,
    Choosing,
    Health,
    ListedSection,
    Readiness,
    SearchResponse,
    SectionPath,
    SectionResponse,
    SectionsResponse,
    as_json,
    taken,
)
from server.errors import Fault, NotReady, Refused
from server.limits import Limits
from server.problems import MEDIA_TYPE
from server.service import Service

PREFIX = "/api/v1"
PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
View = TypeVar("View", bound=Callable[..., Response])


def add_api(app: OpenAPI, service: Service, limits: Limits) -> None:
    """Add the endpoints to an application that turns Refused into problem documents."""
    models = taken(service, limits)
    search = Tag(name="search", description="Ask, and read what was found.")
    content = Tag(name="content", description="What there is to find.")
    process = Tag(name="process", description="How the server is.")

    def problems(*statuses: int) -> ResponseDict:
        return {status: dict(PROBLEM) for status in (400, *statuses, 500)}

    @app.get(f"{PREFIX}/search", tags=[search], responses={200: SearchResponse, **problems(503)})
    @takes(query=models.ask)
    def search_one(query: Asking) -> Response:
        """Ask one question."""
        live(service)
        return sent(SearchResponse(service.search(query.query())))

    @app.post(f"{PREFIX}/search", tags=[search], responses={200: BatchResponse, **problems(413, 415, 503)})
    @takes(body=models.batch)
    def search_many(body: Asks) -> Response:
        """Ask several questions; results come in the order of the queries."""
        live(service)
        return sent(BatchResponse(results=tuple(service.search(ask.query()) for ask in body.queries)))

    @app.get(f"{PREFIX}/sections", tags=[content], responses={200: SectionsResponse, **problems(503)})
    @takes(query=models.choose)
    def sections(query: Choosing) -> Response:
        """List the sections that hold for the chosen values."""
        index = live(service)
        rows = tuple(ListedSection.model_validate(row) for row in service.sections(query.chosen()))
        return sent(SectionsResponse(sections=rows, index=index))

    @app.get(f"{PREFIX}/sections/<path:id>", tags=[content], responses={200: SectionResponse, **problems(404, 503)})
    @takes(query=models.choose)
    def section(path: SectionPath, query: Choosing) -> Response:
        """Read one section, projected to the chosen values."""
        live(service)
        found = service.section(path.id, query.chosen())
        if found is None:
            raise no_section(path.id)
        return sent(SectionResponse.model_validate(found))

    @app.get("/healthz", tags=[process], responses={200: Health, **problems()})
    def healthz() -> Response:
        """Whether the process lives."""
        return sent(Health())

    @app.get("/readyz", tags=[process], responses={200: Readiness, **problems(503)})
    def readyz() -> Response:
        """Whether an index is loaded."""
        return sent(Readiness(index=live(service)))

    @app.route("/openapi.json")
    def openapi() -> dict[str, object]:
        """This interface, as OpenAPI 3.1 describes it."""
        return app.api_doc


def takes(**models: type[BaseModel]) -> Callable[[View], View]:
    """Name the models that a view takes, made at run time, where the framework looks for them."""

    def marked(view: View) -> View:
        view.__annotations__ |= models
        return view

    return marked


def live(service: Service) -> IndexInfo:
    """The index that answers.

    Raises:
        NotReady: if there is none.
    """
    if (index := service.ready()) is None:
        raise NotReady
    return index


def sent(model: BaseModel) -> Response:
    """A response with the model as its JSON."""
    return Response(as_json(model), content_type="application/json")


def no_section(section_id: str) -> Refused:
    """The id names nothing, or nothing for the chosen values."""
    hint = "" if "#" in section_id else " In a URL, # in an id is written %23."
    detail = f"There is no section {section_id[:200]!r} for these choices; {PREFIX}/sections lists what there is.{hint}"
    return Refused(404, "no-such-section", "No such section", [Fault("id", detail)])
