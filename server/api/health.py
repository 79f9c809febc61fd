"""The endpoints for health, readiness, metrics and the OpenAPI description."""

from flask import Response, request
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from server.api.endpoint import PREFIX, current_index, problems, sent
from server.api.examples import with_examples
from server.api.models import Health, Readiness, StatusResponse
from server.errors import NotReady
from server.links import absolute
from server.middleware.metrics import MEDIA_TYPE, Metrics
from server.service import Service
from server.worker_states import OwnState

PLAIN = {"content": {"text/plain": {"schema": {"type": "string"}}}}


def add_health(app: OpenAPI, service: Service, metrics: Metrics, state: OwnState) -> None:
    """Add the endpoints."""
    process = Tag(name="process", description="The state of the server.")

    @app.get("/healthz", tags=[process], responses={200: Health, **problems()})
    def healthz() -> Response:
        """Whether the process is running."""
        return sent(Health())

    @app.get("/readyz", tags=[process], responses={200: Readiness, **problems(503)})
    def readyz() -> Response:
        """Whether every worker has an index loaded; a newer one that cannot be is only warned of."""
        index = current_index(service)
        state.publish(index)
        if not all(each.generation for each in state.all):
            raise NotReady
        return sent(
            Readiness(index=index, warnings=[*dict.fromkeys(each.warning for each in state.all if each.warning)])
        )

    @app.get(f"{PREFIX}/status", tags=[process], responses={200: StatusResponse, **problems(503)})
    def status() -> Response:
        """The current index, and the certificate of its answers if it has one."""
        index = current_index(service)
        return sent(StatusResponse(index=index, counts=dict(service.counts), certificate=service.certificate))

    @app.get("/metrics", tags=[process], responses={200: dict(PLAIN), **problems()})
    def counted() -> Response:
        """Requests, latency, searches by status and the current index, for Prometheus."""
        state.publish(service.ready())
        return Response(metrics.written(), content_type=MEDIA_TYPE)

    @app.route("/openapi.json")
    def openapi() -> dict[str, object]:
        """The OpenAPI 3.1 description of the API."""
        described = with_examples(app.api_doc, service)
        return {**described, "servers": [{"url": absolute(request.root_path) or "/"}]}
