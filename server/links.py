"""Addresses of our own pages, for links, and which page an address means."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urlencode, urlsplit

from flask import Flask, current_app, request, url_for

from ingest.section import Chosen
from server.request import given, language

SCHEMES = ("", "http", "https", "mailto", "tel")
SUFFIX = ".md"
EXAMPLE = "https://faq.example.com"
"""Stands for this server in commands and code to copy, as long as its own address is not known."""

LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?")
"""Hosts of this machine. A client can name any host, so that no other is ever repeated to it."""

_LETTERS = re.compile(r"(?:%[89A-F][0-9A-F])+", re.I)
"""Percent-encoded letters that are not ASCII."""

TAKEN_BACK = ("repair", "infer")
"""Parameters by which a reader turns off a part of the search, with ``=false``."""


def add_origin(app: Flask, origin: str, *, proxied: bool) -> None:
    """Set what `absolute` begins addresses with: the origin; if it is empty and there is no proxy, this machine's."""
    app.config["ORIGIN"], app.config["MAY_BE_LOCAL"] = origin, not (origin or proxied)


def origin() -> str:
    """Scheme, name and port of this server; empty if they are not known."""
    if current_app.config["MAY_BE_LOCAL"] and LOCAL.fullmatch(request.headers.get("Host", "")):
        return f"{request.scheme}://{request.host}"
    return str(current_app.config["ORIGIN"])


def absolute(path: str) -> str:
    """The address of a path of our own, from its scheme on if that is known, else from the root."""
    return origin() + path


def readable(address: str) -> str:
    """An address with its letters as they are typed, to be read on paper.

    >>> readable("/?q=%D0%B0%D0%BA%D1%82+%26")
    '/?q=акт+%26'
    """
    return _LETTERS.sub(lambda found: unquote(found[0], errors="replace"), address)


def home() -> str:
    """What all addresses of this server begin with, for code to copy; an example if that is not known."""
    return (origin() or EXAMPLE) + request.root_path


def parts_of(place: str) -> tuple[str, str]:
    """Page and anchor of the id of a page or section. The page's name may have ``#``, an anchor has none."""
    page, _, anchor = place.rpartition("#")
    return (page, anchor) if page.lower().endswith(SUFFIX) else (place, "")


def page_named(name: str, pages: Iterable[str]) -> str | None:
    """The page, of these ids, whose address has this name; None if there is none.

    >>> page_named("pay", ["pay.md"]), page_named("Readme.MD", ["Readme.MD"])
    ('pay.md', 'Readme.MD')
    """
    known = set(pages)
    return next((page for page in (name + SUFFIX, name) if page in known), None)


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
    page, anchor = parts_of(place)
    path = url_for("faq_page", page=page.removesuffix(SUFFIX)) if page else url_for("faq")
    return path + parameters({**choice, **changed, **language()}) + (f"#{quote(anchor)}" if anchor else "")


def parameters(given: Mapping[str, str]) -> str:
    """The query of an address, with its question mark; empty values are left out."""
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""


def spoken_in(code: str) -> str:
    """The address of the current page in another language."""
    return f"{quote(request.root_path + request.path)}?{urlencode({**given(), 'lang': code})}"


def href(address: str) -> str:
    """An address that is safe in a link; empty if it is not, e.g. ``javascript:``."""
    try:
        return address if urlsplit(address.strip()).scheme in SCHEMES else ""
    except ValueError:
        return ""
