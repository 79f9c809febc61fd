"""A site of somebody else's that has the widget in its pages, and what its readers do there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from index.search import Searcher
from tests.site import Site, served

PAGE = """<!doctype html>
<html lang="ru">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Магазин</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css?css={css}">
<script type="module" src="{faq}widget.js"></script></head>
<body><main><h1>Магазин</h1><button>Корзина</button>
<otvet-search endpoint="{endpoint}" {given}><a href="{faq}">Вопросы и ответы</a></otvet-search>
<h2>Товары</h2></main></body>
</html>"""

POLICY = (
    "default-src 'none'; img-src data:; style-src 'self'; script-src {faq}; connect-src {faq}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types otvet"
)
"""As strict as a policy can be that lets the widget in."""


class Foreign(ThreadingHTTPServer):
    """A page with one widget; in its address, ``given`` are the attributes and ``css`` is the page's own style."""

    faq = ""
    """Address of the site that the widget comes from, with a slash at its end."""

    def address(self, host: str = "127.0.0.1") -> str:
        """Where it is; under another name of this machine it is another origin."""
        return f"http://{host}:{self.server_port}"


class Pages(BaseHTTPRequestHandler):
    """Answers for it."""

    server: Foreign

    def do_GET(self) -> None:
        """Send a page, or its style."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        style, faq = given.get("css", ""), self.server.faq
        if self.path.startswith("/host.css"):
            return self.send("text/css", style)
        filled = {"faq": faq, "endpoint": given.get("endpoint", faq.rstrip("/")), "given": given.get("given", "")}
        self.send("text/html", PAGE.format(css=style.replace("#", "%23"), **filled))

    def send(self, kind: str, text: str) -> None:
        """Answer with a text."""
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY.format(faq=self.server.faq.rstrip("/")))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def foreign() -> Iterator[Foreign]:
    """The site, answering; it is told afterwards where the widget comes from."""
    with Foreign(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(1)


@dataclass(frozen=True)
class Shop:
    """A foreign site, and the FAQ that lets it ask."""

    host: Foreign
    faq: Site

    def page(self, given: str = 'region="kazakhstan" lang="ru"', *, name: str = "127.0.0.1", **more: str) -> str:
        """Address of a page where the widget has the given attributes."""
        return f"{self.host.address(name)}/?{urlencode({'given': given, **more})}"


@contextmanager
def shop_of(searcher: Searcher, traffic: Path) -> Iterator[Shop]:
    """Both sites, over the bundled FAQ; the FAQ's traffic goes to a file."""
    from index.autocomplete import Suggester
    from otvet.wiring import service_of
    from server.app import create_app
    from server.resources import Resources
    from server.settings import Settings

    service = replace(service_of(searcher), suggest=Suggester(searcher.bundle, searcher.repair))
    with foreign() as host:
        settings = Settings(rate=0, traffic=traffic, cors_origins=frozenset({host.address()}))
        with Resources.of(settings) as resources, served(create_app(service, resources=resources)) as address:
            assert resources.traffic is not None
            host.faq = address
            yield Shop(host, Site(address, resources.traffic))


def field(tab: Any) -> Any:
    return tab.get_by_role("combobox", name="Ваш вопрос")


def answer(tab: Any) -> Any:
    return tab.locator("otvet-search article.answer")


def ask(tab: Any, question: str) -> None:
    field(tab).fill(question)
    field(tab).press("Enter")
