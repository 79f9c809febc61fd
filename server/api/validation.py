"""Turn pydantic's validation errors into faults that say what to do, and check what pydantic does not see."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import quote

from flask import Request
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from server.api.feedback import FeedbackBody
from server.api.models import OURS, QUESTION
from server.choice import Facets, facet_faults
from server.errors import Fault, InvalidRequest, Refused
from server.limits import Limits
from server.query_string import arguments
from server.question import shown, text_faults, unknown_name
from traffic.record import Reason

FEEDBACK = tuple(FeedbackBody.model_fields)
LETTER = ("letter", "facets")
BODIES = {
    "Batch": '{"queries": [{"q": "…"}]}',
    "Feedback": '{"query": "…", "section": "…", "helpful": true}',
    "Letter": '{"letter": "…"}',
}
"""Model of a body → an example of one."""


@dataclass(frozen=True, slots=True)
class Validation:
    """Turns the errors of our models into faults."""

    facets: Facets
    limits: Limits

    def refuse(self, exc: ValidationError) -> InvalidRequest:
        """The refusal that lists every fault. Models in ``BODIES`` are bodies; the others are query strings."""
        in_body = exc.title in BODIES
        found = [(error, self.names(exc.title, nested=len(error["loc"]) > 1)) for error in exc.errors()]
        return InvalidRequest([fault for error, names in found for fault in self.faults(error, in_body, names)])

    def names(self, model: str, *, nested: bool) -> Sequence[str]:
        """The field names of a model, or of an object inside it."""
        if nested:
            return [*(QUESTION if model == "Batch" else ()), *self.facets]
        bodies: dict[str, Sequence[str]] = {"Batch": ("queries",), "Feedback": FEEDBACK, "Letter": LETTER}
        own = {**bodies, "Ask": OURS, "Suggest": ("q", "limit")}.get(model, ())
        return own if model in BODIES else [*own, *self.facets]

    def faults(self, error: ErrorDetails, in_body: bool, names: Sequence[str]) -> list[Fault]:
        """The faults that one of pydantic's errors stands for."""
        loc, found = error["loc"], error["input"]
        where = pointer(loc) if in_body else str(loc[0])
        name, field = spelled(loc), str(loc[-1])
        match error["type"]:
            case "question" | "string_unicode":
                longest = self.limits.letter_characters if field == "letter" else self.limits.query_characters
                faults = text_faults(name, found, longest=longest)
            case "missing":
                faults = [Fault(where, f"{name} is missing; it {self.expected(field)}.")]
            case "extra_forbidden":
                faults = [unknown_name(where, name, names)]
            case _ if field in self.facets:
                faults = facet_faults(name, found, self.facets[field], facet=field)
            case _:
                got = f"{len(found)} of them" if isinstance(found, list) else shown(found)
                faults = [Fault(where, f"{name} {self.expected(field)}, got {got}.")]
        return [replace(fault, where=where) for fault in faults]

    def expected(self, field: str) -> str:
        """What a field must be, to complete a message."""
        return {
            "q": "must be the question, a string",
            "query": "must be the question, a string",
            "letter": "must be the letter, a string",
            "section": "must be the section's id, a string",
            "helpful": "must be true or false",
            "reason": f"must be one of {', '.join(map(repr, get_args(Reason)))}",
            "facets": 'must be an object such as {"region": "…"}',
            "confidence": "must be a number from 0 to 1",
            "generation": "must be the answer's index.generation, at most 64 letters, digits, '.', '_' and '-'",
            "partial": "must be true or false",
            "limit": f"must be a whole number from 1 to {self.limits.answers}",
            "abstain": "must be true or false",
            "repair": "must be true or false",
            "infer": "must be true or false",
            "queries": f'must be a list of 1 to {self.limits.batch} objects such as {{"q": "…"}}',
        }.get(field, 'must be an object such as {"q": "…"}')


def spelled(loc: Sequence[int | str]) -> str:
    """A location in a request, such as ``queries[2].region``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc]
    return "".join(parts).removeprefix(".")


def pointer(loc: Sequence[int | str]) -> str:
    """A JSON pointer (RFC 6901) into the body, as a URI fragment."""
    return "#" + "".join("/" + quote(str(part).replace("~", "~0").replace("/", "~1")) for part in loc)


def checked_arguments(request: Request, facets: Collection[str]) -> dict[str, str]:
    """Names and values of the query string; a facet may be given several times.

    Raises:
        InvalidRequest: if anything in the URL is malformed, not UTF-8, or given twice.
    """
    found, faults = arguments(request.environ.get("QUERY_STRING", ""), facets)
    try:
        request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as exc:
        detail = f"The path is not UTF-8: byte 0x{exc.object[exc.start]:02x} was found; encode it as UTF-8."
        faults.append(Fault("", detail))
    if faults:
        raise InvalidRequest(faults)
    return found


def check_body(request: Request) -> None:
    """Check that the body is a JSON object; the framework would read anything else as an empty one.

    Raises:
        Refused: if the content type is not JSON.
        InvalidRequest: if the body is not UTF-8, not JSON or not an object.
    """
    if request.mimetype != "application/json":
        fault = Fault("", f"The body must be application/json, got {shown(request.mimetype)}.")
        raise Refused(415, "unsupported-media-type", "Unsupported Media Type", [fault])
    try:
        body = json.loads(request.get_data().decode("utf-8"))
    except UnicodeDecodeError as exc:
        detail = f"The body is not UTF-8: byte 0x{exc.object[exc.start]:02x} at offset {exc.start}; send UTF-8."
    except json.JSONDecodeError as exc:
        detail = f"The body is not JSON: {exc.msg} at line {exc.lineno} column {exc.colno}."
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        detail = "The body is not JSON that can be read: a number too long, or nested too deeply."
    else:
        if isinstance(body, dict):
            return
        such = BODIES.get(request.path.rpartition("/")[2].title(), BODIES["Batch"])
        detail = f"The body must be an object such as {such}, got {type(body).__name__}."
    raise InvalidRequest([Fault("", detail)])
