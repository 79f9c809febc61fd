"""Read and check the facet values that a reader chose: for pages, Markdown, the API, MCP and the owners' pages."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from ingest.section import Chosen
from server.errors import Fault
from server.question import shown

Facets = Mapping[str, Mapping[str, str]]
"""Facet id → value id → the value's Russian label."""


def given_values(given: Mapping[str, str], facets: Facets) -> dict[str, str]:
    """Facet → value among the parameters of an address or the fields of a form; an empty value means all values."""
    return {facet: given[facet] for facet in facets if given.get(facet)}


def known_values(given: Mapping[str, str], facets: Facets) -> Chosen:
    """The same without the values that the content does not declare."""
    return {facet: value for facet, value in given_values(given, facets).items() if value in facets[facet]}


def choice_faults(given: Mapping[str, str], facets: Facets, labels: Mapping[str, str]) -> list[Fault]:
    """One fault for each value that the content does not declare; parameters that are no facets are ignored.

    Args:
        given: Parameters of an address or fields of a form.
        facets: What the content declares.
        labels: Facet id → its Russian label.
    """
    return [
        fault
        for facet, value in given_values(given, facets).items()
        for fault in facet_faults(facet, value, facets[facet], labels.get(facet, facet))
    ]


def facet_faults(where: str, value: object, known: Mapping[str, str], label: str = "") -> list[Fault]:
    """The fault of one value, if it is not among the known (id → Russian label)."""
    if isinstance(value, str) and value in known:
        return []
    return [
        Fault(
            where,
            f"{where} {shown(value)} is unknown; choose from {', '.join(known)}.",
            "value_unknown",
            {"name": label or where, "value": str(value)[:40], "known": ", ".join(known.values())},
        )
    ]


class Choice(BaseModel):
    """A model that `with_facets` gives one optional field for each facet."""

    model_config = ConfigDict(extra="forbid")

    def chosen(self) -> Chosen:
        """Facet → value, for the facets that were chosen."""
        facets = {name: field.alias for name, field in type(self).model_fields.items() if field.alias}
        return {facet: getattr(self, name) for name, facet in facets.items() if getattr(self, name) is not None}


Model = TypeVar("Model", bound=Choice)


def with_facets(
    name: str, base: type[Model], facets: Facets, labels: Mapping[str, str], *, nullable: bool = False, **fields: Any
) -> type[Model]:
    """A model with a field for each facet. Fields have names of our own, so a facet may be called ``json``.

    Args:
        name: The model's name.
        base: What it extends.
        facets: What the content declares.
        labels: Facet id → its Russian label, which describes the field.
        nullable: Whether null is accepted, as in a JSON body.
        fields: Further fields, as `pydantic.create_model` takes them.
    """
    for number, (facet, values) in enumerate(facets.items()):
        value: Any = Literal[tuple(values)]
        described = Field(
            alias=facet,
            description=labels.get(facet, facet),
            json_schema_extra=None if nullable else _without_default,
        )
        fields[f"facet_{number}"] = (Annotated[value | None if nullable else value, described], None)
    return create_model(name, __base__=base, **fields)


def _without_default(schema: dict[str, Any]) -> None:
    """Drop the default of a query parameter: null cannot be written in a URL."""
    schema.pop("default", None)
