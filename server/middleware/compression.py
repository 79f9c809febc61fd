"""Compress texts with gzip, for clients that take it."""

import gzip

from flask import Flask, Response, request

TYPES = {"application/json", "application/problem+json", "application/xml", "image/svg+xml"}
"""Media types that are text and do not begin with ``text/``."""

FEWEST = 1000
"""Bytes below which a response fits into one packet anyway."""

SECRET = ("insights", "login")
"""Endpoints whose pages are never compressed: what stands beside a secret could be guessed from their length."""


def add_compression(app: Flask) -> None:
    """Compress the bodies of successful responses."""

    @app.after_request
    def compress(response: Response) -> Response:
        mimetype = response.mimetype or ""
        if response.status_code != 200 or request.endpoint in SECRET or "Content-Encoding" in response.headers:
            return response
        if not (mimetype.startswith("text/") or mimetype in TYPES):
            return response
        if (response.calculate_content_length() or FEWEST) < FEWEST:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") <= 0:
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < FEWEST:
            return response
        response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        tag, _ = response.get_etag()
        if tag:
            response.set_etag(tag, weak=True)
        return response
