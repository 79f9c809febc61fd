"""The widget: a custom element with the search for other sites, and the page that demonstrates it."""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from server.api.endpoint import current_index
from server.limits import Limits
from server.links import home, href, origin
from server.pages.facet_controls import depends, facet_controls, show_for
from server.pages.search import STATES, rendered
from server.request import checked
from server.service import Service
from server.translations import CONTENT, LANGUAGES, Translator, catalogue

PARTS = Path(__file__).parents[1] / "static" / "widget"
HOUR, YEAR = 3600, 31_536_000
SERVED = ("widget_script", "widget_part")
"""Endpoints whose responses any site may load."""

TEXTS = (
    *("search", "question", "own_words", "find", "clear", "suggestions", "every", "without", "browse"),
    *("remove", "understood", "understood_so", "read", "found", "found_first", "open", "more", "related"),
    *("copy", "copied", "unfold", "keys", "for_others", "write_more", "letter", "close", "ask_again"),
    *(
        "exact",
        "answered",
        "unsure",
        "ready",
        "ready_subject",
        "ready_state",
        "ready_open",
        "ready_copy",
        "ready_copied",
    ),
    *("nearest", "no_answer", "no_answer_hint", "look_everywhere", "not_that", "write_to", "search_typed"),
    *("which", "repaired", "facet_conflict", "not_in_facet", "broader_facet", "only_in_facet"),
    "unlisted_in_facet",
    *("helped", "yes", "no", "why", "wrong_topic", "wrong_variant", "unclear", "outdated", "other"),
    *("thanks", "not_kept", "offline", "offline_hint", "not_here", "not_here_open", "again", "refused"),
    *("too_many", "too_many_hint", "broken", "broken_hint", "busy", "busy_hint"),
)
"""Keys of the widget's texts in translations.toml."""

STATUSES = (429, 500, 503)
"""HTTP statuses for which the widget has a message of its own."""


PLAIN = re.compile("[a-z][a-z0-9_-]*")
TAKEN = {"endpoint", "lang", "class", "dir", "hidden", "id", "inert", "is", "nonce", "part", "popover", "role", "slot"}
TAKEN |= {"style", "title", "translate", "launcher", "shortcut"}
"""Attributes of the element, or of every element in HTML, that a facet may be named like."""


def add_widget(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/widget.js``, the modules that it imports, and the page at ``/widget``."""

    @app.route("/widget.js")
    def widget_script() -> Response:
        """The script that defines the element with its texts; cached for an hour, so that new labels appear soon.

        It imports every module directly, so that the browser loads them in parallel.
        """
        current_index(service)
        response = Response(script(service, limits), content_type="text/javascript; charset=utf-8")
        response.cache_control.public = True
        response.cache_control.max_age = HOUR
        response.add_etag()
        response.make_conditional(request)
        return response

    @app.route("/widget/<made>/<name>.js")
    def widget_part(made: str, name: str) -> Response:
        """A module. Its address changes with any module; an old address gives the current module, uncached."""
        now = made == version()
        response = send_from_directory(PARTS, f"{name}.js", mimetype="text/javascript", max_age=YEAR if now else None)
        response.cache_control.immutable = now
        return response

    @app.route("/widget")
    def widget() -> Response:
        """The page that demonstrates the element, with code to copy and styles to try."""
        choice = checked(service, limits)
        site = home()
        return rendered(
            "widget.html",
            service,
            choice=choice,
            site=site,
            known=bool(origin()),
            attribute=attribute,
            integrity=integrity(script(service, limits).encode()),
            modules={f"/widget/{version()}/{part.name}": integrity(part.read_bytes()) for part in parts()},
        )

    @app.after_request
    def for_any_site(response: Response) -> Response:
        if request.endpoint in SERVED:
            response.headers["Access-Control-Allow-Origin"] = "*"  # modules of another origin are loaded by CORS
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def script(service: Service, limits: Limits) -> str:
    """The text of ``/widget.js``: the same as long as the release and the content's labels are."""
    at = f"./widget/{version()}"
    given = json.dumps(widget_config(service, limits), ensure_ascii=False, separators=(",", ":"))
    lines = [f'import {{ define }} from "{at}/element.js";', *(f'import "{at}/{part.name}";' for part in parts())]
    return "\n".join([*lines, f"define({given});", ""])


def integrity(file: bytes) -> str:
    """The hash by which a page pins a file.

    Source: https://www.w3.org/TR/SRI/
    """
    return f"sha384-{b64encode(hashlib.sha384(file).digest()).decode()}"


def attribute(facet: str) -> str:
    """The element's attribute for a facet: its id; with ``facet-`` before it if the attribute means something else."""
    return facet if PLAIN.fullmatch(facet) and facet not in TAKEN else f"facet-{facet.lower()}"


def parts() -> list[Path]:
    """The modules' files, in order of their names."""
    return sorted(PARTS.glob("*.js"))


def version() -> str:
    """A hash of the modules."""
    return hashlib.sha256(b"\n".join(part.read_bytes() for part in parts())).hexdigest()[:12]


def widget_config(service: Service, limits: Limits) -> Mapping[str, object]:
    """The element's configuration, in every language: texts, facets, contacts."""
    languages = {code: Translator(code, service.labels) for code in LANGUAGES}
    rows = {
        code: [one.facet for one in facet_controls(service, {}, t) if one.segments] for code, t in languages.items()
    }

    def named(text: str) -> dict[str, str]:
        return {code: t.label(text) for code, t in languages.items()}

    def shown(label: str) -> dict[str, str]:
        return {code: show_for(label, t) for code, t in languages.items()}

    return {
        "words": {code: {key: catalogue()[key][code] for key in TEXTS} for code in LANGUAGES},
        "content": CONTENT,
        "states": {status: STATES[status] for status in STATUSES} | {503: "busy"},  # it has an index, so it has no room
        "offered": list(service.offered),
        "facets": {
            facet: {
                "attribute": attribute(facet),
                "label": named(service.facet_labels.get(facet, facet)),
                "differs": {code: depends(service.facet_labels.get(facet, facet), t) for code, t in languages.items()},
                "segments": {code: facet in segments for code, segments in rows.items()},
                "show": {value: shown(label) for value, label in values.items()},
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
