"""Pages, sections and answers as Markdown, with llms.txt, sitemap.xml and robots.txt."""

from flask import Flask, Response, request

from ingest.section import Chosen
from server.api.endpoint import no_section
from server.limits import Limits
from server.links import page_named
from server.markdown.answer import answer_page
from server.markdown.outline import Outline, outlines, page_markdown
from server.markdown.render import MARKDOWN, TEXT, XML, add_template_helpers, written
from server.request import checked, given
from server.service import Service

LISTED = 300
"""Most sections that llms.txt lists one by one; of a larger content it lists pages only."""

SUFFIXES = (".md", ".txt", ".xml")
"""Suffixes of the addresses here."""


def add_markdown(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/llms.txt``, ``/llms-full.txt``, ``/faq/PAGE.md``, ``/faq/PAGE/ANCHOR.md``, ``/sitemap.xml`` and
    ``/robots.txt``; all but the last take facets."""
    add_template_helpers(app)

    @app.route("/llms.txt")
    def llms() -> Response:
        return llms_page(service, checked(service, limits))

    @app.route("/llms-full.txt")
    def llms_full() -> Response:
        choice = checked(service, limits)
        pages = [(one, text(service, one, choice)) for one in outlines(service, choice) if one.rows]
        return written("llms-full.txt", TEXT, service, choice=choice, pages=pages)

    @app.route("/faq/<path:place>.md")
    def markdown(place: str) -> Response:
        """A page, or the section with that anchor on the page above."""
        choice = checked(service, limits)
        pages = [row.page for row in service.sections({})]
        if whole := page_named(place, pages):
            return markdown_page(service, whole, choice)
        name, _, anchor = place.rpartition("/")
        page = page_named(name, pages)
        section_id = f"{page}#{anchor}" if page else f"{place}.md"
        if (found := service.section(section_id, choice)) is None:
            raise no_section(section_id, "")
        return written("section.md", MARKDOWN, service, choice=choice, answer=found)

    @app.route("/sitemap.xml")
    def sitemap() -> Response:
        """The pages to browse: for everyone, and for each value of each facet that they have a section for."""
        choice = checked(service, limits)
        choices = [choice]
        for facet, values in service.facets.items():
            if facet not in choice:
                choices += [{**choice, facet: value} for value in values]
        found = [(one.page, choice) for choice in choices for one in outlines(service, choice) if one.rows]
        return written("sitemap.xml", XML, service, places=found)

    @app.route("/robots.txt")
    def robots() -> Response:
        return written("robots.txt", TEXT, service)


def wants_plain_response() -> bool:
    """Whether the client is a program, which gets a problem document instead of an error page."""
    if request.path.endswith(SUFFIXES):
        return True
    return request.path.startswith("/faq") and ("ask" in request.args or prefers_markdown())


def prefers_markdown() -> bool:
    """Whether the client prefers Markdown to HTML, as no browser does."""
    return request.accept_mimetypes.best_match(["text/html", MARKDOWN]) == MARKDOWN


def markdown_response(service: Service, limits: Limits, page: str, choice: Chosen) -> Response | None:
    """The Markdown for a page, or for the whole FAQ if ``page`` is empty; None if the client wants HTML."""
    if "ask" in given():
        return answer_page(service, limits, page, choice)
    if not prefers_markdown():
        return None
    return markdown_page(service, page, choice) if page else llms_page(service, choice)


def llms_page(service: Service, choice: Chosen) -> Response:
    """The list of pages and how to ask, in the format of https://llmstxt.org."""
    pages = [one for one in outlines(service, choice) if one.rows]
    briefly = sum(len(one.rows) for one in pages) > LISTED
    return written("llms.txt", TEXT, service, choice=choice, pages=pages, briefly=briefly)


def markdown_page(service: Service, page: str, choice: Chosen) -> Response:
    """The Markdown of a page; it must exist."""
    outline = next(one for one in outlines(service, choice) if one.page == page)
    return written("page.md", MARKDOWN, service, choice=choice, page=outline, text=text(service, outline, choice))


def text(service: Service, outline: Outline, choice: Chosen) -> str:
    """A page's Markdown."""
    return page_markdown(outline, lambda section_id: service.section(section_id, choice))
