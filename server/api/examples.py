"""Examples in the interface's description, made of the content at hand, so that they are always true."""

import copy
from typing import Any

from server.service import Service


def with_examples(spec: dict[str, Any], service: Service) -> dict[str, Any]:
    """The description with examples in it; unchanged while there is no index."""
    listed = service.sections({}) if service.ready() else ()
    if not listed:
        return spec
    first = listed[0]
    told = copy.deepcopy(spec)
    values: dict[str, object] = {"q": first.section, "id": first.id, "limit": 3}
    choice = {facet: next(iter(known)) for facet, known in service.facets.items() if known}
    bodies = {
        "/api/v1/search": {"queries": [{"q": row.section, "limit": 1} for row in listed[:2]]},
        "/api/v1/feedback": {"query": first.section, "section": first.id, "helpful": False, "reason": "unclear"},
    }
    for path, operations in told["paths"].items():
        chosen = {} if "{id}" in path else choice  # one section need not hold for every value
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if (example := (values | chosen).get(parameter["name"])) is not None:
                    parameter["example"] = example
            if "requestBody" in operation:
                operation["requestBody"]["content"]["application/json"]["example"] = bodies[path]
    return told
