"""The widget: the search as an element that other sites put into their pages, and a page that shows it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from server.api.endpoint import live
from server.limits import Limits
from server.links import href
from server.pages.search import STATES, rendered
from server.request import checked
from server.service import Service
from server.translations import CONTENT, LANGUAGES, Translator, catalogue

PARTS = Path(__file__).parents[1] / "static" / "widget"
HOUR, YEAR = 3600, 31_536_000
SERVED = ("widget_script", "widget_part")
"""Endpoints whose answer any site may load."""

SAID = (
    *("search", "question", "example", "find", "clear", "suggestions", "every_region", "every_variant", "browse"),
    *("remove", "understood", "understood_so", "found", "found_first", "answered", "unsure", "open", "more", "related"),
    *("nearest", "no_answer", "no_answer_hint", "look_everywhere", "not_that", "write_to", "search_typed"),
    *("repaired", "region_conflict", "differs_by_region", "not_in_region"),
    *("helped", "yes", "no", "why", "wrong_topic", "wrong_region", "unclear", "outdated", "other"),
    *("thanks", "not_kept", "offline", "offline_hint", "again", "refused"),
    *("too_many", "too_many_hint", "broken", "broken_hint", "starting", "starting_hint"),
)
"""What the widget says, by its keys in the catalogue."""


TROUBLES = (429, 500, 503)
"""Statuses of which it says more than that the request was refused."""


def add_widget(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/widget.js``, the modules that it imports, and the page at ``/widget``."""

    @app.route("/widget.js")
    def widget_script() -> Response:
        """Imports the element and tells it what to say; an hour old at most, so that a new label is seen soon.

        All modules are named here, so that none waits to be found in another.
        """
        live(service)
        at = f"./widget/{version()}"
        given = json.dumps(told(service, limits), ensure_ascii=False, separators=(",", ":"))
        lines = [f'import {{ define }} from "{at}/element.js";', *(f'import "{at}/{part.name}";' for part in parts())]
        script = "\n".join([*lines, f"define({given});", ""])
        response = Response(script, content_type="text/javascript; charset=utf-8")
        response.cache_control.public = True
        response.cache_control.max_age = HOUR
        response.add_etag()
        response.make_conditional(request)
        return response

    @app.route("/widget/<made>/<name>.js")
    def widget_part(made: str, name: str) -> Response:
        """A module. Its address changes when any of them does; an old address brings what there is now, for once."""
        now = made == version()
        response = send_from_directory(PARTS, f"{name}.js", mimetype="text/javascript", max_age=YEAR if now else None)
        response.cache_control.immutable = now
        return response

    @app.route("/widget")
    def widget() -> Response:
        """The element at work, what to copy, and its looks to play with."""
        choice = checked(service, limits)
        return rendered("widget.html", service, choice=choice, site=request.host_url.rstrip("/"))

    @app.after_request
    def for_any_site(response: Response) -> Response:
        if request.endpoint in SERVED:
            response.headers["Access-Control-Allow-Origin"] = "*"  # modules of another origin are loaded by CORS
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def parts() -> list[Path]:
    """The modules' files, in order of their names."""
    return sorted(PARTS.glob("*.js"))


def version() -> str:
    """A name for the modules as they are."""
    return hashlib.sha256(b"\n".join(part.read_bytes() for part in parts())).hexdigest()[:12]


def told(service: Service, limits: Limits) -> Mapping[str, object]:
    """All that the element does not ask the API for, in every language: words, names of facets, whom to write to."""
    languages = {code: Translator(code, service.labels) for code in LANGUAGES}

    def named(text: str) -> dict[str, str]:
        return {code: words.label(text) for code, words in languages.items()}

    return {
        "words": {code: {key: catalogue()[key][code] for key in SAID} for code in LANGUAGES},
        "content": CONTENT,
        "states": {status: STATES[status] for status in TROUBLES},
        "facets": {
            facet: {
                "label": named(service.facet_labels.get(facet, facet)),
                "values": {value: named(label) for value, label in values.items()},
            }
            for facet, values in service.facets.items()
        },
        "contacts": [
            {"label": named(contact.label), "href": href(contact.href), "facets": dict(contact.facets)}
            for contact in service.contacts({})
        ],
        "longest": limits.query_characters,
    }
