"""Refuse what the server has no room for, in the form that the client takes: a page, or a problem document."""

from flask import Flask, request

from server.errors import Overloaded

SHED = "otvet.shed"
"""Set in the WSGI environment of a request that is refused without being answered."""


def add_overload(app: Flask) -> None:
    """Refuse such requests before anything else is done for them."""

    @app.before_request
    def refuse() -> None:
        if request.environ.get(SHED):
            raise Overloaded
