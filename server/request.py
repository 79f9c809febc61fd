"""Read the current request's address: the question, the chosen facet values, the language."""

from collections.abc import Mapping

from flask import g, request

from index.result import Query
from ingest.section import Chosen
from server.choice import choice_faults, given_values
from server.errors import InvalidRequest, NotReady
from server.limits import Limits
from server.question import text_faults
from server.service import Service
from server.translations import LANGUAGES


def given() -> Mapping[str, str]:
    """Names and values of the query string; none if it was not valid."""
    found: Mapping[str, str] = g.get("arguments", {})
    return found


def language() -> dict[str, str]:
    """The interface's language as a parameter, if the address names a supported one."""
    named = request.args.get("lang", "")
    return {"lang": named} if named in LANGUAGES else {}


def fragment() -> bool:
    """Whether a script of the page asks for the changed part only."""
    return "fragment" in request.args


def asked(question: str, choice: Chosen) -> Query:
    """A query with the address's options: ``repair=false`` and ``infer=false`` turn off repair and inference."""
    here = given()
    return Query(question, choice, repair=here.get("repair") != "false", infer=here.get("infer") != "false")


def checked(service: Service, limits: Limits) -> Chosen:
    """The facet values that the address names, once it is known that the address can be answered.

    Other names are ignored: links carry marks of analytics.

    Raises:
        NotReady: if there is no index.
        InvalidRequest: if the question or a chosen value is not valid.
    """
    if service.ready() is None:
        raise NotReady
    faults = choice_faults(given(), service.facets, service.facet_labels)
    question = given().get("q", "")
    if question.strip():
        faults += text_faults("q", question, longest=limits.query_characters)
    if faults:
        raise InvalidRequest(faults)
    return given_values(given(), service.facets)
