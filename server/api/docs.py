"""The API's documentation: one page rendered from its OpenAPI description, without scripts."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from shlex import quote as shell
from typing import Any
from urllib.parse import quote

from flask import Response, render_template
from flask_openapi3.openapi import OpenAPI

from server.api.examples import with_examples
from server.links import home
from server.service import Service


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint, as the page shows it."""

    method: str
    path: str
    summary: str
    tag: str
    parameters: tuple[tuple[str, str, bool, str], ...]
    """Name, type, whether it is required, description."""
    body: str
    """Type of the body; empty if the endpoint takes none."""
    answers: tuple[tuple[str, str, str], ...]
    """Status, its phrase, type of the response."""
    example: str
    """A curl command."""


def add_docs(app: OpenAPI, service: Service) -> None:
    """Add the page at ``/docs``."""

    @app.route("/docs")
    def docs() -> Response:
        spec = with_examples(app.api_doc, service)
        shown = [
            operation(method, path, found, home())
            for path, methods in spec["paths"].items()
            for method, found in methods.items()
        ]
        models = {
            name: [(field, written(schema), schema.get("description", "")) for field, schema in fields(model)]
            for name, model in sorted(spec["components"]["schemas"].items())
        }
        return Response(render_template("docs.html", info=spec["info"], operations=shown, models=models))


def operation(method: str, path: str, found: dict[str, Any], host: str) -> Operation:
    """One endpoint of the description."""
    parameters = found.get("parameters", ())
    body: dict[str, Any] = next(iter(found.get("requestBody", {}).get("content", {}).values()), {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        tag=found["tags"][0],
        parameters=tuple(
            (one["name"], written(one["schema"]), one["required"], one.get("description", "")) for one in parameters
        ),
        body=written(body["schema"]) if body else "",
        answers=tuple(
            (status, HTTPStatus(int(status)).phrase, sent(one)) for status, one in sorted(found["responses"].items())
        ),
        example=curl(method, host + path, found),
    )


def sent(response: dict[str, Any]) -> str:
    """Type of a response's body."""
    return next((written(media["schema"]) for media in response.get("content", {}).values()), "")


def fields(model: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Fields of a model, optional ones with a question mark; a model without fields has one field, ``is``."""
    required = model.get("required", ())
    named = [(name if name in required else f"{name}?", schema) for name, schema in model.get("properties", {}).items()]
    return named or [("is", model)]


def written(schema: dict[str, Any]) -> str:
    """A schema in one line: ``integer 1…50``, ``"moscow" | "kazakhstan"``, ``Answer[]``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(map(written, schema["anyOf"]))
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(map(written, schema['prefixItems']))}]"
        case "array":
            return f"{written(schema.get('items') or {})}[]"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"{{name: {written(schema['additionalProperties'])}}}"
        case "integer" | "number" as kind if "minimum" in schema and "maximum" in schema:
            return f"{kind} {schema['minimum']:g}…{schema['maximum']:g}"
        case "string" if "maxLength" in schema:
            return f"string up to {schema['maxLength']} characters"
        case kind:
            return str(kind or "any")


def curl(method: str, url: str, found: dict[str, Any]) -> str:
    """A curl command with the example's values."""
    parts = []
    for one in found.get("parameters", ()):
        if one["in"] == "path":
            url = url.replace(f"{{{one['name']}}}", quote(str(one.get("example", "…")), safe="/"))
        elif "example" in one:
            parts.append("--data-urlencode " + shell(f"{one['name']}={one['example']}"))
    for media in found.get("requestBody", {}).get("content", {}).values():
        parts += ["--json " + shell(json.dumps(media.get("example", {}), ensure_ascii=False))]
    return " \\\n  ".join([f"curl {'--get ' if parts and method == 'get' else ''}{shell(url)}", *parts])
