"""Put the API and the page together into one WSGI application."""

import uuid
from http import HTTPStatus

from flask import Flask, Response, g, request
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from server.api import add_api
from server.errors import Fault, Refused
from server.limits import Limits
from server.page import add_page, refused_page
from server.problems import Problem, document, from_http
from server.service import Service
from server.validation import Validation, check_body, checked_arguments

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""The page needs no script at all, so none is allowed."""

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/openapi.json")
"""Paths whose errors are problem documents; elsewhere a person reads them."""


def create_app(service: Service, *, limits: Limits = Limits()) -> Flask:  # noqa: B008  (frozen)
    """A WSGI application that answers with the given functions.

    Raises:
        ValueError: if a facet is named like a search parameter.
    """
    validation = Validation(service.facets, limits)

    def refuse(exc: ValidationError) -> Response:
        raise validation.refuse(exc)

    app = OpenAPI(
        "server",
        info=Info(title="Otvet", version="1", description="Answers from a FAQ that hold for the reader's region."),
        security_schemes={},
        doc_ui=False,
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=refuse,
    )
    app.config["MAX_CONTENT_LENGTH"] = limits.body_bytes
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_api(app, service, limits)
    add_page(app, service, limits)

    @app.before_request
    def look_at_the_raw_request() -> None:
        if request.routing_exception is None and (request.path.startswith("/api/") or request.endpoint == "page"):
            g.arguments = checked_arguments(request)
            if request.method == "POST":
                check_body(request)

    @app.errorhandler(Refused)
    def say_why(refused: Refused, instance: str | None = None) -> Response:
        if request.path.startswith(FOR_PROGRAMS):
            return document(refused, instance=instance)
        return Response(refused_page(service, limits, refused), refused.status, mimetype="text/html")

    @app.errorhandler(HTTPException)
    def say_what_the_framework_found(exc: HTTPException) -> Response:
        response = say_why(from_http(exc))
        response.headers.extend((name, value) for name, value in exc.get_headers() if name == "Allow")
        return response

    @app.errorhandler(Exception)
    def admit(exc: Exception) -> Response:
        occurrence = uuid.uuid4().urn
        app.logger.error("%s %s failed (%s)", request.method, request.path, occurrence, exc_info=exc)
        detail = f"The server failed to answer; its log has the reason under {occurrence}."
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return say_why(Refused(status, "internal", status.phrase, [Fault("", detail)]), occurrence)

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return app
