"""What a reader's address says: the question, the chosen facet values, the language."""

from collections.abc import Mapping

from flask import g, request

from index.result import Query
from ingest.section import Chosen
from server.errors import InvalidRequest, NotReady
from server.limits import Limits
from server.question import facet_faults, text_faults
from server.service import Service
from server.translations import LANGUAGES


def given() -> Mapping[str, str]:
    """Names and values of the address that was opened; none if it could not be read."""
    found: Mapping[str, str] = g.get("arguments", {})
    return found


def language() -> dict[str, str]:
    """The interface's language, where the address names one that we speak."""
    named = request.args.get("lang", "")
    return {"lang": named} if named in LANGUAGES else {}


def fragment() -> bool:
    """Whether a script of the page asks, and wants what has changed alone."""
    return "fragment" in request.args


def asked(question: str, choice: Chosen) -> Query:
    """A question with what else the reader's address has: repair and inference are taken back by ``=false``."""
    here = given()
    return Query(question, choice, repair=here.get("repair") != "false", infer=here.get("infer") != "false")


def check(service: Service, limits: Limits) -> None:
    """See that there is an index, and that the address is one we can answer.

    Names that are not ours are let be: links carry counters' marks.

    Raises:
        NotReady: if there is no index.
        InvalidRequest: if the question or a chosen value is no good.
    """
    if service.ready() is None:
        raise NotReady
    here = given()
    faults = [
        fault
        for facet, value in here.items()
        if facet in service.facets and value
        for fault in facet_faults(facet, value, service.facets[facet], service.facet_labels.get(facet, facet))
    ]
    question = here.get("q", "")
    if question.strip():
        faults += text_faults("q", question, longest=limits.query_characters)
    if faults:
        raise InvalidRequest(faults)


def chosen(service: Service) -> Chosen:
    """The known facet values among what was given; an empty one means «all»."""
    here = given()
    return {facet: here[facet] for facet, values in service.facets.items() if here.get(facet) in values}
