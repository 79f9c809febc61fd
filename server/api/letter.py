"""Answer a letter: each of its questions, and the reply as text."""

from typing import Annotated, Any

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from pydantic import BaseModel, ConfigDict, Field, create_model

from index.letter.reply import Replied
from index.result import FacetChoice, IndexInfo, Notice
from server.api.endpoint import PREFIX, current_index, problems, sent, takes
from server.api.models import ResultModel, Strict, question_text
from server.choice import Choice, with_facets
from server.letter import answered, reply_text
from server.limits import Limits
from server.middleware.rate_limit import Batch
from server.service import Service
from server.translations import CONTENT, Translator


class LetterBody(BaseModel):
    """A letter in a JSON body; `letter_model` adds the content's facets and the limits."""

    model_config = ConfigDict(extra="forbid", strict=True)
    letter: str
    facets: Choice


class LetterResponse(ResultModel):
    """The reply to a letter."""

    facets: dict[str, FacetChoice] = Field(
        description="What holds for its questions: what was chosen, or what the letter says (`query`)."
    )
    notices: tuple[Notice, ...] = Field(description="What concerns the whole letter.")
    questions: tuple[Replied, ...] = Field(description="Each question with its result, in the letter's order.")
    left_out: tuple[str, ...] = Field(description="Questions that were not answered, because there are too many.")
    text: str = Field(description="The reply as text with addresses, to be pasted into a mail.")
    index: IndexInfo


def letter_model(service: Service, limits: Limits) -> type[LetterBody]:
    """The model for the content's facets and the limits."""
    facets: Any = with_facets("LetterFacets", Strict, service.facets, service.facet_labels, json=True)
    chosen: Any = (Annotated[facets, Field(description="The values that are known of the writer.")], facets())
    letter: Any = (question_text(limits.letter_characters, "The letter, as it was received."), ...)
    return create_model("Letter", __base__=LetterBody, letter=letter, facets=chosen)


def add_letter(app: OpenAPI, service: Service, limits: Limits, search_all: Batch) -> None:
    """Add the endpoint."""
    model = letter_model(service, limits)
    tag = Tag(name="search", description="Search the FAQ.")

    @app.post(f"{PREFIX}/letter", tags=[tag], responses={200: LetterResponse, **problems(413, 415, 503)})
    @takes(body=model)
    def answer_letter(body: LetterBody) -> Response:
        """Answer each question of a letter. Each counts for the rate limit, and longer ones count for more."""
        index = current_index(service)
        reply = answered(service, limits, body.letter, body.facets.chosen(), search_all)
        return sent(
            LetterResponse(
                facets=dict(reply.facets),
                notices=reply.notices,
                questions=reply.questions,
                left_out=reply.left_out,
                text=reply_text(service, reply, Translator(CONTENT, service.labels)),
                index=index,
            )
        )
