"""Our own files: kept for good by browsers, compressed for whom that is possible, and small together."""

import gzip
import re
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from server.pages.static_files import version
from tests.hand_service import by_hand

GZIP = {"Accept-Encoding": "br;q=0, gzip"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


def needed(client: FlaskClient, start: str) -> dict[str, int]:
    """Address → bytes sent, of a page and all that it loads."""
    sent: dict[str, int] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in sent:
            continue
        with client.get(address, headers=GZIP) as response:
            assert response.status_code == 200, address
            sent[address] = len(response.data)
            packed = response.headers.get("Content-Encoding") == "gzip"
            text = (gzip.decompress(response.data) if packed else response.data).decode()
        if address == start:
            waiting += re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
        elif address.endswith(".js"):
            waiting += [urljoin(address, name) for name in re.findall(r'from "([^"]+)"', text)]
    return sent


@pytest.mark.parametrize("start", ["/", "/?q=%D0%B0%D0%BA%D1%82", "/faq/qa-corporate"])
def test_a_page_and_all_that_it_loads_is_below_40_kb(client: FlaskClient, start: str) -> None:
    sent = needed(client, start)
    assert len(sent) > 4
    assert sum(sent.values()) < 40_000


def test_every_file_of_a_page_is_kept_for_good(client: FlaskClient) -> None:
    for address in needed(client, "/"):
        if address == "/":
            continue
        assert f"/{version()}/" in address
        with client.get(address) as response:
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_of_an_earlier_version_is_the_present_one_and_not_kept(client: FlaskClient) -> None:
    with client.get("/static/0123456789ab/page.js") as response:
        assert response.status_code == 200
        assert "immutable" not in response.headers["Cache-Control"]
    for outside in ("/static/x/../app.py", "/static/x/..%2Fapp.py", "/static/page.js"):
        assert client.get(outside).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "packed"), [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("", False), ("br", False)]
)
def test_texts_are_compressed_for_whom_takes_it(client: FlaskClient, accepted: str, packed: bool) -> None:
    response = client.get("/?q=a", headers={"Accept-Encoding": accepted})
    assert (response.headers.get("Content-Encoding") == "gzip") == packed
    assert "Accept-Encoding" in response.headers["Vary"]
    text = gzip.decompress(response.data).decode() if packed else response.text
    assert "</html>" in text


def test_a_response_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/sections", headers=GZIP)
    again = client.get("/api/v1/sections", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
