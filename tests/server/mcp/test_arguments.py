"""What clients send for arguments that they were not given, and the path they send it to."""

from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from server.errors import InvalidRequest
from server.mcp.arguments import Get, Listing, Search, checked, for_content
from server.mcp.run import http_app, with_or_without_slash
from server.mcp.server import create_server
from tests.hand_service import FACETS, by_hand

SEARCH, GET, LISTING = (for_content(model, by_hand()) for model in (Search, Get, Listing))


@pytest.mark.parametrize(
    ("model", "needed", "name"),
    [
        (SEARCH, {"query": "акт"}, "region"),
        (SEARCH, {"query": "акт"}, "scheme"),
        (SEARCH, {"query": "акт"}, "limit"),
        (SEARCH, {"query": "акт"}, "max_tokens"),
        (GET, {"id": "a.md#b"}, "region"),
        (LISTING, {}, "after"),
        (LISTING, {}, "max_tokens"),
    ],
)
@pytest.mark.parametrize("nothing", [None, "", 0])
def test_nothing_in_an_optional_argument_counts_as_left_out(
    model: Any, needed: dict[str, object], name: str, nothing: object
) -> None:
    assert checked(model, {**needed, name: nothing}, FACETS) == checked(model, needed, FACETS)


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (SEARCH, {"query": None}),
        (SEARCH, {"query": "акт", "limit": False}),
        (SEARCH, {"query": "акт", "limit": -1}),
        (SEARCH, {"query": "акт", "region": " "}),
        (SEARCH, {"query": "акт", "region": []}),
        (SEARCH, {"query": "акт", "regoin": ""}),
        (GET, {"id": None}),
    ],
)
def test_nothing_else_does(model: Any, given: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        checked(model, given, FACETS)


@pytest.mark.parametrize(
    ("path", "seen"), [("/mcp", "/mcp"), ("/mcp/", "/mcp"), ("/mcp//", "/mcp//"), ("/other/", "/other/"), ("/", "/")]
)
def test_the_path_may_end_with_a_slash(path: str, seen: str) -> None:
    paths: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        paths.append(scope["path"])

    anyio.run(with_or_without_slash(app), {"type": "http", "path": path, "raw_path": path.encode()}, None, None)
    assert paths == [seen]


HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "agent", "version": "1"},
    },
}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1", 200, id="as-a-proxy-sends-it"),
        pytest.param("127.0.0.1:8765", 200, id="with-a-port"),
        pytest.param("localhost", 200, id="by-name"),
        pytest.param("[::1]", 200, id="ipv6"),
        pytest.param("127.0.0.1.shop.example", 421, id="longer-name"),
        pytest.param("localhost.shop.example:80", 421, id="longer-name-with-a-port"),
        pytest.param("shop.example", 421, id="another-site"),
    ],
)
@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_a_proxy_that_says_it_is_local_is_answered_and_another_name_is_refused(
    path: str, host: str, status: int
) -> None:
    with TestClient(http_app(create_server(by_hand()))) as client:
        given = client.post(path, json=HELLO, headers={"Host": host, "Accept": "application/json"})
    assert given.status_code == status
