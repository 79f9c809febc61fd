"""The models of the HTTP contract: requests, made for the content's facets, and responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel, create_model
from pydantic_core import PydanticCustomError

from index.result import IndexInfo, Query, Related, Result, Source
from server.choice import Choice, with_facets
from server.limits import Limits
from server.question import text_faults
from server.service import Service

QUESTION = ("q", "limit", "abstain", "repair", "infer")
OURS = (*QUESTION, "partial")
"""Parameter names that a facet cannot have."""

RENAMED = {"before": "from", "after": "to"}
"""Fields of the result types whose JSON name is a Python keyword, or belongs beside one."""


CONTROL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
TEXT = rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"
"""What ``text_faults`` lets pass, as a schema says it."""


class ResultModel(BaseModel):
    """Gives the result types their JSON names."""

    model_config = ConfigDict(alias_generator=lambda name: RENAMED.get(name, name))


class SearchResponse(RootModel[Result]):
    """Everything one query gets back."""

    model_config = ResultModel.model_config


class BatchResponse(ResultModel):
    """Results in the order of the queries."""

    results: tuple[Result, ...]


class ListedSection(BaseModel):
    """A section, named only."""

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


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """An index is loaded."""

    status: Literal["ready"] = "ready"
    index: IndexInfo


class SearchParameters(Choice):
    """A question; made into a model with the limits and facets at hand."""

    q: str
    limit: int = 5
    abstain: bool = True
    repair: bool = True
    infer: bool = True

    def query(self) -> Query:
        """The question as a search takes it."""
        return Query(
            self.q, self.chosen(), limit=self.limit, abstain=self.abstain, repair=self.repair, infer=self.infer
        )


class SuggestParameters(Choice):
    """The beginning of a question; made into a model with the limits and facets at hand."""

    q: str
    limit: int


class SuggestResponse(BaseModel):
    """Questions that begin like what was typed."""

    query: str
    used: str = Field(description="The text as it was looked for: repaired, if only so something is found.")
    suggestions: tuple[Related, ...]
    index: IndexInfo


class BatchQuestion(SearchParameters):
    """A question in a JSON body, where a number is a number."""

    model_config = ConfigDict(strict=True)


class BatchBody(BaseModel):
    """Questions in a JSON body."""

    model_config = ConfigDict(extra="forbid", strict=True)
    queries: list[SearchParameters]


class SectionPath(BaseModel):
    """Which section."""

    id: str = Field(description="The section's id; write / as it is or as %2F, and # as %23.")


@dataclass(frozen=True, slots=True)
class RequestModels:
    """The models of what the endpoints take."""

    ask: type[SearchParameters]
    typed: type[SuggestParameters]
    choose: type[Choice]
    batch: type[BatchBody]


def request_models(service: Service, limits: Limits) -> RequestModels:
    """Models for the facets and limits at hand.

    Raises:
        ValueError: if a facet is named like one of our own parameters.
    """
    if taken_names := [facet for facet in service.facets if facet in OURS]:
        raise ValueError(f"facet {taken_names[0]!r} has the name of a search parameter; rename it.")
    text = question_text(limits.query_characters)
    most = Field(ge=1, le=limits.answers, description="Most answers returned.")
    fields: dict[str, Any] = {
        "q": (text, ...),
        "limit": (Annotated[int, most, BeforeValidator(whole)], 5),
        "abstain": (Annotated[bool, Field(description="False: return answers whatever the confidence.")], True),
        "repair": (Annotated[bool, Field(description="False: search for the question as it was typed.")], True),
        "infer": (Annotated[bool, Field(description="False: read no facet from the question's words.")], True),
    }
    partial: Any = (Annotated[bool, Field(description="True: typing goes on; the question is not kept.")], False)
    few: Any = (fields["limit"][0], limits.suggestions)
    facets = (service.facets, service.facet_labels)
    asked = with_facets("Question", BatchQuestion, *facets, nullable=True, **fields)
    queries: Any = (Annotated[list[asked], Field(min_length=1, max_length=limits.batch)], ...)  # type: ignore[valid-type]
    return RequestModels(
        ask=with_facets("Ask", SearchParameters, *facets, **fields, partial=partial),
        typed=with_facets("Suggest", SuggestParameters, *facets, q=fields["q"], limit=few),
        choose=with_facets("Choose", Choice, *facets),
        batch=create_model("Batch", __base__=BatchBody, queries=queries),
    )


def whole(value: object) -> object:
    """A JSON number such as 5.0 as the whole number that it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def question_text(longest: int) -> Any:
    """The type of a question's text, refused with all its faults where the refusal is written."""

    def question(text: str) -> str:
        if text_faults("q", text, longest=longest):
            raise PydanticCustomError("question", "cannot be searched for")
        return text

    schema: Any = {"minLength": 1, "maxLength": longest, "pattern": TEXT}
    return Annotated[str, AfterValidator(question), Field(description="The question.", json_schema_extra=schema)]


def as_json(model: BaseModel) -> str:
    """A response's JSON text. Any Mapping will do where the types say Mapping, hence the fallback."""
    return model.model_dump_json(by_alias=True, fallback=as_dict, warnings=False)


def as_dict(value: object) -> dict[Any, Any]:
    """A mapping as the dict that JSON can hold."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"cannot write {type(value).__name__} as JSON.")
