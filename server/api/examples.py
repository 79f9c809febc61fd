"""Examples for the OpenAPI description, taken from the current content so that they work."""

import copy
from typing import Any

from server.service import Service


def with_examples(spec: dict[str, Any], service: Service) -> dict[str, Any]:
    """The description with examples; unchanged while no index is loaded."""
    listed = service.sections({}) if service.ready() else ()
    if not listed:
        return spec
    first = listed[0]
    described = copy.deepcopy(spec)
    values: dict[str, object] = {"q": first.section, "id": first.id, "limit": 3}
    choice = {facet: next(iter(known)) for facet, known in service.facets.items() if known}
    bodies = {
        "/api/v1/search": {"queries": [{"q": row.section, "limit": 1} for row in listed[:2]]},
        "/api/v1/feedback": {"query": first.section, "section": first.id, "helpful": False, "reason": "unclear"},
    }
    for path, operations in described["paths"].items():
        chosen = {} if "{id}" in path else choice  # one section need not hold for every value
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if (example := (values | chosen).get(parameter["name"])) is not None:
                    parameter["example"] = example
            if "requestBody" in operation:
                operation["requestBody"]["content"]["application/json"]["example"] = bodies[path]
    return described
