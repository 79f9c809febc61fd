"""The variants of a section side by side; the page works without scripts."""

from flask import Flask, Response, url_for
from werkzeug.exceptions import NotFound

from ingest.section import Chosen
from server.limits import Limits
from server.links import parameters
from server.pages.search import rendered
from server.request import checked, fragment, language
from server.service import Service


def add_differs(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/differs/FACET/SECTION``."""
    app.jinja_env.globals["differs"] = differs

    @app.route("/differs/<facet>/<path:section_id>")
    def compared(facet: str, section_id: str) -> Response:
        choice = checked(service, limits)
        section = service.section(section_id, {})
        if section is None or facet not in service.facets:
            raise NotFound
        comparison = service.comparison(section_id, facet, choice)
        template = "comparison.html" if fragment() else "differs.html"
        return rendered(template, service, choice=choice, section=section, facet=facet, comparison=comparison)


def differs(section_id: str, facet: str, choice: Chosen) -> str:
    """Address of the comparison of a section by a facet."""
    return url_for("compared", facet=facet, section_id=section_id) + parameters({**choice, **language()})
