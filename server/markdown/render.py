"""Render Markdown, text and XML for programs, in the content's language."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request, url_for

from index.result import Answer
from ingest.render.inert import escaped
from ingest.section import Chosen
from server.links import SUFFIX, absolute, faq, origin, parameters, parts_of
from server.service import Service
from server.translations import CONTENT, Translator

MARKDOWN = "text/markdown"
TEXT = "text/plain"
XML = "application/xml"


def add_template_helpers(app: Flask) -> None:
    """Add the templates' functions, and Vary: Accept for ``/faq``, which is HTML or Markdown."""
    app.jinja_env.globals |= {
        "at": at,
        "origin": origin,
        "parameters": parameters,
        "markdown": markdown,
        "browsed": browsed,
        "cited": cited,
    }
    app.jinja_env.filters["plain"] = escaped

    @app.after_request
    def differs(response: Response) -> Response:
        if request.endpoint in ("faq", "faq_page"):
            response.vary.add("Accept")
        return response


def written(template: str, media_type: str, service: Service, **context: Any) -> Response:
    """A response rendered from a template that is not HTML; its addresses are absolute, see `absolute`."""
    t = Translator(CONTENT, service.labels)
    text = render_template(template, service=service, t=t, **context)
    return Response(text, content_type=f"{media_type}; charset=utf-8")


def at(endpoint: str, choice: Chosen, **place: Any) -> str:
    """An address of our own for the chosen values."""
    return absolute(url_for(endpoint, **place)) + parameters(choice)


def markdown(place: str, choice: Chosen) -> str:
    """The address of a page or section as Markdown, by id."""
    page, anchor = parts_of(place)
    inside = "/".join(part for part in (page.removesuffix(SUFFIX), anchor) if part)
    return at("markdown", choice, place=inside)


def browsed(place: str, choice: Chosen) -> str:
    """The address of a page or section as HTML, by id."""
    return absolute(faq(place, choice))


def cited(answer: Answer, choice: Chosen) -> str:
    """The address where an answer is published; if that is not known, its address here."""
    return answer.url if urlsplit(answer.url).scheme else browsed(answer.id, choice)
