"""Browse the whole FAQ: the list of pages, and each page's sections for the reader's choice."""

from collections.abc import Sequence
from itertools import groupby
from textwrap import shorten

from flask import Flask, Response, redirect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from index.result import Answer
from server.limits import Limits
from server.links import faq as faq_address
from server.links import page_named, parts_of
from server.markdown.routes import markdown_response
from server.pages.json_ld import question_page
from server.pages.seal import NAME, read, sealed, since
from server.pages.search import rendered
from server.request import checked, given
from server.service import Service

LONGEST = 160
"""Characters of a page's description; search engines show no more."""


def add_browse(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/faq`` and ``/faq/PAGE`` to an application that has the page at ``/``."""
    app.jinja_env.filters["anchor"] = lambda place: parts_of(place)[1]
    app.jinja_env.globals["sealed"] = sealed

    @app.route("/faq")
    def faq() -> AnyResponse:
        """The table of contents; if the content has one page, that page."""
        choice = checked(service, limits)
        if response := markdown_response(service, limits, "", choice):
            return response
        pages = [(page, list(rows)) for page, rows in groupby(service.sections(choice), key=lambda row: row.page)]
        if len(pages) == 1:
            return redirect(faq_address(pages[0][0], choice))
        return rendered("contents.html", service, choice=choice, pages=pages, place="")

    @app.route("/faq/<path:page>")
    def faq_page(page: str) -> Response:
        """One page's sections for the chosen values, perhaps none."""
        choice = checked(service, limits)
        page_id = page_named(page, (row.page for row in service.sections({})))
        if page_id is None:
            raise NotFound
        if response := markdown_response(service, limits, page_id, choice):
            return response
        seal = read(given().get(NAME, ""))
        found = (service.section(row.id, choice) for row in service.sections(choice) if row.page == page_id)
        answers = [one for one in found if one]
        return rendered(
            "faq.html",
            service,
            choice=choice,
            answers=answers,
            place=page_id,
            structured=question_page(answers, choice),
            since=since(seal, answers) if seal else None,
            description=described(answers),
        )


def described(answers: Sequence[Answer]) -> str:
    """What a page says, in a sentence for search engines: its first section's text, empty if it has none."""
    text = " ".join((answers[0].text if answers else "").split())
    return shorten(text, LONGEST, placeholder="…")
