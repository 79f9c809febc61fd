"""A script and a header's line through every entrance: either guard alone stops them.

The last row of each table, where both are taken away, shows what would happen, and that the other rows would tell.
"""

import http.client
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask, Response, request

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.wiring import service_of
from server.app import create_app
from server.middleware.security_headers import HEADERS
from server.resources import Resources
from server.service import Service
from server.settings import Settings
from tests.browser import needs_chromium
from tests.conftest import FAQ
from tests.hand_service import ACT, FACETS, by_hand
from tests.site import served
from traffic.writer import Writer

KEY = "correct-horse-battery"
SCRIPT = '"><img src=x onerror=alert(1)>'
LINES = "a\r\nSet-Cookie: owned=1"
SENT_WITH = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}


def hostile_page(folder: Path, text: str) -> Service:
    """One page, that has the text in it and for its name, as an index from elsewhere may have it."""
    page = folder / "a.md"
    page.write_text(f"# Вход\n\n## Как войти?\n\nТак: {text}\n", encoding="utf-8")
    build(page, folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    service = service_of(Searcher(load(folder / "index", open_bundle), HashEncoder()))
    return replace(
        service, sections=lambda chosen: [replace(one, page=f"{text}.md") for one in service.sections(chosen)]
    )


def hostile_region(folder: Path, text: str) -> Service:
    """A region that the check of regions lets in; one section, which holds for everyone."""
    everyone = by_hand().sections({})[:1]
    return replace(by_hand(), facets=FACETS | {"region": {text: "Марс"}}, sections=lambda chosen: everyone)


def unsanitised(app: Flask, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ingest.render.html.nh3.clean", lambda text, **allowed: text)


def unescaped(app: Flask, patch: pytest.MonkeyPatch) -> None:
    app.jinja_env.autoescape = False


@dataclass(frozen=True)
class Entrance:
    """A way in for what an attacker writes."""

    pages: tuple[str, ...]
    """Where the script is seen afterwards."""

    asks: str
    """The address that brings the line."""

    status: int
    """Of what that is answered with: if any answer has a header made of the line, this one has."""

    brings: Callable[[], str]
    """What was brought, during that request."""

    service: Callable[[Path, str], Service] = lambda folder, text: by_hand()
    """What is asked; in its own content is the text."""

    unguarded: Callable[[Flask, pytest.MonkeyPatch], None] = unescaped
    """Takes away the guard that makes it text."""

    form: dict[str, str] = field(default_factory=dict)
    """Sent to ``/feedback``, with the script or the line as the question."""


ENTRANCES = {
    "content": Entrance(
        pages=("faq", "?q=как войти"),
        asks="faq",
        status=302,
        brings=lambda: f"/faq/{LINES}",
        service=hostile_page,
        unguarded=unsanitised,
    ),
    "query": Entrance(
        pages=(f"?q={quote(SCRIPT)}", "insights"),
        asks=f"insights?q={quote(LINES)}",
        status=303,
        brings=lambda: request.args["q"],
    ),
    "region": Entrance(
        pages=(f"?q=бегемот&region={quote(SCRIPT)}", "insights"),
        asks=f"faq?region={quote(LINES)}",
        status=302,
        brings=lambda: request.args["region"],
        service=hostile_region,
    ),
    "feedback": Entrance(
        pages=("insights",),
        asks="feedback",
        status=200,
        brings=lambda: request.form["q"],
        form={"section": ACT, "reason": "wrong_topic"},
    ),
}
through_every_entrance = pytest.mark.parametrize("entrance", ENTRANCES.values(), ids=ENTRANCES)


@contextmanager
def opened(entrance: Entrance, text: str, folder: Path) -> Iterator[tuple[Flask, Writer]]:
    """An application that keeps what it is asked, and what it keeps."""
    settings = Settings(rate=0, owner_key=KEY, traffic=folder / "traffic.sqlite")
    with Resources.of(settings) as resources:
        assert resources.traffic is not None
        yield create_app(entrance.service(folder, text), resources=resources), resources.traffic


# Scripts


@needs_chromium
@pytest.mark.parametrize(
    ("as_text", "policy"),
    [
        pytest.param(True, True, id="guarded"),
        pytest.param(True, False, id="without-policy"),
        pytest.param(False, True, id="policy-alone"),
        pytest.param(False, False, id="unguarded"),
    ],
)
@through_every_entrance
def test_a_script_runs_only_where_both_guards_are_gone(
    entrance: Entrance, as_text: bool, policy: bool, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    dialogs: list[Any] = []
    with opened(entrance, SCRIPT, tmp_path) as (app, traffic):
        if not as_text:
            entrance.unguarded(app, monkeypatch)
        if not policy:
            monkeypatch.delitem(HEADERS, "Content-Security-Policy")
        if entrance.form:
            assert app.test_client().post("/feedback", data=entrance.form | {"q": SCRIPT}).status_code == 200
        with served(app) as address:
            tab = browser.new_page(extra_http_headers={"Authorization": f"Bearer {KEY}"})
            tab.on("dialog", lambda dialog: dialogs.append(dialog.dismiss()))
            for page in entrance.pages:
                traffic.flush()
                dialogs.clear()
                assert tab.goto(address + page).status == 200
                ran += [page] if dialogs else []
            tab.close()
    assert ran == ([] if as_text or policy else [*entrance.pages])


# Headers


class Sly(str):
    """A text that hides its line breaks from whoever looks for them."""

    def __contains__(self, part: object) -> bool:
        return False


def altered(app: WSGIApplication, *, copied: bool, checked: bool) -> WSGIApplication:
    """One that copies what was brought into a header as it came; or whose headers the server cannot check."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if copied:
                headers = [*headers, ("X-Brought", environ["brought"])]
            if not checked:
                headers = [(name, Sly(value)) for name, value in headers]
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return application


@pytest.mark.parametrize(
    ("copied", "checked"),
    [
        pytest.param(False, True, id="guarded"),
        pytest.param(False, False, id="unchecked"),
        pytest.param(True, True, id="check-alone"),
        pytest.param(True, False, id="unguarded"),
    ],
)
@through_every_entrance
def test_a_line_becomes_a_header_only_where_both_guards_are_gone(
    entrance: Entrance, copied: bool, checked: bool, tmp_path: Path
) -> None:
    with opened(entrance, LINES, tmp_path) as (app, _):

        @app.after_request
        def note(response: Response) -> Response:
            request.environ["brought"] = entrance.brings()
            return response

        with served(altered(app, copied=copied, checked=checked)) as address:
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
            form = urlencode(entrance.form | {"q": LINES}) if entrance.form else None
            connection.request("POST" if form else "GET", f"/{entrance.asks}", form, SENT_WITH)
            response = connection.getresponse()
            response.read()
            connection.close()
    assert response.getheader("Set-Cookie") == ("owned=1" if copied and not checked else None)
    assert response.status == (500 if copied and checked else entrance.status)
