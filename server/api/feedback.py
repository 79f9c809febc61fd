"""Hear whether an answer helped, and keep it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from pydantic import BaseModel, ConfigDict, Field, create_model

from server.api.endpoint import PREFIX, live, no_section, problems, sent, takes
from server.api.models import question_text
from server.choice import Choice, with_facets
from server.limits import Limits
from server.service import Service
from traffic.record import Feedback, Reason

GENERATION = r"^[0-9A-Za-z._-]*$"


class FeedbackBody(BaseModel):
    """A reader's word on an answer; made into a model with the limits and facets at hand."""

    model_config = ConfigDict(extra="forbid", strict=True)
    query: str
    section: Annotated[str, Field(description="Id of the section that was judged.", min_length=1)]
    helpful: bool
    reason: Annotated[Reason, Field(description="Why it did not help; empty if nothing was said.")] = ""
    facets: Choice
    confidence: Annotated[
        float | None, Field(description="As the answer was shown with.", ge=0, le=1, allow_inf_nan=False)
    ] = None
    generation: Annotated[str, Field(description="Of the index that answered.", max_length=64, pattern=GENERATION)] = ""

    def record(self) -> Feedback:
        """What is kept of it."""
        return Feedback(
            at=datetime.now(UTC),
            query=self.query,
            facets=self.facets.chosen(),
            section=self.section,
            helpful=self.helpful,
            reason=self.reason,
            confidence=self.confidence,
            generation=self.generation,
        )


class FeedbackResponse(BaseModel):
    """What became of it."""

    kept: bool = Field(description="False: this server keeps no feedback.")


def feedback_model(service: Service, limits: Limits) -> type[FeedbackBody]:
    """The model for the facets and limits at hand."""
    facets: Any = with_facets("FeedbackFacets", Strict, service.facets, service.facet_labels, nullable=True)
    chosen: Any = (Annotated[facets, Field(description="The values that the answer was shown for.")], facets())
    return create_model(
        "Feedback", __base__=FeedbackBody, query=(question_text(limits.query_characters), ...), facets=chosen
    )


class Strict(Choice):
    """Facet values in a JSON body."""

    model_config = ConfigDict(strict=True)


def add_feedback(app: OpenAPI, service: Service, limits: Limits) -> None:
    """Add the endpoint; an unknown section is a problem, since nothing could be done about it."""
    model = feedback_model(service, limits)
    tag = Tag(name="feedback", description="Say whether an answer helped.")
    responses = {202: FeedbackResponse, **problems(404, 413, 415, 503)}

    @app.post(f"{PREFIX}/feedback", tags=[tag], responses=responses)
    @takes(body=model)
    def feedback(body: FeedbackBody) -> Response:
        """Say whether an answer helped. No address, name or device is kept; what is private in the query is masked."""
        live(service)
        if service.section(body.section, {}) is None:
            raise no_section(body.section, "#/section")
        return sent(FeedbackResponse(kept=service.keep(body.record())), 202)
