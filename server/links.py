"""Addresses of our own pages, for links."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from flask import request, url_for

from ingest.section import Chosen
from server.request import given, language

SCHEMES = ("", "http", "https", "mailto", "tel")
TAKEN_BACK = ("repair", "infer")
"""Parameters by which a reader turns off a part of the search, with ``=false``."""


def ask(question: str, choice: Chosen, /, **changed: str) -> str:
    """Address of the page that answers a question; an empty value in ``changed`` means all values.

    For the question of the current page, ``repair=false`` and ``infer=false`` are kept.
    """
    here = given()
    asked = {"q": question}
    if question and question == here.get("q", "").strip():
        asked |= {name: "false" for name in TAKEN_BACK if here.get(name) == "false"}
    return url_for("page") + parameters({**asked, **choice, **changed, **language()})


def faq(place: str, choice: Chosen, /, **changed: str) -> str:
    """Address of a page or section of the FAQ for the chosen values; an empty value means all values.

    Args:
        place: Id of a page or a section; empty for the whole.
        choice: Facet → value.
        changed: Facet → another value to choose.
    """
    page, _, anchor = place.partition("#")
    path = url_for("faq_page", page=page.removesuffix(".md")) if page else url_for("faq")
    return path + parameters({**choice, **changed, **language()}) + (f"#{quote(anchor)}" if anchor else "")


def parameters(given: Mapping[str, str]) -> str:
    """The query of an address, with its question mark; empty values are left out."""
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""


def spoken_in(code: str) -> str:
    """The address of the current page in another language."""
    return f"{quote(request.path)}?{urlencode({**given(), 'lang': code})}"


def href(address: str) -> str:
    """An address that is safe in a link; empty if it is not, e.g. ``javascript:``."""
    try:
        return address if urlsplit(address.strip()).scheme in SCHEMES else ""
    except ValueError:
        return ""
