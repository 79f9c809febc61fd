"""Take forms from our own pages alone: a foreign page could send one in its reader's name."""

from urllib.parse import urlsplit

from flask import Flask, request

from server.errors import Fault, Refused


def add_csrf(app: Flask) -> None:
    """Refuse forms that a browser says come from elsewhere. The API takes JSON, which asks leave first (CORS)."""

    @app.before_request
    def ours() -> None:
        if request.method != "POST" or request.path.startswith("/api/"):
            return
        origin = request.headers.get("Origin")  # every browser sends it with a POST; programs do not, and may
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise Refused(403, "foreign-form", "Forbidden", [Fault("", "The form was sent from another site.")])
