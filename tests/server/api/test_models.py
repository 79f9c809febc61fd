"""Every endpoint keeps to its own description, whatever is sent to it."""

from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings

from index.search import Searcher
from otvet.wiring import service_of
from server.api.models import request_models
from server.app import create_app
from server.limits import Limits
from tests.hand_service import by_hand

described = schemathesis.openapi.from_wsgi("/openapi.json", create_app(by_hand()))


@described.parametrize()
@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_what_is_described_is_taken_and_answered_as_described_and_nothing_else_is(
    case: "schemathesis.Case[Any]",
) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


@pytest.fixture(scope="module", params=["by-hand", "bundled"])
def client(request: pytest.FixtureRequest) -> FlaskClient:
    if request.param == "by-hand":
        return create_app(by_hand()).test_client()
    searcher: Searcher = request.getfixturevalue("searcher")
    return create_app(service_of(searcher)).test_client()


def test_every_example_in_the_description_is_answered_as_described(client: FlaskClient) -> None:
    spec: Any = client.get("/openapi.json").json
    replayed = 0
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            given = {
                one["in"] + one["name"]: one["example"] for one in operation.get("parameters", ()) if "example" in one
            }
            taken = [one["name"] for one in operation.get("parameters", ()) if one["required"]]
            assert all("query" + name in given or "path" + name in given for name in taken)
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            response = client.open(
                path.replace("{id}", str(given.get("pathid")).replace("#", "%23")).replace(
                    "{facet}", str(given.get("pathfacet"))
                ),
                method=method,
                query_string={name[5:]: value for name, value in given.items() if name.startswith("query")},
                json=body,
            )
            assert response.status_code in (200, 202), response.text
            content = operation["responses"][str(response.status_code)]["content"]
            if "application/json" in content:
                schema = {**content["application/json"]["schema"], "components": spec["components"]}
                jsonschema_rs.validate(schema, response.json)
                replayed += 1
    assert replayed == 11


def test_the_examples_find_what_they_ask_for(client: FlaskClient) -> None:
    spec: Any = client.get("/openapi.json").json
    batch = spec["paths"]["/api/v1/search"]["post"]["requestBody"]["content"]["application/json"]["example"]
    found = client.post("/api/v1/search", json=batch).json
    assert found
    assert [result["answers"][0]["section"] for result in found["results"]] == [one["q"] for one in batch["queries"]]


def test_the_schema_of_a_request_is_made_once_for_each_content() -> None:
    one, other = (request_models(service, Limits()).ask for service in (by_hand(), replace(by_hand(), facets={})))
    assert one.model_json_schema() is one.model_json_schema()
    assert set(one.model_json_schema()["properties"]) - set(other.model_json_schema()["properties"]) == {
        "region",
        "scheme",
    }
    assert one.model_json_schema(ref_template="#/{model}") is not one.model_json_schema()
