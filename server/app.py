"""Put the API and the page together into one WSGI application."""

import uuid
from dataclasses import replace
from http import HTTPStatus

from flask import Flask, Response, g, request
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from server.api.docs import add_docs
from server.api.feedback import add_feedback
from server.api.health import add_process
from server.api.search import add_api
from server.api.validation import Validation, check_body, checked_arguments
from server.errors import Fault, OwnersOnly, Refused
from server.limits import Limits
from server.markdown.routes import add_machine, machine_reads
from server.middleware.cors import add_cors
from server.middleware.csrf import add_forms
from server.middleware.etag import add_cache
from server.middleware.metrics import add_counting
from server.middleware.rate_limit import add_rate
from server.middleware.security_headers import add_headers
from server.middleware.traffic_log import watched
from server.owners.insights import add_insights
from server.owners.login import add_login
from server.pages.browse import add_browse
from server.pages.feedback_form import add_feedback_form
from server.pages.search import add_page, refused_page
from server.pages.widget import add_widget
from server.problems import Problem, document, from_http
from server.resources import Around
from server.service import Service
from server.settings import Settings

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""Paths whose errors are problem documents; elsewhere a person reads them."""


def create_app(
    service: Service,
    *,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    around: Around | None = None,
) -> Flask:
    """A WSGI application that answers with the given functions.

    Args:
        service: What answers.
        limits: How much one request may ask for.
        around: What it stands in; as the settings are by themselves, with no limit to requests, if not given.

    Raises:
        ValueError: if a facet is named like a search parameter.
    """
    around = around or Around.of(Settings(rate=0))
    service = replace(service, search=watched(service.search, around.metrics, around.keep), keep=around.keep)
    app = framework(service, limits)
    add_counting(app, around.metrics)
    add_rate(app, around.buckets)
    add_forms(app)
    add_judgement(app, service, limits)
    add_api(app, service, limits, around.buckets)
    add_feedback(app, service, limits)
    add_process(app, service, around.metrics)
    add_docs(app, service)
    add_page(app, service, limits)
    add_browse(app, service, limits)
    add_widget(app, service, limits)
    add_machine(app, service, limits)
    add_feedback_form(app, service, limits)
    add_login(app, around.owners)
    add_insights(app, service, around)
    add_cache(app, service.ready)
    add_cors(app, around.settings.cors_origins)
    add_headers(app)
    return app


def framework(service: Service, limits: Limits) -> OpenAPI:
    """An application without endpoints, that says in our words what pydantic finds wrong."""
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
    return app


def add_judgement(app: Flask, service: Service, limits: Limits) -> None:
    """Refuse what cannot be read before an endpoint sees it, and answer every refusal and failure."""

    @app.before_request
    def look_at_the_raw_request() -> None:
        if request.routing_exception is None and request.endpoint != "static":
            g.arguments = checked_arguments(request)
            if request.method == "POST" and request.path.startswith("/api/"):
                check_body(request)

    @app.errorhandler(Refused)
    def say_why(refused: Refused, instance: str | None = None) -> Response:
        if request.path.startswith(FOR_PROGRAMS) or machine_reads() or isinstance(refused, OwnersOnly):
            return document(refused, instance=instance)
        response = refused_page(service, limits, refused)
        response.status_code = refused.status
        response.headers.update(refused.headers)
        return response

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
