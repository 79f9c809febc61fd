"""What the endpoints share: models made at run time, the live index, JSON out, problems documented."""

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
    """Name the models that a view takes, made at run time, where the framework looks for them."""

    def marked(view: View) -> View:
        view.__annotations__ |= models
        return view

    return marked


def problems(*statuses: int) -> ResponseDict:
    """The problem documents that an endpoint may answer with; some any endpoint may."""
    return {status: dict(PROBLEM) for status in (400, *statuses, 429, 500)}


def cached(*statuses: int) -> ResponseDict:
    """The same, of an endpoint whose answers a client may keep."""
    unchanged: ResponseDict = {304: {"description": "The same as the client has, by its If-None-Match."}}
    return unchanged | problems(*statuses)


def live(service: Service) -> IndexInfo:
    """The index that answers.

    Raises:
        NotReady: if there is none.
    """
    if (index := service.ready()) is None:
        raise NotReady
    return index


def sent(model: BaseModel, status: int = 200) -> Response:
    """A response with the model as its JSON."""
    return Response(as_json(model), status, content_type="application/json")


def no_section(section_id: str, where: str = "id") -> Refused:
    """The id names nothing, or nothing for the chosen values."""
    hint = "" if "#" in section_id or where != "id" else " In a URL, # in an id is written %23."
    detail = f"There is no section {section_id[:200]!r} for these choices; {PREFIX}/sections lists what there is.{hint}"
    return Refused(404, "no-such-section", "No such section", [Fault(where, detail)])
