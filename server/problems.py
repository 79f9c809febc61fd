"""Errors as RFC 9457 problem documents."""

import json
from urllib.parse import quote

from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from server.errors import Fault, Refused

TYPE = "urn:otvet:problem:"
MEDIA_TYPE = "application/problem+json"


class ProblemError(BaseModel):
    """One thing wrong with the request."""

    detail: str
    parameter: str | None = Field(default=None, description="The query parameter's name.")
    pointer: str | None = Field(default=None, description="JSON pointer into the body, as a URI fragment.")


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"type": f"{TYPE}not-found", "status": 404}]})

    type: str = Field(description="The kind of problem, as a stable URN.")
    title: str
    status: int
    detail: str = Field(description="What was found and what to do.")
    instance: str = Field(description="The path of the request, or a URN that the server's log has too.")
    errors: list[ProblemError] | None = None


def document(refused: Refused, *, instance: str | None = None) -> Response:
    """The response for a refused request.

    Args:
        refused: What happened.
        instance: URI of this occurrence; the request's path if not given.
    """
    body = written(refused, instance=instance or our_path())
    return Response(body, refused.status, refused.headers, content_type=MEDIA_TYPE)


def our_path() -> str:
    """The path of the request, percent-encoded."""
    return quote(request.root_path + request.path, safe="/")


def written(refused: Refused, *, instance: str) -> bytes:
    """The problem document as JSON."""
    problem = Problem(
        type=TYPE + refused.kind,
        title=refused.title,
        status=refused.status,
        detail=str(refused),
        instance=instance,
        errors=[named(fault) for fault in refused.faults if fault.where] or None,
    )
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False)
    return body.encode("utf-8", errors="replace")


def named(fault: Fault) -> ProblemError:
    """A fault with the parameter or the pointer that it is about."""
    if fault.where.startswith("#"):
        return ProblemError(detail=fault.detail, pointer=fault.where)
    return ProblemError(detail=fault.detail, parameter=fault.where)


def from_http(exc: HTTPException) -> Refused:
    """An error of the framework, in our own words."""
    status, name = exc.code or 500, exc.name
    match exc:
        case NotFound():
            detail = f"There is nothing at {our_path()}; {url_for('openapi')} lists what there is."
        case MethodNotAllowed():
            allowed = ", ".join(sorted(exc.valid_methods or ()))
            detail = f"{request.method} is not allowed here; allowed: {allowed}."
        case RequestEntityTooLarge():
            detail = f"The body is larger than {request.max_content_length} bytes; send less at once."
        case _:
            detail = exc.description or name
    return Refused(status, name.lower().replace(" ", "-"), name, [Fault("", detail)])
