"""ETags for responses that depend on the address, the index and the status of the search only."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version

from flask import Flask, Response, g, request

from index.result import IndexInfo
from server.links import home

CACHED = ("search_one", "sections", "section", "suggest", "openapi", "llms", "llms_full", "sitemap")
"""Endpoints whose response depends on the address, the index and the status only, as all Markdown does."""


def add_etag(app: Flask, ready: Callable[[], IndexInfo | None]) -> None:
    """Give these endpoints an ETag that a new index changes, and answer If-None-Match with 304.

    The status of a search counts too, since a judge decides about it anew where it gave no verdict before.

    The tag is weak, since ``took_ms`` differs each time; ``no-cache`` makes clients revalidate, so that no response of
    an earlier index is shown.
    """
    release = version("otvet")

    @app.after_request
    def tag(response: Response) -> Response:
        index = ready()
        if index is None or response.status_code != 200:
            return response
        if request.endpoint not in CACHED and response.mimetype != "text/markdown":
            return response
        path = home() + request.full_path
        made_of = "\n".join((release, index.generation, index.encoder, path, g.get("status", "")))
        response.set_etag(hashlib.sha256(made_of.encode("utf-8", errors="replace")).hexdigest()[:32], weak=True)
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request)
        return response
