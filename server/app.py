"""Assemble the API, the pages and the middleware into one WSGI application."""

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
from server.api.health import add_health
from server.api.letter import add_letter
from server.api.search import add_search
from server.api.validation import Validation, check_body, checked_arguments
from server.errors import Fault, OwnersOnly, Refused
from server.limits import Limits
from server.links import add_origin
from server.markdown.routes import add_markdown, wants_plain_response
from server.middleware.compression import add_compression
from server.middleware.cors import add_cors
from server.middleware.csrf import add_csrf
from server.middleware.etag import add_etag
from server.middleware.metrics import add_metrics
from server.middleware.overload import add_overload
from server.middleware.rate_limit import add_rate_limit, charged, charged_batch
from server.middleware.security_headers import add_security_headers
from server.middleware.traffic_log import logged
from server.own_addresses import located
from server.owners.insights import add_insights
from server.owners.login import add_login
from server.pages.browse import add_browse
from server.pages.differs import add_differs
from server.pages.feedback_form import add_feedback_form
from server.pages.letter import add_letter_page
from server.pages.search import add_search_page, refused_page
from server.pages.static_files import add_static_files
from server.pages.widget import add_widget
from server.problems import Problem, document, from_http
from server.resources import Resources
from server.service import Service
from server.settings import Settings

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""Paths whose errors are problem documents; errors elsewhere are pages."""


def create_app(
    service: Service,
    *,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    resources: Resources | None = None,
) -> Flask:
    """A WSGI application over the given functions.

    Args:
        service: The functions that answer.
        limits: Upper bounds for one request.
        resources: Settings, metrics and stores; by default the default settings without a rate limit.

    Raises:
        ValueError: if a facet is named like a search parameter.
    """
    resources = resources or Resources.of(Settings(rate=0))
    service = located(service)
    search = logged(service.search, resources.metrics, resources.keep)
    service = replace(service, search=charged(search, resources.buckets), keep=resources.keep)
    app = framework(service, limits)
    add_origin(app, resources.settings.origin, proxied=resources.settings.proxies > 0)
    add_static_files(app)
    add_compression(app)
    add_metrics(app, resources.metrics)
    add_overload(app)
    add_rate_limit(app, resources.buckets)
    add_csrf(app)
    add_error_handlers(app, service, limits)
    search_all = charged_batch(search, resources.buckets)
    add_search(app, service, limits, search_all)
    add_letter(app, service, limits, search_all)
    add_feedback(app, service, limits)
    add_health(app, service, resources.metrics, resources.state)
    add_docs(app, service)
    add_search_page(app, service, limits, add_letter_page(app, service, limits, search_all))
    add_differs(app, service, limits)
    add_browse(app, service, limits)
    add_widget(app, service, limits)
    add_markdown(app, service, limits)
    add_feedback_form(app, service, limits)
    add_login(app, resources.owners)
    add_insights(app, service, resources)
    add_etag(app, service.ready)
    add_cors(app, resources.settings.cors_origins)
    add_security_headers(app)
    return app


def framework(service: Service, limits: Limits) -> OpenAPI:
    """An application without endpoints that reports pydantic's errors in our own words."""
    validation = Validation(service.facets, limits)

    def refuse(exc: ValidationError) -> Response:
        raise validation.refuse(exc)

    app = OpenAPI(
        "server",
        info=Info(
            title="Otvet", version="1", description="Answers from a FAQ, for the facet values that the reader chose."
        ),
        security_schemes={},
        doc_ui=False,
        static_folder=None,
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=refuse,
    )
    app.config["MAX_CONTENT_LENGTH"] = limits.body_bytes
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def add_error_handlers(app: Flask, service: Service, limits: Limits) -> None:
    """Check every request before its endpoint runs, and turn every error into a response."""

    @app.before_request
    def check_request() -> None:
        if request.routing_exception is None and request.endpoint != "static":
            g.arguments = checked_arguments(request, service.facets)
            if request.method == "POST" and request.path.startswith("/api/"):
                check_body(request)

    @app.errorhandler(Refused)
    def refuse(refused: Refused, instance: str | None = None) -> Response:
        if request.path.startswith(FOR_PROGRAMS) or wants_plain_response() or isinstance(refused, OwnersOnly):
            return document(refused, instance=instance)
        response = refused_page(service, limits, refused)
        response.status_code = refused.status
        response.headers.update(refused.headers)
        return response

    @app.errorhandler(HTTPException)
    def refuse_http(exc: HTTPException) -> Response:
        response = refuse(from_http(exc))
        response.headers.extend((name, value) for name, value in exc.get_headers() if name == "Allow")
        return response

    @app.errorhandler(Exception)
    def report_failure(exc: Exception) -> Response:
        occurrence = uuid.uuid4().urn
        app.logger.error("%s %s failed (%s)", request.method, request.path, occurrence, exc_info=exc)
        detail = f"The server failed to answer; its log has the reason under {occurrence}."
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return refuse(Refused(status, "internal", status.phrase, [Fault("", detail)]), occurrence)
