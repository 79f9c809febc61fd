"""Read and check what a reader chose of each facet: for pages, Markdown, the API, MCP and the owners' pages."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from weakref import WeakKeyDictionary

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from ingest.content.statement import AUDIENCE, JOIN, OUT, unknown_parts
from ingest.section import Chosen
from server.errors import Fault
from server.question import shown

_SCHEMAS: WeakKeyDictionary[type[BaseModel], dict[str, Any]] = WeakKeyDictionary()
"""The JSON schema of each model, as long as it lives."""

Facets = Mapping[str, Mapping[str, str]]
"""Facet id → value id → the value's Russian label."""

HOW = f"Several values: repeated, or joined with '{JOIN}'. All but a value: '{OUT}' before it."


def given_values(given: Mapping[str, str], facets: Facets) -> dict[str, str]:
    """Facet → choice among the parameters of an address or the fields of a form; an empty one means all values."""
    return {facet: given[facet] for facet in facets if given.get(facet)}


def known_values(given: Mapping[str, str], facets: Facets) -> Chosen:
    """The same without the choices of values that the content does not declare."""
    return {
        facet: text
        for facet, text in given_values(given, facets).items()
        if not unknown_parts(facet, text, facets[facet])
    }


def choice_faults(given: Mapping[str, str], facets: Facets, labels: Mapping[str, str]) -> list[Fault]:
    """One fault for each value that the content does not declare; parameters that are no facets are ignored.

    Args:
        given: Parameters of an address or fields of a form.
        facets: What the content declares.
        labels: Facet id → its Russian label.
    """
    return [
        fault
        for facet, text in given_values(given, facets).items()
        for fault in facet_faults(facet, text, facets[facet], labels.get(facet, facet), facet=facet)
    ]


def facet_faults(
    where: str, found: object, known: Mapping[str, str], label: str = "", *, facet: str = ""
) -> list[Fault]:
    """The faults of what was chosen of a facet, if it is not among the known (id → Russian label).

    Args:
        where: Its place in the request.
        found: A statement, or what is none.
        known: Value id → Russian label.
        label: The facet's, for readers.
        facet: Its id; `where` if that is empty.
    """
    unknown = unknown_parts(facet or where, found, known) if isinstance(found, str) else [found]
    return [
        Fault(
            where,
            f"{where} {shown(part)} is unknown; choose from {', '.join(known)}.",
            "value_unknown",
            {"name": label or where, "value": str(part)[:40], "known": ", ".join(known.values())},
        )
        for part in unknown
    ]


class Choice(BaseModel):
    """A model that `with_facets` gives one optional field for each facet."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As of any model, but made once: the framework asks for it at each request, and making it takes 2 ms."""
        if args or kwargs:
            return super().model_json_schema(*args, **kwargs)
        if cls not in _SCHEMAS:
            _SCHEMAS[cls] = super().model_json_schema()
        return _SCHEMAS[cls]

    def chosen(self) -> Chosen:
        """Facet → statement, for the facets that were chosen."""
        facets = {name: field.alias for name, field in type(self).model_fields.items() if field.alias}
        given = {facet: getattr(self, name) for name, facet in facets.items()}
        return {facet: statement for facet, statement in given.items() if statement is not None}


Model = TypeVar("Model", bound=Choice)


def with_facets(
    name: str, base: type[Model], facets: Facets, labels: Mapping[str, str], *, json: bool = False, **fields: Any
) -> type[Model]:
    """A model with a field for each facet. Fields have names of our own, so a facet may be called ``json``.

    Args:
        name: The model's name.
        base: What it extends.
        facets: What the content declares.
        labels: Facet id → its Russian label, which describes the field.
        json: Whether it is an object of JSON, where a choice is a string or null; in an address it is a list, since a
            parameter may be repeated.
        fields: Further fields, as `pydantic.create_model` takes them.
    """
    for number, (facet, values) in enumerate(facets.items()):
        schema = {"type": "string", "pattern": _pattern(facet, values)}
        repeated = [BeforeValidator(_joined), WithJsonSchema({"type": "array", "items": schema})]
        value: Any = Annotated[str, _known(facet, values), *([WithJsonSchema(schema)] if json else repeated)]
        described = Field(
            alias=facet,
            description=f"{labels.get(facet, facet)}. {'' if facet == AUDIENCE else HOW}".strip(),
            json_schema_extra=None if json else _without_default,
        )
        fields[f"facet_{number}"] = (Annotated[value | None if json else value, described], None)
    return create_model(name, __base__=base, **fields)


def _pattern(facet: str, values: Mapping[str, str]) -> str:
    """What a statement looks like, as a regular expression of JSON Schema."""
    value = "|".join(re.escape(value) for value in values)
    return f"^({value})$" if facet == AUDIENCE else f"^{OUT}?({value})({JOIN}{OUT}?({value}))*$"


def _joined(found: object) -> object:
    """The values of a repeated parameter as one statement."""
    return JOIN.join(found) if isinstance(found, list) and all(isinstance(one, str) for one in found) else found


def _known(facet: str, values: Mapping[str, str]) -> AfterValidator:
    def check(statement: str) -> str:
        if facet_faults(facet, statement, values):
            raise PydanticCustomError("facet", "is unknown")
        return statement

    return AfterValidator(check)


def _without_default(schema: dict[str, Any]) -> None:
    """Drop the default of a query parameter: null cannot be written in a URL."""
    schema.pop("default", None)
