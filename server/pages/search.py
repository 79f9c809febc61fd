"""The search page, rendered on the server; it works without scripts."""

from typing import Any

from flask import Flask, Response, make_response, render_template, request

from index.result import Result
from server.choice import known_values
from server.errors import InvalidRequest, Refused
from server.limits import Limits
from server.links import ask, faq, href, spoken_in
from server.request import asked, checked, fragment, given, language
from server.service import Service
from server.translations import CONTENT, LANGUAGES, Translator, notice_phrase

STATES = {404: "missing", 405: "method", 429: "too_many", 500: "broken", 503: "starting"}
"""HTTP status → key of its message; the key with ``_hint`` says what to do."""


def add_search_page(app: Flask, service: Service, limits: Limits) -> None:
    """Add the page at ``/``."""
    app.jinja_env.filters["href"] = href
    app.jinja_env.globals |= {"ask": ask, "faq": faq, "spoken_in": spoken_in, "notice_phrase": notice_phrase}

    @app.route("/")
    def page() -> Response:
        choice = checked(service, limits)
        if not given().get("q", "").strip():
            return index_page(service, limits)
        return index_page(service, limits, service.search(asked(given()["q"], choice)))


def index_page(service: Service, limits: Limits, result: Result | None = None, error: str = "") -> Response:
    """The search box with the result or the error below it; of a fragment, the part below only."""
    choice = known_values(given(), service.facets)
    inferred = {facet: one for facet, one in result.query.facets.items() if one.source == "query"} if result else {}
    held = {**choice, **{facet: one.value for facet, one in inferred.items()}}
    sections = [] if result or error else service.sections(choice)
    return rendered(
        "results.html" if fragment() else "index.html",
        service,
        limits=limits,
        question=given().get("q", "").strip(),
        choice=choice,
        inferred=inferred,
        held=held,
        result=result,
        error=error,
        sections=sections,
        contacts=service.contacts(held),
        language=language().get("lang"),
    )


def refused_page(service: Service, limits: Limits, refused: Refused) -> Response:
    """The page for a refused request: the search page if the reader can correct the request there."""
    if isinstance(refused, InvalidRequest):
        t = translator(service)
        messages = [t(fault.phrase, **fault.values) for fault in refused.faults if fault.phrase]
        return index_page(service, limits, error=" ".join(messages) or t("address_mistyped"))
    template = "state.html" if fragment() else "error.html"
    return rendered(template, service, state=STATES.get(refused.status, "refused"))


def rendered(template: str, service: Service, **context: Any) -> Response:
    """A page in the reader's language."""
    t = translator(service)
    response = make_response(
        render_template(template, service=service, t=t, languages=LANGUAGES, content_language=CONTENT, **context)
    )
    response.vary.add("Accept-Language")
    return response


def translator(service: Service) -> Translator:
    """The language that the address names, else the first supported one that the browser prefers."""
    known = (tag[:2].lower() for tag in request.accept_languages.values() if tag[:2].lower() in LANGUAGES)
    return Translator(language().get("lang") or next(known, next(iter(LANGUAGES))), service.labels)
