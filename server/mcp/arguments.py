"""The arguments of the MCP tools: models made from the content's facets, and the check of what a caller sends."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from server.choice import Choice, Facets, Model, facet_faults, with_facets
from server.errors import Fault, InvalidRequest
from server.question import shown, unknown_name
from server.service import Service

Tokens = Annotated[int, Field(ge=256, le=20_000)]
"""A token budget; the notices need about the minimum."""


class Arguments(Choice):
    """Arguments of a tool, described by the docstrings of their fields."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Search(Arguments):
    """Arguments of search_faq."""

    query: str
    """The question as the user asked it, in Russian, Kazakh or English."""

    limit: Annotated[int, Field(ge=1, le=10)] | None = None
    """Most answers in full; by default one if the status is answered, three if it is unsure."""

    max_tokens: Tokens = 1500
    """Approximate maximum length of the result's text."""


class LetterText(Arguments):
    """Arguments of answer_letter."""

    letter: str
    """The letter as it was received, greeting and signature too."""

    max_tokens: Tokens = 4000
    """Approximate maximum length of the result's text."""


class Get(Arguments):
    """Arguments of get_answer."""

    id: str
    """An id from search_faq or list_questions."""


class Compare(Arguments):
    """Arguments of compare_variants."""

    id: str
    """An id from search_faq or list_questions."""

    by: str
    """A facet that the answer's differs_by names."""


class Listing(Arguments):
    """Arguments of list_questions."""

    after: str | None = None
    """Continue after the question with this id."""

    max_tokens: Tokens = 4000
    """Approximate maximum length of the result's text."""


def for_content(model: type[Model], service: Service) -> type[Model]:
    """The same arguments and, for each facet of the content, one more that may be left out.

    Raises:
        ValueError: if a facet is named like one of the arguments.
    """
    if clash := set(model.model_fields) & set(service.facets):
        raise ValueError(f"facet {min(clash)!r} has the name of a tool's argument; rename it.")
    return with_facets(model.__name__, model, service.facets, service.facet_labels, json=True)


def checked(model: type[Model], arguments: Mapping[str, object], facets: Facets) -> Model:
    """The arguments, validated; null, an empty string and 0 of one that may be left out count as left out.

    Raises:
        InvalidRequest: listing every fault.
    """
    optional = {field.alias or name for name, field in model.model_fields.items() if not field.is_required()}
    given = {name: value for name, value in arguments.items() if name not in optional or not _left_out(value)}
    try:
        return model.model_validate(given)
    except ValidationError as exc:
        known = [field.alias or name for name, field in model.model_fields.items()]
        raise InvalidRequest([fault for error in exc.errors() for fault in _faults(error, known, facets)]) from exc


def _left_out(value: object) -> bool:
    """Whether this is what clients send that fill in every argument of a tool."""
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool) and not value)


def _faults(error: ErrorDetails, known: list[str], facets: Facets) -> list[Fault]:
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
