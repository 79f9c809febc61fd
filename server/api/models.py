"""The models of the HTTP contract: requests, made for the content's facets, and responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel, create_model
from pydantic_core import PydanticCustomError

from index.result import Comparison, IndexInfo, LetterToWrite, Query, Related, Result, Source
from index.storage.certificate import Certificate
from server.choice import Choice, with_facets
from server.limits import Limits
from server.question import text_faults
from server.service import Service

QUESTION = ("q", "limit", "abstain", "repair", "infer")
OURS = (*QUESTION, "partial")
"""Names of parameters; no facet may have one of them."""

RENAMED = {"before": "from", "after": "to"}
"""Fields of the result types whose JSON name is a Python keyword, or belongs beside one."""


CONTROL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
TEXT = rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"
"""The texts that ``text_faults`` accepts, as a JSON schema pattern."""


class ResultModel(BaseModel):
    """Base of responses: gives the result types their JSON names."""

    model_config = ConfigDict(alias_generator=lambda name: RENAMED.get(name, name))


class SearchResponse(RootModel[Result]):
    """The result of one query."""

    model_config = ResultModel.model_config


class BatchResponse(ResultModel):
    """Results in the order of the queries."""

    results: tuple[Result, ...]


class ListedSection(BaseModel):
    """A section's name and place."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    page: str
    section: str
    breadcrumb: tuple[str, ...]


class SectionsResponse(BaseModel):
    """All sections that hold for the chosen values, in the content's order."""

    sections: tuple[ListedSection, ...]
    index: IndexInfo


class SectionResponse(ListedSection):
    """One section, projected to the chosen values."""

    url: str
    facets: dict[str, str]
    differs_by: tuple[str, ...]
    text: str
    markdown: str
    html: str
    source: Source
    letter: LetterToWrite | None = Field(description="Whom to write to and what to state, if the section says it.")


class ComparisonResponse(RootModel[Comparison]):
    """The variants of a section, side by side."""

    model_config = ResultModel.model_config


class Health(BaseModel):
    """The process is running."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """An index is loaded."""

    status: Literal["ready"] = "ready"
    index: IndexInfo
    warnings: list[str] = Field(
        default=[],
        description="What an operator should look at: the index was replaced and the new one cannot be loaded.",
    )


class StatusResponse(BaseModel):
    """The current index and what is known of its answers."""

    index: IndexInfo
    counts: dict[str, int] = Field(description="Pages, sections and passages.")
    certificate: Certificate | None = Field(
        description="The threshold of `answered`, certified on labelled questions; null: it is the one that was learnt."
    )


class SearchParameters(Choice):
    """A question; `request_models` adds the content's facets and the limits."""

    q: str
    limit: int = 5
    abstain: bool = True
    repair: bool = True
    infer: bool = True

    def query(self) -> Query:
        """The query to search for."""
        return Query(
            self.q, self.chosen(), limit=self.limit, abstain=self.abstain, repair=self.repair, infer=self.infer
        )


class SuggestParameters(Choice):
    """The beginning of a question; `request_models` adds the content's facets and the limits."""

    q: str
    limit: int


class SuggestResponse(BaseModel):
    """Completions of the typed text."""

    query: str
    used: str = Field(description="The text that was completed: repaired if the typed one has no completions.")
    suggestions: tuple[Related, ...]
    index: IndexInfo


class BatchQuestion(SearchParameters):
    """A question in a JSON body; types are strict."""

    model_config = ConfigDict(strict=True)


class BatchBody(BaseModel):
    """Questions in a JSON body."""

    model_config = ConfigDict(extra="forbid", strict=True)
    queries: list[SearchParameters]


class ComparisonPath(BaseModel):
    """The path parameters of a comparison."""

    facet: str = Field(description="The facet by whose values the section is compared.")
    id: str = Field(description="The section's id; / may be written as it is or as %2F, # as %23.")


class SectionPath(BaseModel):
    """The path parameter of a section."""

    id: str = Field(description="The section's id; / may be written as it is or as %2F, # as %23.")


@dataclass(frozen=True, slots=True)
class RequestModels:
    """The models of the endpoints' requests."""

    ask: type[SearchParameters]
    typed: type[SuggestParameters]
    choose: type[Choice]
    batch: type[BatchBody]


def request_models(service: Service, limits: Limits) -> RequestModels:
    """The models for the content's facets and the limits.

    Raises:
        ValueError: if a facet is named like one of our own parameters.
    """
    if taken_names := [facet for facet in service.facets if facet in OURS]:
        raise ValueError(f"facet {taken_names[0]!r} has the name of a search parameter; rename it.")
    text = question_text(limits.query_characters)
    most = Field(ge=1, le=limits.answers, description="Maximum number of answers.")
    fields: dict[str, Any] = {
        "q": (text, ...),
        "limit": (Annotated[int, most, BeforeValidator(whole)], 5),
        "abstain": (Annotated[bool, Field(description="False: return answers regardless of confidence.")], True),
        "repair": (
            Annotated[bool, Field(description="False: search for the question as typed, without repairs.")],
            True,
        ),
        "infer": (Annotated[bool, Field(description="False: infer no facets from the question.")], True),
    }
    partial: Any = (
        Annotated[bool, Field(description="True: the reader is still typing; the question is not stored.")],
        False,
    )
    few: Any = (fields["limit"][0], limits.suggestions)
    facets = (service.facets, service.facet_labels)
    asked = with_facets("Question", BatchQuestion, *facets, json=True, **fields)
    queries: Any = (Annotated[list[asked], Field(min_length=1, max_length=limits.batch)], ...)  # type: ignore[valid-type]
    return RequestModels(
        ask=with_facets("Ask", SearchParameters, *facets, **fields, partial=partial),
        typed=with_facets("Suggest", SuggestParameters, *facets, q=fields["q"], limit=few),
        choose=with_facets("Choose", Choice, *facets),
        batch=create_model("Batch", __base__=BatchBody, queries=queries),
    )


def whole(value: object) -> object:
    """Convert a JSON number such as 5.0 to an int."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Strict(Choice):
    """Facet values in a JSON body."""

    model_config = ConfigDict(strict=True)


def question_text(longest: int, description: str = "The question.") -> Any:
    """The type of a question's text; `server.api.validation` reports its faults."""

    def question(text: str) -> str:
        if text_faults("q", text, longest=longest):
            raise PydanticCustomError("question", "cannot be searched for")
        return text

    schema: Any = {"minLength": 1, "maxLength": longest, "pattern": TEXT}
    return Annotated[str, AfterValidator(question), Field(description=description, json_schema_extra=schema)]


def as_json(model: BaseModel) -> str:
    """A response's JSON text. Pydantic does not serialise every Mapping, hence the fallback."""
    return model.model_dump_json(by_alias=True, fallback=as_dict, warnings=False)


def as_dict(value: object) -> dict[Any, Any]:
    """Convert a mapping to a dict."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"cannot write {type(value).__name__} as JSON.")
