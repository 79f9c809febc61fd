"""Accept forms from our own pages only, against cross-site request forgery."""

from urllib.parse import urlsplit

from flask import Flask, request

from server.errors import Fault, Refused
from server.links import origin as our_origin


def add_csrf(app: Flask) -> None:
    """Refuse forms whose Origin is another site. The API takes JSON, which CORS protects."""

    @app.before_request
    def ours() -> None:
        if request.method != "POST" or request.path.startswith("/api/"):
            return
        origin = request.headers.get("Origin")  # browsers send it with every POST; other clients may leave it out
        if origin is not None and origin != our_origin() and urlsplit(origin).netloc != request.host:
            raise Refused(403, "foreign-form", "Forbidden", [Fault("", "The form was sent from another site.")])
