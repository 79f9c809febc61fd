"""What the MCP tools take: models made from the facets at hand, and what is wrong with arguments, in words."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails

from ingest.section import Chosen
from server.api.models import facet_fields
from server.errors import Fault, InvalidRequest
from server.question import facet_faults, shown, unknown_name
from server.service import Service

Tokens = Annotated[int, Field(ge=256, le=20_000)]
"""A budget; below it not even the notices fit."""


class Choice(BaseModel):
    """Facet values that the caller chose; made into a model with one field per facet."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    def chosen(self) -> Chosen:
        """Facet → value, for the facets that were chosen."""
        facets = {name: field.alias for name, field in type(self).model_fields.items() if field.alias}
        return {facet: getattr(self, name) for name, facet in facets.items() if getattr(self, name) is not None}


class Search(Choice):
    """Arguments of search_faq."""

    query: str
    """The question as the user asked it, in Russian, Kazakh or English."""

    limit: Annotated[int, Field(ge=1, le=10)] | None = None
    """Most answers given in full; if left out, one where the FAQ answers and three where it is unsure."""

    max_tokens: Tokens = 1500
    """About how long the text of the result may be."""


class Get(Choice):
    """Arguments of get_answer."""

    id: str
    """As search_faq and list_questions give it."""


class Listing(Choice):
    """Arguments of list_questions."""

    after: str | None = None
    """Go on behind the question of this id."""

    max_tokens: Tokens = 4000
    """About how long the text of the result may be."""


Model = TypeVar("Model", bound=Choice)


def with_facets(model: type[Model], service: Service) -> type[Model]:
    """The same arguments and, for each facet, one more that may be left out.

    Raises:
        ValueError: if a facet is named like one of the arguments.
    """
    if clash := set(model.model_fields) & set(service.facets):
        raise ValueError(f"facet {min(clash)!r} has the name of a tool's argument; rename it.")
    return create_model(model.__name__, __base__=model, **facet_fields(service, nullable=True))


def checked(model: type[Model], arguments: Mapping[str, object], facets: Mapping[str, Mapping[str, str]]) -> Model:
    """The arguments as the model has them.

    Raises:
        InvalidRequest: naming everything that is wrong.
    """
    try:
        return model.model_validate(arguments)
    except ValidationError as exc:
        known = [field.alias or name for name, field in model.model_fields.items()]
        raise InvalidRequest([fault for error in exc.errors() for fault in _faults(error, known, facets)]) from exc


def _faults(error: ErrorDetails, known: list[str], facets: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    name, found = str(error["loc"][0]), error["input"]
    match error["type"]:
        case "missing":
            return [Fault(name, f"{name} is missing.")]
        case "extra_forbidden":
            return [unknown_name(name, name, known)]
        case _ if name in facets:
            return facet_faults(name, found, facets[name])
        case _:
            return [Fault(name, f"{name}: {error['msg'].lower()}, got {shown(found)}.")]
