"""The search page, rendered on the server; it works without scripts."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, make_response, render_template, request

from index.result import Answer, AskFacet, AskSection, Notice, Result
from server.choice import known_values
from server.errors import InvalidRequest, Overloaded, Refused
from server.limits import Limits
from server.links import ask, faq, href, spoken_in
from server.pages.facet_controls import depends, facet_controls, named, taken
from server.request import asked, checked, fragment, given, language
from server.service import Service
from server.translations import CONTENT, LANGUAGES, Translator, notice_phrase

STATES = {404: "missing", 405: "method", 413: "large", 429: "too_many", 500: "broken", 503: "starting"}
"""HTTP status → key of its message; the key with ``_hint`` says what to do."""


def add_search_page(app: Flask, service: Service, limits: Limits, letter: Callable[[str], Response]) -> None:
    """Add the page at ``/``; ``letter`` answers what is longer than a question."""
    app.jinja_env.filters["href"] = href
    app.jinja_env.globals |= {"ask": ask, "faq": faq, "spoken_in": spoken_in}
    app.jinja_env.globals |= {"notice_phrase": notice_phrase, "depends": depends, "named": named, "taken": taken}
    app.jinja_env.globals |= {"best_and_others": best_and_others, "shown_notices": shown_notices}

    @app.route("/")
    def page() -> Response:
        if len(text := given().get("q", "").strip()) > limits.query_characters:
            return letter(text)
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
    best, others = best_and_others(result) if result else ([], [])
    t = translator(service)
    names = [named(held[facet], values, t) for facet, values in service.facets.items() if facet in held]
    return rendered(
        "results.html" if fragment() else "index.html",
        service,
        limits=limits,
        question=given().get("q", "").strip(),
        choice=choice,
        inferred=inferred,
        held=held,
        held_names=", ".join(names),
        result=result,
        notices=shown_notices(result) if result else [],
        best=best,
        others=others,
        error=error,
        sections=sections,
        contacts=service.contacts(held),
        language=language().get("lang"),
    )


def best_and_others(result: Result) -> tuple[list[Answer], list[Answer]]:
    """The answer to show, or the two between which the question does not decide; then the other answers."""
    undecided = {choice.id for choice in result.ask.choices} if isinstance(result.ask, AskSection) else set()
    best = [answer for answer in result.answers if answer.id in undecided] or list(result.answers[:1])
    return best, [answer for answer in result.answers if answer not in best]


def shown_notices(result: Result) -> list[Notice]:
    """The notices without those that ask for a facet while something else is asked first."""
    if result.ask is None:
        return list(result.notices)
    asked = f"differs_by_{result.ask.facet}" if isinstance(result.ask, AskFacet) else ""
    return [one for one in result.notices if not one.code.startswith("differs_by_") or one.code == asked]


def refused_page(service: Service, limits: Limits, refused: Refused) -> Response:
    """The page for a refused request: the search page if the reader can correct the request there."""
    if isinstance(refused, InvalidRequest):
        t = translator(service)
        messages = [t(fault.phrase, **fault.values) for fault in refused.faults if fault.phrase]
        return index_page(service, limits, error=" ".join(messages) or t("address_mistyped"))
    template = "state.html" if fragment() else "error.html"
    state = "busy" if isinstance(refused, Overloaded) else STATES.get(refused.status, "refused")
    return rendered(template, service, state=state)


def rendered(template: str, service: Service, **context: Any) -> Response:
    """A page in the reader's language."""
    t = translator(service)
    controls = facet_controls(service, context.get("choice", {}), t)
    common = {"service": service, "t": t, "controls": controls, "languages": LANGUAGES, "content_language": CONTENT}
    response = make_response(render_template(template, **common, **context))
    response.vary.add("Accept-Language")
    return response


def translator(service: Service) -> Translator:
    """The language that the address names, else the first supported one that the browser prefers."""
    known = (tag[:2].lower() for tag in request.accept_languages.values() if tag[:2].lower() in LANGUAGES)
    return Translator(language().get("lang") or next(known, next(iter(LANGUAGES))), service.labels)
