"""Helpers of the endpoints: models made at run time, the current index, JSON responses, documented problems."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response
from flask_openapi3.types import ResponseDict
from pydantic import BaseModel

from index.result import IndexInfo
from server.api.models import as_json
from server.errors import Fault, NotReady, Refused
from server.problems import MEDIA_TYPE
from server.service import Service

PREFIX = "/api/v1"
PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
View = TypeVar("View", bound=Callable[..., Response])


def takes(**models: type[BaseModel]) -> Callable[[View], View]:
    """Annotate a view with models made at run time, which the framework reads from its signature."""

    def marked(view: View) -> View:
        view.__annotations__ |= models
        return view

    return marked


def problems(*statuses: int) -> ResponseDict:
    """The problem documents of an endpoint: 400, 429 and 500 of any, and the given ones."""
    return {status: dict(PROBLEM) for status in (400, *statuses, 429, 500)}


def cached(*statuses: int) -> ResponseDict:
    """The same for an endpoint with an ETag."""
    unchanged: ResponseDict = {304: {"description": "Not modified: the client's If-None-Match still holds."}}
    return unchanged | problems(*statuses)


def current_index(service: Service) -> IndexInfo:
    """The current index.

    Raises:
        NotReady: if there is none.
    """
    if (index := service.ready()) is None:
        raise NotReady
    return index


def sent(model: BaseModel, status: int = 200) -> Response:
    """A response with the model as JSON."""
    return Response(as_json(model), status, content_type="application/json")


def no_section(section_id: str, where: str = "id") -> Refused:
    """No section has the id, or none for the chosen values."""
    hint = "" if "#" in section_id or where != "id" else " In a URL, # in an id is written %23."
    detail = f"There is no section {section_id[:200]!r} for these choices; {PREFIX}/sections lists what there is.{hint}"
    return Refused(404, "no-such-section", "No such section", [Fault(where, detail)])


def no_comparison(section_id: str, facet: str) -> Refused:
    """A section has not two variants by the facet."""
    detail = f"{section_id[:200]!r} has no two variants by {facet[:40]!r}; an answer's differs_by names what it has."
    return Refused(404, "no-such-comparison", "Nothing to compare", [Fault("id", detail)])
