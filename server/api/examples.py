"""Examples for the OpenAPI description, taken from the current content so that they work."""

import copy
from collections.abc import Sequence
from typing import Any

from server.service import Service

LOOKED_AT = 50
"""Sections among which one is looked for whose variants differ."""


def with_examples(spec: dict[str, Any], service: Service) -> dict[str, Any]:
    """The description with examples; unchanged while no index is loaded."""
    listed = service.sections({}) if service.ready() else ()
    if not listed:
        return spec
    first = listed[0]
    described = copy.deepcopy(spec)
    values: dict[str, object] = {"q": first.section, "id": first.id, "limit": 3}
    choice = {facet: next(iter(known)) for facet, known in service.facets.items() if known}
    differing = {"/api/v1/differs/{facet}/{id}": _differing(service, [row.id for row in listed[:LOOKED_AT]])}
    bodies = {
        "/api/v1/search": {"queries": [{"q": row.section, "limit": 1} for row in listed[:2]]},
        "/api/v1/letter": {"letter": "\n".join(["Здравствуйте!", *(row.section for row in listed[:2])])},
        "/api/v1/feedback": {"query": first.section, "section": first.id, "helpful": False, "reason": "unclear"},
    }
    for path, operations in described["paths"].items():
        chosen = {} if "{id}" in path else choice  # one section need not hold for every value
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if (example := (values | chosen | differing.get(path, {})).get(parameter["name"])) is not None:
                    parameter["example"] = example
            if "requestBody" in operation:
                operation["requestBody"]["content"]["application/json"]["example"] = bodies[path]
    return described


def _differing(service: Service, ids: Sequence[str]) -> dict[str, str]:
    """A section and a facet by which it differs; empty if there is none."""
    found = ((one, facet) for one in ids if (answer := service.section(one, {})) for facet in answer.differs_by)
    compared = ({"id": one, "facet": facet} for one, facet in found if service.comparison(one, facet, {}))
    return next(compared, {})
