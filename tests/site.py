"""Sites for a browser to open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

from index.search import Searcher
from traffic.record import Feedback, QueryRecord
from traffic.writer import Writer

if TYPE_CHECKING:
    from server.client_network import Proxies
    from server.wsgi.waitress_server import Server

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Site:
    """The bundled FAQ as it is served."""

    address: str
    """Of the page, with a slash at its end."""
    traffic: Writer

    def asked(self) -> list[QueryRecord]:
        """The questions kept so far."""
        self.traffic.flush()
        return self.traffic.store.asked(*EVER)

    def feedback(self) -> list[Feedback]:
        """What readers said so far."""
        self.traffic.flush()
        return self.traffic.store.feedback(*EVER)


@contextmanager
def bundled_site(searcher: Searcher, traffic: Path) -> Iterator[Site]:
    """The bundled FAQ over HTTP, keeping its traffic in a file."""
    from index.autocomplete import Suggester
    from otvet.wiring import service_of
    from server.app import create_app
    from server.resources import Resources
    from server.settings import Settings

    service = replace(service_of(searcher), suggest=Suggester(searcher.bundle, searcher.repair))
    with (
        Resources.of(Settings(rate=0, traffic=traffic)) as resources,
        served(create_app(service, resources=resources)) as address,
    ):
        assert resources.traffic is not None
        yield Site(address, resources.traffic)


@contextmanager
def served(app: WSGIApplication, *, proxies: int = 0) -> Iterator[str]:
    """The address at which an application answers, behind so many proxies."""
    from server.settings import Settings

    with listening(app, proxies=Settings(proxies=proxies).believed()) as server:
        yield f"http://127.0.0.1:{server.effective_port}/"


@contextmanager
def listening(
    app: WSGIApplication, *, threads: int = 4, proxies: "Proxies | None" = None, prefix: str = ""
) -> "Iterator[Server]":
    """A server that runs in a thread."""
    from server.client_network import Proxies
    from server.run import listen

    server = listen(app, host="127.0.0.1", port=0, threads=threads, proxies=proxies or Proxies(), prefix=prefix)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(15)
        server.close()
