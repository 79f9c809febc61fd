"""The search page, rendered on the server; it works without scripts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, Response, make_response, render_template, request

from index.result import Answer, AskFacet, AskSection, LetterToWrite, Notice, Related, Result
from ingest.section import Chosen
from server.choice import known_values
from server.errors import InvalidRequest, Overloaded, Refused
from server.limits import Limits
from server.links import absolute, ask, faq, href, readable, spoken_in
from server.pages.facet_controls import depends, facet_controls, named, reading, show_for, taken
from server.request import asked, checked, fragment, given, language
from server.service import Service
from server.translations import CONTENT, LANGUAGES, Translator, notice_phrase

FURTHER = 3
"""Most questions named below an answer."""

FRAGMENT = "Otvet-Fragment"
"""Header of a part of a page, by which a script tells it from a page that something on the way has sent instead."""

INSIDE = ("only_in_", "differs_by_")
"""Beginnings of the codes of notices that are the first thing said in an answer."""

STATES = {404: "missing", 405: "method", 413: "large", 429: "too_many", 500: "broken", 503: "starting"}
"""HTTP status → key of its message; the key with ``_hint`` says what to do."""


def add_search_page(app: Flask, service: Service, limits: Limits, letter: Callable[[str], Response]) -> None:
    """Add the page at ``/``; ``letter`` answers what is longer than a question."""
    app.jinja_env.filters["href"] = href
    app.jinja_env.globals |= {
        "ask": ask,
        "faq": faq,
        "spoken_in": spoken_in,
        "absolute": absolute,
        "readable": readable,
    }
    app.jinja_env.globals |= {"notice_phrase": notice_phrase, "depends": depends, "named": named, "taken": taken}
    app.jinja_env.globals |= {"best_and_others": best_and_others, "shown_notices": shown_notices}
    app.jinja_env.globals |= {"show_for": show_for, "letter_text": letter_text}

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
    notices = shown_notices(result) if result else []
    t, question = translator(service), given().get("q", "").strip()
    off = ask(question, choice, infer="false")
    readings = {facet: reading(facet, one, service, t, off=off) for facet, one in inferred.items()}
    return rendered(
        "results.html" if fragment() else "index.html",
        service,
        limits=limits,
        question=question,
        choice=choice,
        inferred=inferred,
        readings=readings,
        held=held,
        held_names=names_of(held, service, t),
        result=result,
        notices=notices,
        inside=[one for one in notices if len(best) == 1 and one.code.startswith(INSIDE)],
        excluded=any(one.code.startswith("only_in_") for one in notices),
        best=best,
        further=further(result, others) if result else [],
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


def letter_text(letter: LetterToWrite) -> str:
    """A letter to be written as text to copy: to whom, about what, and lines to fill in."""
    return "\n".join([letter.to, letter.subject, "", *(f"{point}: " for point in letter.checklist)])


def further(result: Result, others: list[Answer]) -> list[Related]:
    """What to name below the answer; nothing below an answer to the question itself, word for word, that is settled."""
    settled = result.status == "answered" and result.ask is None and result.answers[0].confidence == 1
    named_only = [Related(one.id, one.section) for one in others]
    return [] if settled else [*named_only, *result.related][:FURTHER]


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
    choice = context.get("choice", {})
    controls = facet_controls(service, choice, t, context.get("readings", {}))
    common = {
        "service": service,
        "t": t,
        "controls": controls,
        "languages": LANGUAGES,
        "content_language": CONTENT,
        "names": names_of(choice, service, t),
        "today": f"{datetime.now():%d.%m.%Y}",
    }
    response = make_response(render_template(template, **common, **context))
    response.vary.add("Accept-Language")
    if fragment():
        response.headers[FRAGMENT] = "true"
    return response


def names_of(choice: Chosen, service: Service, t: Translator) -> str:
    """All that is chosen, in the reader's language: «Казахстан, Предоплата»."""
    return ", ".join(named(choice[facet], values, t) for facet, values in service.facets.items() if facet in choice)


def translator(service: Service) -> Translator:
    """The language that the address names, else the first supported one that the browser prefers."""
    known = (tag[:2].lower() for tag in request.accept_languages.values() if tag[:2].lower() in LANGUAGES)
    return Translator(language().get("lang") or next(known, next(iter(LANGUAGES))), service.labels)
