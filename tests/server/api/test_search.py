"""The JSON API: what it gives, what it refuses and how it says so, and the server around it."""

import http.client
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index.result import Query, Result
from server.app import create_app
from server.errors import CannotListen
from server.limits import Limits
from server.middleware.security_headers import HEADERS
from server.run import address, listen
from server.service import Service
from tests.hand_service import ACT, CERTIFICATE, by_hand, certified, not_ready
from tests.site import listening

SERVICES: dict[str, Callable[[], Service]] = {"by-hand": by_hand}
"""Every service here goes through the contract tests. One that joins knows the regions moscow and kazakhstan, and
answers QUESTION in both, with different answers."""

QUESTION = "акт сверки за период"
PROBLEM = "application/problem+json"
TYPES: dict[str, Any] = {
    "query": {"text": str, "used": str, "repairs": list, "facets": dict},
    "status": str,
    "answers": [
        {
            "id": str, "page": str, "section": str, "breadcrumb": list, "url": str, "confidence": (int, float),
            "score": (int, float), "facets": dict, "differs_by": list, "text": str, "markdown": str, "html": str,
            "spans": [{"start": int, "end": int}], "source": {"path": str, "lines": [int]},
            "letter": (dict, type(None)),
        }
    ],
    "related": [{"id": str, "section": str}],
    "notices": list,
    "ask": (dict, type(None)),
    "index": {"generation": str, "encoder": str},
    "took_ms": (int, float),
}  # fmt: skip


@pytest.fixture(scope="module", params=SERVICES)
def any_client(request: pytest.FixtureRequest) -> FlaskClient:
    return create_app(SERVICES[request.param]()).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


def search(client: FlaskClient, **parameters: object) -> Any:
    response = client.get("/api/v1/search", query_string=parameters)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return response.json


def assert_shape(value: Any, shape: Any, where: str = "") -> None:
    if isinstance(shape, dict):
        assert list(value) == list(shape), where
        for name, inner in shape.items():
            assert_shape(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for item in value:
            assert_shape(item, shape[0], f"{where}[]")
    else:
        assert isinstance(value, shape), where


# What it gives


def test_a_search_has_the_fields_and_types_of_the_contract(any_client: FlaskClient) -> None:
    result = search(any_client, q=QUESTION, region="kazakhstan")
    assert result["answers"]
    assert_shape(result, TYPES)
    assert result["query"]["facets"] == {"region": {"value": "kazakhstan", "source": "request", "evidence": None}}


def test_each_region_has_its_own_answer(any_client: FlaskClient) -> None:
    texts = {
        region: search(any_client, q=QUESTION, region=region)["answers"][0]["text"]
        for region in ("moscow", "kazakhstan")
    }
    assert texts["moscow"] != texts["kazakhstan"]


def test_limit_bounds_the_answers(any_client: FlaskClient) -> None:
    assert len(search(any_client, q=QUESTION, limit=1)["answers"]) == 1


def test_a_listed_section_can_be_read_by_its_id(any_client: FlaskClient) -> None:
    listed = any_client.get("/api/v1/sections", query_string={"region": "moscow"}).json
    assert listed
    assert list(listed) == ["sections", "index"]
    for row in listed["sections"]:
        assert list(row) == ["id", "page", "section", "breadcrumb"]
        for written in (quote(row["id"]), quote(row["id"], safe="")):
            section = any_client.get(f"/api/v1/sections/{written}?region=moscow").json
            assert section is not None
            assert section["id"] == row["id"]
            assert section["section"] == row["section"]
            assert section["facets"].get("region", "moscow") == "moscow"


def test_a_repair_says_from_and_to(client: FlaskClient) -> None:
    result = search(client, q="frn cdthrb Алматы")
    assert result["query"] == {
        "text": "frn cdthrb Алматы",
        "used": "акт сверки Алматы",
        "repairs": [{"kind": "layout", "from": "frn cdthrb", "to": "акт сверки"}],
        "facets": {"region": {"value": "kazakhstan", "source": "query", "evidence": "Алматы"}},
    }
    batch = client.post("/api/v1/search", json={"queries": [{"q": "frn cdthrb Алматы"}]}).json
    assert batch == {"results": [result]}


def test_abstain_false_reaches_the_search(client: FlaskClient) -> None:
    question = "период космических полётов человека"
    assert search(client, q=question)["answers"] == []
    given = search(client, q=question, abstain="false")
    assert given["status"] == "no_answer"
    assert given["answers"]


def test_every_facet_is_a_parameter(client: FlaskClient) -> None:
    facets = search(client, q=QUESTION, scheme="prepaid", region="moscow")["answers"][0]["facets"]
    assert facets == {"scheme": "prepaid", "region": "moscow"}


def test_a_batch_is_answered_in_order(any_client: FlaskClient) -> None:
    asked: list[dict[str, object]] = [
        {"q": QUESTION, "region": "moscow", "limit": 1},
        {"q": "ещё вопрос", "region": None, "abstain": False},
        {"q": QUESTION, "region": "kazakhstan"},
    ]
    response = any_client.post("/api/v1/search", json={"queries": asked})
    assert response.status_code == 200
    assert response.json
    assert [result["query"]["text"] for result in response.json["results"]] == [row["q"] for row in asked]
    assert [result["query"]["facets"].get("region", {}).get("value") for result in response.json["results"]] == [
        "moscow",
        None,
        "kazakhstan",
    ]


@pytest.mark.parametrize("text", ["a\tb\r\nc", "слово" * 200, "🙂" * 1000, "50% & #1 + ?", "«ё» İ ﬁ"])
def test_the_question_arrives_as_it_was_asked(client: FlaskClient, text: str) -> None:
    assert search(client, q=text)["query"]["text"] == text
    batch = client.post("/api/v1/search", json={"queries": [{"q": text}]}).json
    assert batch
    assert batch["results"][0]["query"]["text"] == text


def test_a_question_of_raw_utf8_bytes_is_read(client: FlaskClient) -> None:
    raw = QUESTION.replace(" ", "+").encode().decode("latin-1")
    response = client.get("/api/v1/search", environ_overrides={"QUERY_STRING": f"q={raw}"})
    assert response.json
    assert response.json["query"]["text"] == QUESTION


def test_alive_and_ready(any_client: FlaskClient) -> None:
    assert any_client.get("/healthz").json == {"status": "ok"}
    ready = any_client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json
    assert_shape(ready.json, {"status": str, "index": {"generation": str, "encoder": str}, "warnings": []})


def test_the_status_tells_the_index_and_its_certificate(any_client: FlaskClient) -> None:
    plain = any_client.get("/api/v1/status").json
    assert plain
    assert_shape(plain["index"], {"generation": str, "encoder": str})
    assert plain["certificate"] is None
    sure = create_app(certified()).test_client().get("/api/v1/status").json
    assert sure
    assert sure["counts"] == {"pages": 3, "sections": 4, "passages": 9}
    assert sure["certificate"] == asdict(CERTIFICATE) | {"questions": list(CERTIFICATE.questions)}


@pytest.mark.parametrize(
    "path", ["/api/v1/search?q=a", "/api/v1/sections", "/api/v1/sections/a", "/api/v1/status", "/readyz"]
)
def test_without_an_index_it_lives_and_is_not_ready(path: str) -> None:
    client = create_app(not_ready()).test_client()
    assert client.get("/healthz").status_code == 200
    response = client.get(path)
    assert (response.status_code, response.content_type) == (503, PROBLEM)
    assert response.json
    assert response.json["detail"] == "No index is loaded yet; try again in a few seconds."


def test_openapi_describes_every_endpoint_from_its_models(client: FlaskClient) -> None:
    spec = client.get("/openapi.json").json
    assert spec
    assert spec["openapi"].startswith("3.1")
    assert {path: sorted(item) for path, item in spec["paths"].items()} == {
        "/api/v1/differs/{facet}/{id}": ["get"],
        "/api/v1/feedback": ["post"],
        "/api/v1/letter": ["post"],
        "/api/v1/search": ["get", "post"],
        "/api/v1/sections": ["get"],
        "/api/v1/sections/{id}": ["get"],
        "/api/v1/status": ["get"],
        "/api/v1/suggest": ["get"],
        "/healthz": ["get"],
        "/metrics": ["get"],
        "/readyz": ["get"],
    }
    parameters = spec["paths"]["/api/v1/search"]["get"]["parameters"]
    assert [(row["name"], row["required"]) for row in parameters] == [
        ("q", True),
        ("limit", False),
        ("abstain", False),
        ("repair", False),
        ("infer", False),
        ("partial", False),
        ("region", False),
        ("scheme", False),
    ]
    region = parameters[6]["schema"]
    assert region["type"] == "array"
    assert re.match(region["items"]["pattern"], "moscow,-kazakhstan")
    assert not re.match(region["items"]["pattern"], "mars")
    assert spec["components"]["schemas"]["Repair"]["properties"].keys() == {"kind", "from", "to"}
    pointed_at = set(re.findall(r"#/components/schemas/([\w.-]+)", json.dumps(spec)))
    assert pointed_at <= set(spec["components"]["schemas"])
    for path in spec["paths"].values():
        for operation in path.values():
            errors = {status: body for status, body in operation["responses"].items() if status >= "400"}
            assert errors
            assert all(list(body["content"]) == [PROBLEM] for body in errors.values())


# What it refuses

KNOWN = "known are q, limit, abstain, repair, infer, region, scheme."
ASKED = KNOWN.replace("infer,", "infer, partial,")
REFUSED_GET = [
    ("empty", "q=", 400, "q is empty; ask a question in words."),
    ("white-space", "q=+%09%C2%A0", 400, "q is empty; ask a question in words."),
    ("missing", "region=moscow", 400, "q is missing; it must be the question, a string."),
    ("too-long", "q=" + "a" * 1001, 400, "q has 1001 characters; at most 1000 are taken, so shorten it."),
    ("nul", "q=a%00b", 400, "q has the control character U+0000 at position 1; remove it."),
    ("escape", "q=%1B[31m", 400, "q has the control character U+001B at position 0; remove it."),
    ("c1", "q=a%C2%85", 400, "q has the control character U+0085 at position 1; remove it."),
    ("not-utf8", "q=%D0%B0%FF", 400,
     "q is not UTF-8: byte 0xff was found; encode the text as UTF-8, then percent-encode it."),
    ("cp1251", "q=%E0%EA%F2", 400,
     "q is not UTF-8: byte 0xe0 was found; encode the text as UTF-8, then percent-encode it."),
    ("surrogate", "q=%ED%A0%80", 400,
     "q is not UTF-8: byte 0xed was found; encode the text as UTF-8, then percent-encode it."),
    ("overlong", "q=%C0%AF", 400,
     "q is not UTF-8: byte 0xc0 was found; encode the text as UTF-8, then percent-encode it."),
    ("cut-short", "q=100%", 400, "q has '%', which is not percent-encoding; write a percent sign as %25."),
    ("no-hex", "q=a%zzb", 400, "q has '%zz', which is not percent-encoding; write a percent sign as %25."),
    ("old-unicode", "q=%u0430", 400, "q has '%u0', which is not percent-encoding; write a percent sign as %25."),
    ("twice", "q=a&q=b", 400, "q is given more than once; give it once."),
    ("region-twice", "q=a&region=moscow&region=mars", 400, "region 'mars' is unknown; choose from moscow, kazakhstan."),
    ("region", "q=a&region=narnia", 400, "region 'narnia' is unknown; choose from moscow, kazakhstan."),
    ("region-empty", "q=a&region=", 400, "region '' is unknown; choose from moscow, kazakhstan."),
    ("region-case", "q=a&region=Moscow", 400, "region 'Moscow' is unknown; choose from moscow, kazakhstan."),
    ("scheme", "q=a&scheme=free", 400, "scheme 'free' is unknown; choose from prepaid, postpaid."),
    ("unknown", "q=a&regoin=moscow", 400, f"'regoin' is unknown; {ASKED}"),
    ("field-name", "q=a&facet_0=moscow", 400, f"'facet_0' is unknown; {ASKED}"),
    ("limit-0", "q=a&limit=0", 400, "limit must be a whole number from 1 to 50, got '0'."),
    ("limit-51", "q=a&limit=51", 400, "limit must be a whole number from 1 to 50, got '51'."),
    ("limit-negative", "q=a&limit=-1", 400, "limit must be a whole number from 1 to 50, got '-1'."),
    ("limit-word", "q=a&limit=ten", 400, "limit must be a whole number from 1 to 50, got 'ten'."),
    ("limit-half", "q=a&limit=2.5", 400, "limit must be a whole number from 1 to 50, got '2.5'."),
    ("limit-empty", "q=a&limit=", 400, "limit must be a whole number from 1 to 50, got ''."),
    ("limit-huge", "q=a&limit=" + "9" * 5000, 400,
     "limit must be a whole number from 1 to 50, got '" + "9" * 56 + "...."),
    ("abstain", "q=a&abstain=maybe", 400, "abstain must be true or false, got 'maybe'."),
    ("several", "q=&limit=x", 400,
     "q is empty; ask a question in words. limit must be a whole number from 1 to 50, got 'x'."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query_string", "status", "detail"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED_GET]
)
def test_a_bad_query_string_is_refused(client: FlaskClient, query_string: str, status: int, detail: str) -> None:
    response = client.get("/api/v1/search", environ_overrides={"QUERY_STRING": query_string})
    assert response.json
    assert (response.status_code, response.json["detail"]) == (status, detail)
    assert_problem(response.json, status)
    assert "".join(error["detail"] for error in response.json["errors"]) == detail.replace(". ", ".")


def asks(*queries: object) -> bytes:
    return json.dumps({"queries": queries}).encode()


GOOD = {"q": "акт"}
REFUSED_POST = [
    ("not-utf8", b'{"queries": "\xff"}', 400, "The body is not UTF-8: byte 0xff at offset 13; send UTF-8.", None),
    ("empty", b"", 400, "The body is not JSON: Expecting value at line 1 column 1.", None),
    ("malformed", b'{"queries": [}', 400, "The body is not JSON: Expecting value at line 1 column 14.", None),
    ("array", b"[]", 400, 'The body must be an object such as {"queries": [{"q": "…"}]}, got list.', None),
    ("string", rb'"{\"queries\": []}"', 400,
     'The body must be an object such as {"queries": [{"q": "…"}]}, got str.', None),
    ("deep", b"[" * 100_000, 400,
     "The body is not JSON that can be read: a number too long, or nested too deeply.", None),
    ("digits", b'{"queries": ' + b"1" * 5000 + b"}", 400,
     "The body is not JSON that can be read: a number too long, or nested too deeply.", None),
    ("no-queries", b"{}", 400,
     'queries is missing; it must be a list of 1 to 32 objects such as {"q": "…"}.', "#/queries"),
    ("none", asks(), 400,
     'queries must be a list of 1 to 32 objects such as {"q": "…"}, got 0 of them.', "#/queries"),
    ("33", asks(*[GOOD] * 33), 400,
     'queries must be a list of 1 to 32 objects such as {"q": "…"}, got 33 of them.', "#/queries"),
    ("unknown-field", b'{"queries": [{"q": "a"}], "a/b~ c": 1}', 400,
     "'a/b~ c' is unknown; known are queries.", "#/a~1b~0%20c"),
    ("not-an-object", asks(GOOD, "акт"), 400,
     "queries[1] must be an object such as {\"q\": \"…\"}, got 'акт'.", "#/queries/1"),
    ("no-q", asks(GOOD, {}), 400, "queries[1].q is missing; it must be the question, a string.", "#/queries/1/q"),
    ("q-number", asks(GOOD, {"q": 5}), 400, "queries[1].q must be the question, a string, got 5.", "#/queries/1/q"),
    ("q-empty", asks(GOOD, GOOD, {"q": " "}), 400, "queries[2].q is empty; ask a question in words.",
     "#/queries/2/q"),
    ("q-surrogate", b'{"queries": [{"q": "a\\ud800"}]}', 400,
     "queries[0].q has the control character U+D800 at position 1; remove it.", "#/queries/0/q"),
    ("limit-text", asks({"q": "a", "limit": "5"}), 400,
     "queries[0].limit must be a whole number from 1 to 50, got '5'.", "#/queries/0/limit"),
    ("limit-true", asks({"q": "a", "limit": True}), 400,
     "queries[0].limit must be a whole number from 1 to 50, got True.", "#/queries/0/limit"),
    ("abstain-text", asks({"q": "a", "abstain": "no"}), 400,
     "queries[0].abstain must be true or false, got 'no'.", "#/queries/0/abstain"),
    ("region", asks(GOOD, {"q": "a", "region": "narnia"}), 400,
     "queries[1].region 'narnia' is unknown; choose from moscow, kazakhstan.", "#/queries/1/region"),
    ("region-list", asks({"q": "a", "region": ["moscow"]}), 400,
     "queries[0].region ['moscow'] is unknown; choose from moscow, kazakhstan.", "#/queries/0/region"),
    ("unknown", asks(GOOD, {"q": "a", "regoin": 1}), 400,
     f"'queries[1].regoin' is unknown; {KNOWN}", "#/queries/1/regoin"),
    ("too-large", b'{"queries": "' + b"a" * 262_144 + b'"}', 413,
     "The body is larger than 262144 bytes; send less at once.", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "detail", "pointer"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED_POST]
)
def test_a_bad_body_is_refused(client: FlaskClient, body: bytes, status: int, detail: str, pointer: str | None) -> None:
    response = client.post("/api/v1/search", data=body, content_type="application/json")
    assert response.json
    assert (response.status_code, response.json["detail"]) == (status, detail)
    assert_problem(response.json, status)
    assert [error["pointer"] for error in response.json.get("errors", [])] == ([pointer] if pointer else [])


REFUSED_OTHERWISE = [
    ("text", "POST", "/api/v1/search", 415, "The body must be application/json, got 'text/plain'."),
    ("method", "DELETE", "/api/v1/search", 405, "DELETE is not allowed here; allowed: GET, HEAD, OPTIONS, POST."),
    ("post-sections", "POST", "/api/v1/sections", 405,
     "POST is not allowed here; allowed: GET, HEAD, OPTIONS."),
    ("path", "GET", "/api/v1/nothing", 404, "There is nothing at /api/v1/nothing; /openapi.json lists what there is."),
    ("hostile-path", "GET", "/api/%3Cb%3E%0D%0AX:1", 404,
     "There is nothing at /api/%3Cb%3E%0D%0AX%3A1; /openapi.json lists what there is."),
    ("section", "GET", "/api/v1/sections/no.md%23way", 404,
     "There is no section 'no.md#way' for these choices; /api/v1/sections lists what there is."),
    ("section-without-anchor", "GET", "/api/v1/sections/no.md", 404,
     "There is no section 'no.md' for these choices; /api/v1/sections lists what there is. "
     "In a URL, # in an id is written %23."),
    ("section-elsewhere", "GET", "/api/v1/sections/billing/pay.md%23tenge?region=moscow", 404,
     "There is no section 'billing/pay.md#tenge' for these choices; /api/v1/sections lists what there is."),
    ("section-region", "GET", "/api/v1/sections/a?region=x", 400,
     "region 'x' is unknown; choose from moscow, kazakhstan."),
    ("sections-region", "GET", "/api/v1/sections?region=x", 400,
     "region 'x' is unknown; choose from moscow, kazakhstan."),
    ("sections-q", "GET", "/api/v1/sections?q=a", 400, "'q' is unknown; known are region, scheme."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED_OTHERWISE]
)
def test_a_bad_request_is_refused(client: FlaskClient, method: str, path: str, status: int, detail: str) -> None:
    response = client.open(path, method=method, data="q=a" if method == "POST" else None, content_type="text/plain")
    assert response.json
    assert (response.status_code, response.json["detail"]) == (status, detail)
    assert response.content_type == PROBLEM
    assert_problem(response.json, status)


def test_a_path_that_is_not_utf8_is_refused(client: FlaskClient) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": "/api/v1/sections/\xff"})
    assert response.json
    assert response.json["detail"] == "The path is not UTF-8: byte 0xff was found; encode it as UTF-8."
    assert_problem(response.json, 400)


def assert_problem(problem: dict[str, Any], status: int) -> None:
    assert list(problem)[:5] == ["type", "title", "status", "detail", "instance"]
    assert problem["status"] == status
    assert re.fullmatch(r"urn:otvet:problem:[a-z0-9-]+", problem["type"])
    assert problem["instance"].startswith("/api/")


def test_limits_are_those_that_were_given() -> None:
    service = by_hand()
    client = create_app(service, limits=Limits(query_characters=5, answers=2, batch=1, body_bytes=60)).test_client()
    details = [
        client.get("/api/v1/search?q=123456").json,
        client.get("/api/v1/search?q=1&limit=3").json,
        client.post("/api/v1/search", json={"queries": [{"q": "a"}, {"q": "b"}]}).json,
        client.post("/api/v1/search", json={"queries": [{"q": "a" * 60}]}).json,
    ]
    assert [row and row["detail"] for row in details] == [
        "q has 6 characters; at most 5 are taken, so shorten it.",
        "limit must be a whole number from 1 to 2, got '3'.",
        'queries must be a list of 1 to 1 objects such as {"q": "…"}, got 2 of them.',
        "The body is larger than 60 bytes; send less at once.",
    ]


def test_facets_may_have_any_name_but_ours() -> None:
    odd = replace(by_hand(), facets={"copy": {"a": "А"}, "model_x": {"1": "Один"}, "_private": {"b": "Б"}})
    client = create_app(odd).test_client()
    assert search(client, q="акт", copy="a", model_x="1", _private="b")["query"]["facets"].keys() == odd.facets.keys()
    with pytest.raises(ValueError, match=r"facet 'limit' has the name of a search parameter; rename it\."):
        create_app(replace(odd, facets={"limit": {"a": "А"}}))


def test_content_without_facets_is_served() -> None:
    client = create_app(replace(by_hand(), facets={}, facet_labels={}, offered=())).test_client()
    assert search(client, q=QUESTION)["status"] == "answered"
    refused = client.get("/api/v1/sections?region=moscow").json
    assert refused
    assert refused["detail"] == "'region' is unknown; known are none."
    assert 'type="radio"' not in client.get("/").text


def test_an_unexpected_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    def broken(query: Query) -> Result:
        raise RuntimeError("secret: /etc/otvet")

    client = create_app(replace(by_hand(), search=broken)).test_client()
    with caplog.at_level(logging.ERROR):
        api, page = client.get("/api/v1/search?q=a"), client.get("/?q=a")
    assert (api.status_code, api.content_type) == (500, PROBLEM)
    assert api.json
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", api.json["instance"])
    assert api.json["detail"] == f"The server failed to answer; its log has the reason under {api.json['instance']}."
    assert page.status_code == 500
    assert "У нас что-то сломалось" in page.text
    assert "secret" not in api.text + page.text
    assert "secret: /etc/otvet" in caplog.text
    assert api.json["instance"] in caplog.text


# Resources it


@pytest.mark.parametrize("path", ["/", "/api/v1/search?q=a", "/api/v1/search", "/nothing", "/static/0/page.css"])
def test_every_response_is_guarded_and_sets_no_cookie(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert HEADERS.items() <= dict(response.headers).items()
        assert "Set-Cookie" not in response.headers
        assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/api/v1/search?q=a", "/api/v1/search?q=", "/healthz", "/nothing"])
def test_head_is_get_without_a_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content_type, head.data) == (got.status_code, got.content_type, b"")


def test_options_and_405_say_what_is_allowed(client: FlaskClient) -> None:
    for response in (client.options("/api/v1/search"), client.delete("/api/v1/search")):
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.fixture
def running() -> Iterator[tuple[str, int]]:
    with listening(create_app(by_hand()), threads=2) as server:
        yield server.effective_host, int(server.effective_port)


def test_it_answers_over_a_socket(running: tuple[str, int]) -> None:
    connection = http.client.HTTPConnection(*running, timeout=10)
    connection.request("GET", f"/api/v1/sections/{quote(ACT, safe='')}?region=kazakhstan")
    response = connection.getresponse()
    assert response.status == 200
    assert response.getheader("Server") is None
    assert "docs@example.kz" in json.loads(response.read())["text"]
    connection.request("GET", "/api/v1/search?q=%FF")
    response = connection.getresponse()
    assert (response.status, response.getheader("Content-Type")) == (400, PROBLEM)
    assert json.loads(response.read())["errors"][0]["parameter"] == "q"
    connection.close()


def test_a_taken_port_is_a_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        wanted = f"127.0.0.1:{port}: address already in use; choose another address or port."
        with pytest.raises(CannotListen, match=re.escape(wanted)):
            listen(create_app(by_hand()), host="127.0.0.1", port=port, threads=1)


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 0), ("127.0.0.1", 70000), ("192.0.2.1", 0)])
def test_an_impossible_address_is_a_clear_error(host: str, port: int) -> None:
    with pytest.raises(CannotListen, match=rf"^{re.escape(host)}:{port}: .+; choose another address"):
        listen(create_app(by_hand()), host=host, port=port, threads=1)


def test_an_ipv6_address_is_announced_in_brackets() -> None:
    class Bound(socket.socket):
        def getsockname(self) -> tuple[str, int, int, int]:
            return "::1", 8080, 0, 0

    with Bound() as bound:
        assert address(bound) == "http://[::1]:8080/"


SLOW = """
import time
from dataclasses import replace
from server.app import create_app
from server.run import serve
from tests.hand_service import by_hand, search

def slow(query):
    print("asked", flush=True)
    time.sleep(0.5)
    return search(query)

serve(create_app(replace(by_hand(), search=slow)), host="127.0.0.1", port=0, threads=2,
      announce=lambda address: print(address, flush=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_request_under_way_finish(number: signal.Signals) -> None:
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        host, port = process.stdout.readline().removeprefix("http://").rstrip("/\n").split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        connection.request("GET", "/api/v1/search?q=a")
        assert process.stdout.readline() == "asked\n"
        process.send_signal(number)
        assert connection.getresponse().status == 200
        assert process.wait(10) == 0
        connection.close()
