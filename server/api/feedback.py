"""Record whether an answer helped."""

from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from pydantic import BaseModel, ConfigDict, Field, create_model

from server.api.endpoint import PREFIX, current_index, no_section, problems, sent, takes
from server.api.models import Strict, question_text
from server.choice import Choice, with_facets
from server.limits import Limits
from server.service import Service
from traffic.record import Feedback, Reason

GENERATION = r"^[0-9A-Za-z._-]*$"


class FeedbackBody(BaseModel):
    """Feedback on an answer; `feedback_model` adds the content's facets and the limits."""

    model_config = ConfigDict(extra="forbid", strict=True)
    query: str
    section: Annotated[str, Field(description="Id of the section that was judged.", min_length=1)]
    helpful: bool
    reason: Annotated[Reason, Field(description="Why it did not help; empty if no reason was given.")] = ""
    facets: Choice
    confidence: Annotated[
        float | None,
        Field(description="The confidence that the answer was shown with.", ge=0, le=1, allow_inf_nan=False),
    ] = None
    generation: Annotated[
        str, Field(description="The generation of the index that answered.", max_length=64, pattern=GENERATION)
    ] = ""

    def record(self) -> Feedback:
        """The record to store."""
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
    """Whether the feedback was stored."""

    kept: bool = Field(description="False: this server stores no feedback.")


def feedback_model(service: Service, limits: Limits) -> type[FeedbackBody]:
    """The model for the content's facets and the limits."""
    facets: Any = with_facets("FeedbackFacets", Strict, service.facets, service.facet_labels, json=True)
    chosen: Any = (Annotated[facets, Field(description="The values that the answer was shown for.")], facets())
    return create_model(
        "Feedback", __base__=FeedbackBody, query=(question_text(limits.query_characters), ...), facets=chosen
    )


def add_feedback(app: OpenAPI, service: Service, limits: Limits) -> None:
    """Add the endpoint; feedback on an unknown section is refused."""
    model = feedback_model(service, limits)
    tag = Tag(name="feedback", description="Record whether an answer helped.")
    responses = {202: FeedbackResponse, **problems(404, 413, 415, 503)}

    @app.post(f"{PREFIX}/feedback", tags=[tag], responses=responses)
    @takes(body=model)
    def feedback(body: FeedbackBody) -> Response:
        """Record whether an answer helped. Nothing identifies the reader; private data in the query is masked."""
        current_index(service)
        if service.section(body.section, {}) is None:
            raise no_section(body.section, "#/section")
        return sent(FeedbackResponse(kept=service.keep(body.record())), 202)
